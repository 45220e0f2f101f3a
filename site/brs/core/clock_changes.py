"""Forms ask back where the clock is put forward or back over the hour that somebody has typed.

An hour that there is not is refused, with the two beside the change. Of one that there is twice people say which they
mean, in a field that is there for as long as it is needed.
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput

from .time_zones import beside_the_gap, offset_in_words, place_of, readings

BEFORE, AFTER = "before", "after"


def not_there(day: date, hour: time, zone: ZoneInfo) -> str:
    before, after = (_at(moment, day) for moment in beside_the_gap(day, hour, zone))
    message = _(
        "%(hour)s does not exist on %(day)s in %(place)s: the clock is put forward. Is it %(before)s or %(after)s?"
    )
    return message % {**_words(day, hour, zone), "before": before, "after": after}


def there_twice(day: date, hour: time, zone: ZoneInfo) -> str:
    message = _("%(hour)s occurs twice on %(day)s in %(place)s: before or after the clock is put back?")
    return message % _words(day, hour, zone)


def choices(possible: list[datetime]) -> list[tuple[str, str]]:
    before, after = (offset_in_words(moment) for moment in possible)
    return [
        (BEFORE, _("Before the clock is put back (%(offset)s)") % {"offset": before}),
        (AFTER, _("After the clock is put back (%(offset)s)") % {"offset": after}),
    ]


def offer(form: forms.Form, name: str, day: date | None, hour: time | None, zone: ZoneInfo) -> list[datetime]:
    """The moments that it may be. Where it is one of two, the form has a field `name` to say which."""
    possible = readings(day, hour, zone) if day and hour else []
    if len(possible) == 2:
        form.fields[name] = forms.ChoiceField(
            label=_("Which %(hour)s?") % {"hour": time_format(possible[0])},
            choices=choices(possible),
            required=False,
            widget=forms.RadioSelect,
        )
        form.order_fields(form.field_order)
    return possible


def said_moment(form: forms.Form, field: str, which: str, day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """The moment that a sent form says; None where that is asked back, at the field or by the field `which`."""
    possible = offer(form, which, day, hour, zone)
    if not possible:
        form.add_error(field, not_there(day, hour, zone))
        return None
    if len(possible) == 1:
        return possible[0]
    chosen = form.data.get(form.add_prefix(which))
    if chosen not in (BEFORE, AFTER):
        form.add_error(which, there_twice(day, hour, zone))
        return None
    return possible[chosen == AFTER]


class LocalDateTimeInput(AdminDateTimeInput):
    """Wagtail's; beside an hour that there is twice one says which it is. It is sent with its distance from UTC."""

    template_name = "core/local_datetime_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        at = _typed(value) if isinstance(value, str) else value
        if at is not None:
            zone = timezone.get_current_timezone()
            local = at if at.tzinfo is None else at.astimezone(zone)
            possible = readings(local.date(), local.time(), zone)
            context["widget"]["value"] = self.format_value(local.replace(tzinfo=None))
            if len(possible) == 2:
                is_said = at.tzinfo is not None or not isinstance(value, str)
                chosen = (AFTER if local.fold else BEFORE) if is_said else ""
                context["widget"] |= {"choices": choices(possible), "chosen": chosen}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        at, chosen = _typed(value), data.get(f"{name}_which")
        if at is None or at.tzinfo is not None or chosen not in (BEFORE, AFTER):
            return value
        possible = readings(at.date(), at.time(), timezone.get_current_timezone())
        return possible[chosen == AFTER].isoformat() if len(possible) == 2 else value


class LocalDateTimeField(forms.DateTimeField):
    """Django's, which refuses both kinds of hours in one sentence and leaves no way to say which is meant."""

    def __init__(self, *, widget: Any = None, **options: Any) -> None:
        if isinstance(widget, AdminDateTimeInput) and not isinstance(widget, LocalDateTimeInput):
            parent = widget.js_overlay_parent_selector
            widget = LocalDateTimeInput(attrs=widget.attrs, js_overlay_parent_selector=parent)
        super().__init__(widget=widget or LocalDateTimeInput, **options)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            at, zone = (error.params or {})["datetime"], timezone.get_current_timezone()
            is_there = readings(at.date(), at.time(), zone)
            message = (there_twice if is_there else not_there)(at.date(), at.time(), zone)
            raise ValidationError(message, code=error.code) from error


def register_fields() -> None:
    """For every form of the admin."""
    register_form_field_override(models.DateTimeField, override={"form_class": LocalDateTimeField})


def _typed(value: Any) -> datetime | None:
    try:
        return parse_datetime(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _at(at: datetime, day: date) -> str:
    """The hour; with its day where that is another."""
    hour = time_format(at)
    if at.date() == day:
        return hour
    return _("%(hour)s on %(day)s") % {"hour": hour, "day": date_format(at, "DATE_FORMAT")}


def _words(day: date, hour: time, zone: ZoneInfo) -> dict[str, str]:
    city = place_of(str(zone))
    return {"hour": time_format(hour), "day": date_format(day, "DATE_FORMAT"), "place": city}
