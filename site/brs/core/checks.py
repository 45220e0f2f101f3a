"""Warns when the interface would show English where it has been translated; refuses a database that lacks something."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from wagtail_localize.machine_translators import get_machine_translator

from . import schema
from .translations import stale


@register()
def translations_are_compiled(app_configs: Any, **kwargs: Any) -> list[Warning]:
    return [
        Warning(
            f"The translation {source} is not compiled: readers see English or an older wording.",
            hint="Run manage.py compilemessages.",
            id="core.W001",
        )
        for source in stale()
    ]


@register()
def machine_translator_is_there(app_configs: Any, **kwargs: Any) -> list[Error]:
    try:
        get_machine_translator()
    except Exception as error:  # of whatever class is named
        hint = "See docs/configuration.md: BRS_MACHINE_TRANSLATOR names a class, and may need a package."
        return [Error(f"The machine translator cannot be made: {error!r}", hint=hint, id="core.E002")]
    return []


@register(Tags.database)
def database_has_what_models_need(
    app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """By `manage.py check --database default`, and before `migrate` does anything."""
    hint = 'See "The database differs" in docs/deploying.md.'
    messages: list[CheckMessage] = []
    for alias in databases or []:
        compared = schema.differences(connections[alias])
        messages += [Error(problem, hint=hint, obj=alias, id="core.E001") for problem in compared.problems]
        messages += [Warning(warning, hint=hint, obj=alias, id="core.W002") for warning in compared.warnings]
    return messages
