"""Every component with a sample, in light, in dark, and from the right. On developers' own machines only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from brs.core.models import Attribution
from brs.core.stylesheets import stylesheet

FOLDER = Path(settings.TEMPLATES[0]["DIRS"][0]) / "components"  # type: ignore[index]


class SampleForm(forms.Form):
    """One field of each sort; sent with nothing in it, so that what is wrong shows."""

    name = forms.CharField(help_text="As it shall stand on certificates.")
    language = forms.ChoiceField(choices=[("en", "English"), ("ar", "العربية")])
    agreed = forms.BooleanField(label="I agree", required=False)
    days = forms.MultipleChoiceField(choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple)
    rating = forms.ChoiceField(choices=[(1, "Poor"), (2, "Fair"), (3, "Good")], widget=forms.RadioSelect)


@dataclass(frozen=True)
class Sample:
    """A component: its name, what its comment says of it, and what it looks like."""

    name: str
    about: str
    html: SafeString


class Titled(SimpleNamespace):
    def __str__(self) -> str:
        return self.title


def _page(title: str, slug: str = "basel", **fields: Any) -> SimpleNamespace:
    return Titled(title=title, slug=slug, url_path=f"/home/{slug}/", **fields)


def _named(title: str, kind: str) -> SimpleNamespace:
    return _page(title, locale=SimpleNamespace(language_code="en"), get_kind_display=kind)


def _course(title: str, *slugs: str) -> SimpleNamespace:
    conventions = [SimpleNamespace(slug=slug, is_treaty=True) for slug in slugs]
    return _page(
        title,
        content_language="en",
        conventions=SimpleNamespace(all=lambda: conventions),
        summary="What is in it, in a sentence or two.",
        get_level_display="Introductory",
        get_kind_display="Checklist",
        estimated_minutes=75,
    )


def _activity(title: str, state: str) -> SimpleNamespace:
    begins = datetime(2030, 3, 4, 9, tzinfo=UTC)
    return SimpleNamespace(
        **vars(_course(title, "basel")) | {"get_kind_display": "Webinar"},
        state=state,
        starts_at=None if state == "planned" else begins,
        ends_at=begins + timedelta(hours=2),
        zone=UTC,
        zone_in_words=lambda: "UTC",
        place="Nairobi",
    )


def _people_asked() -> dict[str, Any]:
    owner, you, other = (Titled(pk=pk, title=title) for pk, title in enumerate(["Ana", "Ben", "Carla"]))
    asked = [SimpleNamespace(pk=1, email="dina@example.org")]
    addresses = {"of": UUID(int=0), "stop": "toolkit_remove_co_owner", "withdraw": "toolkit_withdraw_invitation"}
    return {"people": [owner, you, other], "asked": asked, "you": you, "owner": owner, "may_remove": True, **addresses}


SLUGS = ("basel", "rotterdam", "stockholm")
SHARED = {"token": "of-no-use"}  # forms show here what they look like, and send nothing
# Name of a component -> what it is shown with.
CONTEXTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "activity_cards": lambda: [
        {"activities": [_activity(f"It is {s}", s) for s in ("running", "planned", "cancelled")]}
    ],
    "bars": lambda: [{"caption": "The trainers", "bars": [SimpleNamespace(label="Good", count=6, percent=75)]}],
    "breadcrumb": lambda: [{"crumbs": [_named("Courses", ""), _named("A course", "")]}],
    "chosen": lambda: [{"chips": [SimpleNamespace(title="Basel Convention", without="q=waste")]}],
    "convention": lambda: [{"slug": slug} for slug in (*SLUGS, "cross-cutting")],
    "convention_cards": lambda: [
        {"conventions": [_page(s.title(), s, convention=SimpleNamespace(objective="Its aim.")) for s in SLUGS]}
    ],
    "course_cards": lambda: [{"courses": [_course("A course", "basel"), _course("Another", "basel", "stockholm")]}],
    "credit": lambda: [
        {"medium": SimpleNamespace(attribution=attribution)}
        for attribution in (
            Attribution(licence="cc-by-sa", source="Ana Silva", source_url="https://example.org/"),
            Attribution(licence="permission", source="Museum of the River"),
        )
    ],
    "field": lambda: [
        {"field": SampleForm()["name"]},
        {"field": SampleForm({})["name"]},
        {"field": SampleForm()["rating"]},
    ],
    "form": lambda: [{"form": SampleForm({}), "label": "Save"}],
    "form_errors": lambda: [{"form": SampleForm({})}],
    "held": lambda: [{"held": [SimpleNamespace(title="Enrolments", count=2)]}],
    "named_pages": lambda: [{"pages": [_named("A tool", "Manual"), _named("A lesson", "Lesson")]}, {"pages": []}],
    "pagination": lambda: [{"page": Paginator(range(50), 10).page(2), "querystring": "q=waste"}],
    "people_asked": lambda: [_people_asked() | {"form": SampleForm()}],
    "pending": lambda: [{"pending": SimpleNamespace(path="", fields=[], texts=["What was written"], resume="Save")}],
    "conventions": lambda: [
        {
            "conventions": [
                SimpleNamespace(slug=slug, is_treaty=slug != "cross-cutting") for slug in (*SLUGS, "cross-cutting")
            ]
        }
    ],
    "provisions": lambda: [{"cited": [(_named("Article 4", ""), "2(c)"), (_named("Annex I", ""), "")]}],
    "tasks": lambda: [
        {"tasks": [SimpleNamespace(page=_page(f"It is {s}"), state=s, label=s.title()) for s in ("done", "started")]}
    ],
    "tool_cards": lambda: [{"tools": [_course("A tool", "rotterdam")]}],
    "trainers_notes": lambda: [{"notes": [SimpleNamespace(block_type="discussion", value="What would you do?")]}],
    "unknown": lambda: [{"unknown": ["convention=atlantis"]}],
}


def comment(name: str) -> str:
    """What the first line of a component says of it."""
    line = (FOLDER / f"{name}.html").read_text(encoding="utf-8").partition("\n")[0]
    return line.removeprefix("{# ").removesuffix(" #}") if line.startswith("{# ") else ""


def samples() -> list[Sample]:
    return [
        Sample(
            name,
            comment(name),
            SafeString(
                "\n".join(render_to_string(f"components/{name}.html", SHARED | context) for context in contexts())
            ),
        )
        for name, contexts in sorted(CONTEXTS.items())
    ]


def dark() -> str:
    """The site's style as who prefers dark screens sees it: a frame cannot be told what to prefer."""
    css = stylesheet("work")
    for light, its_dark in {
        "(prefers-color-scheme: dark)": "all",
        "color-scheme: light dark": "color-scheme: dark",
        "../": settings.STATIC_URL,
    }.items():
        css = css.replace(light, its_dark)
    return css


@csp_update({"frame-src": ["'self'"]})
def styleguide(request: HttpRequest) -> HttpResponse:
    """Three frames of the same, or (`?dir=`) what stands in each, or (`?css=`) how one looks."""
    if request.GET.get("css"):
        return HttpResponse(dark(), content_type="text/css")
    direction = request.GET.get("dir")
    if direction in ("ltr", "rtl"):
        context = {"samples": samples(), "dir": direction, "is_dark": request.GET.get("scheme") == "dark"}
        return render(request, "styleguide/samples.html", context)
    return render(request, "styleguide/styleguide.html")
