"""The problems that keep a page or question from being published as it was last saved, whichever door is taken."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import StreamField


def problems_to_publish(page: Model) -> list[str]:
    """The editor's errors if the page were published as it is: «Summary: This field cannot be blank.»"""
    return [*_of_the_page(page), *_of_its_blocks(page)]


def _of_the_page(page: Model) -> Iterator[str]:
    try:
        page.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            words = " ".join(messages)
            yield words if name == NON_FIELD_ERRORS else f"{_label(page, name)}: {words}"


def _of_its_blocks(page: Model) -> Iterator[str]:
    """A model's own check looks into no block."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                wrong = sorted(number for number in getattr(error, "block_errors", {}) if number < len(value))
                if not wrong:  # the whole of it: too many blocks, or too few
                    yield f"{_label(page, field.name)}: {' '.join(error.messages)}"
                for number in wrong:
                    yield _("%(field)s: block %(number)d, “%(block)s”, is not complete.") % {
                        "field": _label(page, field.name),
                        "number": number + 1,
                        "block": value[number].block.label,
                    }


def _label(page: Model, name: str) -> str:
    return capfirst(str(getattr(page._meta.get_field(name), "verbose_name", name)))
