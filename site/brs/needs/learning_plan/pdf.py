"""A learning plan on paper: tagged PDF (PDF/UA-1, ISO 14289-1), A4."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brs.core.pages import address
from brs.core.templatetags.brs import duration
from brs.core.typesetting import printable, tongue, typeset

from .plan import Help, LearningPlan, Need

SOURCE = Path(__file__).with_name("learning_plan.typ")


def learning_plan_pdf(plan: LearningPlan, language: str) -> bytes:
    """In the active language, which is named. Raises CannotPrint where no font has a letter of it."""
    return typeset(SOURCE, printable(_contents(plan, language)))


def _contents(plan: LearningPlan, language: str) -> dict[str, Any]:
    return {
        **tongue(language),
        "own": tongue(plan.language),
        "heading": _("Learning plan"),
        "title": plan.title,
        "facts": [plan.assessment.for_whom(), _("Submitted on %(day)s") % {"day": _day(plan.assessment.submitted_at)}],
        "about": plan.about(),
        "needs": [_need(need) for need in plan.needs],
        "unknown": plan.unknown,
        "words": {
            "conventions": _("Basel, Rotterdam and Stockholm conventions"),
            "page": _("Page %(n)s of %(all)s") % {"n": "{n}", "all": "{all}"},
            "now": _("Now"),
            "goal": _("To be reached"),
            "courses": _("Courses"),
            "tools": _("Tools"),
            "activities": _("Coming activities"),
            "unknown": _("Not known: to be found out first"),
            "none": _("Nothing is missing: every item that was answered is at level 3 or above."),
        },
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "number": str(need.number),
        "obligation": need.item["obligation"],
        "reason": need.reason,
        "now": need.now,
        "goal": need.goal,
        "provisions": [
            provision.short_name + (f" ({pinpoint})" if pinpoint else "") for provision, pinpoint in need.provisions
        ],
        "courses": [_thing(help_, duration(help_.page.estimated_minutes), help_.said) for help_ in need.courses],
        "tools": [_thing(help_, str(help_.page.get_kind_display())) for help_ in need.tools],
        "activities": [_thing(help_, _day(help_.page.starts_at), help_.page.place) for help_ in need.activities],
    }


def _thing(help_: Help, *about: str) -> dict[str, Any]:
    """Something that helps: to press on a screen, to type from paper."""
    url = urljoin(settings.WAGTAILADMIN_BASE_URL, address(help_.page))
    return {
        **tongue(help_.page.locale.language_code),
        "title": help_.page.title,
        "about": list(filter(None, [*about, help_.why])),
        "address": url,
        "printed": url.split("://")[-1],
    }


def _day(when: Any) -> str:
    return date_format(when, "DATE_FORMAT")
