"""Words of a machine, on the screen of a translation."""

from django import template
from wagtail_localize.models import Translation

from brs.core.machine_translation import machine_words

register = template.Library()


@register.simple_tag
def machine_words_of(translation: Translation) -> list[int]:
    """The primary keys of those that nobody has looked through."""
    return list(machine_words(translation).values_list("pk", flat=True))
