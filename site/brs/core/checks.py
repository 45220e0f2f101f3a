"""Warns at start when the interface would show English where it has been translated."""

from typing import Any

from django.core.checks import Warning, register

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
