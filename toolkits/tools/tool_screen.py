"""A tool as its page shows it: its steps with their tools, where to get it, what goes with it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from brs.core.pages import above, for_everybody
from brs.review.models import Review
from brs.taxonomy.models import Audience, Provision, Term, Theme, cited, in_readers_language
from courses.pages.models import CoursePage

from .blocks import Format

if TYPE_CHECKING:
    from .models import ToolPage

P = TypeVar("P", bound=Page)
DATE_FORMATS = {1: "Y", 2: "YEAR_MONTH_FORMAT", 3: "DATE_FORMAT"}


@dataclass(frozen=True)
class Step:
    title: str
    text: Any
    tools: list["ToolPage"]


@dataclass(frozen=True)
class Edition:
    """One way to get the tool. `title` is a file's, empty for a link; `size` and `date` are empty if nobody knows."""

    url: str
    title: str
    format: str
    languages: list[tuple[str, str]]
    size: str
    date: str


@dataclass(frozen=True)
class ToolScreen:
    """`above`: the pages above this one."""

    above: list[Page]
    themes: list[Term]
    audiences: list[Term]
    steps: list[Step]
    editions: list[Edition]
    courses: list[CoursePage]
    tools: list["ToolPage"]
    cited: list[tuple[Provision, str]]
    last_reviewed: date | None


def tool_screen(page: "ToolPage") -> ToolScreen:
    """As many queries whatever the number of steps, editions and related pages."""
    needed = [list(step.value["tools"]) for step in page.steps]
    courses = [block.value for block in page.related if block.block_type == "course"]
    tools = [block.value for block in page.related if block.block_type == "tool"]
    shown_tools = _public(type(page), [*tools, *(tool for step in needed for tool in step)])
    shown_courses = _public(CoursePage, courses)
    return ToolScreen(
        above=[above(page)],
        themes=_in_readers_language(Theme, page.themes.all()),
        audiences=_in_readers_language(Audience, page.audiences.all()),
        steps=[
            Step(step.value["title"], step.value["text"], _shown(its_tools, shown_tools))
            for step, its_tools in zip(page.steps, needed, strict=True)
        ],
        editions=[_edition(edition) for edition in page.editions],
        courses=_shown(courses, shown_courses),
        tools=_shown(tools, shown_tools),
        cited=cited(page.provisions),
        last_reviewed=_last_reviewed(page),
    )


def _last_reviewed(page: "ToolPage") -> date | None:
    """The later of what the page says and the day on which it was marked as reviewed."""
    review = Review.objects.filter(pk=page.translation_key).first()
    marked = timezone.localdate(review.reviewed_at) if review and review.reviewed_at else None
    return max(filter(None, (page.reviewed_on, marked)), default=None)


def _public(model: type[P], pages: list[P | None]) -> dict[uuid.UUID, P]:
    """By key: those of the pages that anyone may see, each in the reader's language, else in the source's."""
    keys = {page.translation_key for page in pages if page}
    among = for_everybody(model._default_manager.filter(translation_key__in=keys)).prefetch_related("conventions")
    return {page.translation_key: page for page in among} if keys else {}


def _shown(pages: list[P | None], public: dict[uuid.UUID, P]) -> list[P]:
    return [public[page.translation_key] for page in pages if page and page.translation_key in public]


def _in_readers_language(model: type[Term], terms: Iterable[Term]) -> list[Term]:
    keys = [term.translation_key for term in terms]
    return list(in_readers_language(model, keys).values()) if keys else []


def _edition(edition: Any) -> Edition:
    """The parts that are typed so far: a draft is previewed while others are empty."""
    value = edition.value
    document = value.get("document")
    size = document.get_file_size() if document else (value.get("kilobytes") or 0) * 1024
    return Edition(
        url=document.url if document else value.get("url", ""),
        title=document.title if document else "",
        format=str(Format(value["format"]).label) if value["format"] else "",
        languages=[(code, name) for code, name in settings.LANGUAGES if code in (value["languages"] or ())],
        size=filesizeformat(size) if size else "",
        date=_date(value["date"] or ""),
    )


def _date(known: str) -> str:
    """«2019», «May 2019» or «30 May 2019», as the reader's language writes it; what is no date stays as it is."""
    parts = known.split("-")
    try:
        day = date(*[int(part) for part in parts], *[1] * (3 - len(parts)))
    except (TypeError, ValueError):
        return known
    return date_format(day, DATE_FORMATS[len(parts)])
