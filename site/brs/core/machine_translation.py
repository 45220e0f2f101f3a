"""Words that a machine writes into a translation: always a draft, marked, and looked through by people.

The machine is wagtail-localize's slot for one, off unless settings name it.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views.edit_translation import apply_machine_translation

from .translation_checks import problems

logger = logging.getLogger(__name__)


class NoAnswer(Exception):
    """The machine cannot be reached, or answers with nothing that can be read."""


def can_translate(translation: Translation) -> bool:
    machine = get_machine_translator()
    return machine is not None and machine.can_translate(translation.source.locale, translation.target_locale)


def machine_words(translation: Translation) -> QuerySet[StringTranslation]:
    """Those of the source's present texts that nobody has looked through since a machine wrote them."""
    words = translation.source.stringsegment_set.get_translations(translation.target_locale)
    return words.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE, has_error=False)


def has_machine_words(target: Any) -> bool:
    """Whether the translation would be published with such words."""
    records = Translation.objects.filter(source__object_id=target.translation_key, target_locale=target.locale)
    return any(machine_words(translation).exists() for translation in records.filter(enabled=True))


def fill_by_machine(translation: Translation, user: Any) -> int:
    """Asks for all words that are not there yet; gives how many came. Raises NoAnswer.

    Those whose tags or placeholders do not fit their texts are left for people.
    """
    before = set(machine_words(translation).values_list("pk", flat=True))
    try:
        apply_machine_translation(translation.pk, user, get_machine_translator())
    except PermissionDenied:
        raise
    except Exception as error:  # each service has its own; nothing is written unless all came
        logger.warning("No machine translation: %r", error)
        raise NoAnswer from error
    came = [row for row in machine_words(translation).select_related("translation_of") if row.pk not in before]
    broken = [row.pk for row in came if any(problems(row.translation_of.data, row.data))]
    StringTranslation.objects.filter(pk__in=broken).delete()
    return len(came) - len(broken)


def mark_reviewed(translation: Translation, words: Iterable[int], user: Any) -> int:
    """Notes that somebody has looked these through; gives how many."""
    return StringTranslation.objects.filter(pk__in=machine_words(translation).filter(pk__in=words).values("pk")).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        tool_name="",
        last_translated_by=user,
        updated_at=timezone.now(),
    )
