"""One search over everything: what was found, by kind, in the reader's language first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.activities.models import ActivityPage
from brs.core.pages import SOURCE_LANGUAGE, address, is_public
from brs.core.searching import search
from brs.home.models import ConventionPage, ThemePage
from brs.taxonomy.models import GlossaryTerm, Provision
from courses.pages.models import CoursePage, LessonPage
from toolkits.tools.models import ToolPage

from .excerpt import Piece, excerpt

LONGEST_QUERY = 100
IN_BRIEF = 4
PAGE_SIZE = 20
COURSE_DEPTH = 4


@dataclass(frozen=True)
class Hit:
    """`place`: the course that a lesson is in. `language`: what title and excerpt are in."""

    title: str
    address: str
    language: str
    place: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many there are, and those that are shown."""

    kind: str
    title: str
    count: int
    hits: list[Hit]


@dataclass(frozen=True)
class Results:
    """`groups`: of each kind that something was found of. `chosen`: the one kind looked at, with its `page`."""

    query: str
    groups: list[Group]
    chosen: str
    page: ListPage | None
    count: int
    kept: str


@dataclass(frozen=True)
class Found:
    """A row of what was found. `path` is a page's, empty for a term."""

    kind: str
    pk: int
    key: Any
    language: str
    path: str = ""


def results(asked: QueryDict) -> Results:
    """What the address asks for. As many queries however much is found: three to find, one or two to show a kind."""
    query = asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    titles = kind_titles()
    by_kind: dict[str, list[Found]] = {kind: [] for kind in titles}
    if query:
        for row in [*_pages(query), *_terms("provision", Provision, query), *_terms("term", GlossaryTerm, query)]:
            by_kind[row.kind].append(row)
    courses = _courses_above(by_kind["lesson"])
    # A lesson goes where its course went.
    by_kind["lesson"] = [row for row in by_kind["lesson"] if row.path[: Page.steplen * COURSE_DEPTH] in courses]
    chosen = asked.get("type", "")
    chosen = chosen if by_kind.get(chosen) else ""
    page = Paginator(by_kind[chosen], PAGE_SIZE).get_page(asked.get("page")) if chosen else None
    groups = []
    for kind, rows in by_kind.items():
        shown = (list(page) if page and kind == chosen else []) if chosen else rows[:IN_BRIEF]
        if rows:
            groups.append(Group(kind, titles[kind], len(rows), _hits(kind, shown, query, courses)))
    kept = QueryDict(mutable=True)
    kept.update({"q": query, "type": chosen})
    return Results(query, groups, chosen, page, sum(map(len, by_kind.values())), kept.urlencode())


def kind_titles() -> dict[str, str]:
    return {
        "course": _("Courses"),
        "lesson": _("Lessons"),
        "tool": _("Tools"),
        "activity": _("Activities"),
        "subject": _("Conventions and themes"),
        "provision": _("Provisions"),
        "term": _("Glossary"),
    }


KINDS: dict[type[Page], str] = {
    CoursePage: "course",
    LessonPage: "lesson",
    ToolPage: "tool",
    ActivityPage: "activity",
    ConventionPage: "subject",
    ThemePage: "subject",
}


def _pages(query: str) -> list[Found]:
    types = ContentType.objects.get_for_models(*KINDS)
    kind_of = {types[model].pk: kind for model, kind in KINDS.items()}
    pages = search(query, Page.objects.all()).live().filter(is_public(), content_type_id__in=kind_of)
    pages = pages.exclude(pk__in=ActivityPage.objects.unlisted().values("pk"))
    rows = _readable(pages).values_list("content_type_id", "pk", "translation_key", "locale__language_code", "path")
    return _readers_first([Found(kind_of[kind], *rest) for kind, *rest in rows])


def _terms(kind: str, model: type[Model], query: str) -> list[Found]:
    found = _readable(search(query, model._default_manager.all()))
    rows = found.values_list("pk", "translation_key", "locale__language_code")
    return _readers_first([Found(kind, *row) for row in rows])


def _readable(among: QuerySet) -> QuerySet:
    return among.filter(locale__language_code__in={get_language() or SOURCE_LANGUAGE, SOURCE_LANGUAGE})


def _readers_first(rows: list[Found]) -> list[Found]:
    """Those in the reader's language, then in the source's what was not found in the reader's; each lot best first."""
    language = get_language()
    mine = [row for row in rows if row.language == language]
    keys = {row.key for row in mine}
    return mine + [row for row in rows if row.key not in keys]


def _courses_above(lessons: list[Found]) -> dict[str, str]:
    """Titles of the live courses that these lessons belong to, by path. One query."""
    paths = {row.path[: Page.steplen * COURSE_DEPTH] for row in lessons}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title")) if paths else {}


def _hits(kind: str, rows: list[Found], query: str, courses: dict[str, str]) -> list[Hit]:
    if not rows:
        return []
    shown = SHOWN[kind]([row.pk for row in rows])
    hits = []
    for row in rows:
        if row.pk in shown:
            title, where, text = shown[row.pk]
            place = courses.get(row.path[: Page.steplen * COURSE_DEPTH], "") if kind == "lesson" else ""
            hits.append(Hit(title, where, row.language, place, excerpt(text, query)))
    return hits


# Primary key -> title, address, text to show a piece of.
Shown = dict[int, tuple[str, str, str]]


def _shown_by_summary(model: type[Page]) -> Callable[[list[int]], Shown]:
    def shown(pks: list[int]) -> Shown:
        pages = model._default_manager.filter(pk__in=pks)
        return {page.pk: (page.title, address(page), page.summary) for page in pages}

    return shown


def _shown_lessons(pks: list[int]) -> Shown:
    lessons = LessonPage.objects.filter(pk__in=pks)
    said = {page.pk: " ".join(page.body.stream_block.get_searchable_content(page.body)) for page in lessons}
    return {page.pk: (page.title, address(page), said[page.pk]) for page in lessons}


def _shown_subjects(pks: list[int]) -> Shown:
    conventions = ConventionPage.objects.filter(pk__in=pks).select_related("convention")
    found = {page.pk: (page.title, address(page), page.convention.objective) for page in conventions}
    themes = ThemePage.objects.filter(pk__in=pks)
    return found | {page.pk: (page.title, address(page), page.introduction) for page in themes}


def _shown_provisions(pks: list[int]) -> Shown:
    provisions = Provision.objects.filter(pk__in=pks).select_related("convention")
    return {
        one.pk: (
            f"{one.get_kind_display()} {one.number}: {one.title}",
            reverse("provision", args=[one.slug]),
            one.convention.title,
        )
        for one in provisions
    }


def _shown_terms(pks: list[int]) -> Shown:
    terms = GlossaryTerm.objects.filter(pk__in=pks)
    return {term.pk: (term.title, f"{reverse('glossary')}#{term.slug}", term.definition) for term in terms}


SHOWN: dict[str, Callable[[list[int]], Shown]] = {
    "course": _shown_by_summary(CoursePage),
    "lesson": _shown_lessons,
    "tool": _shown_by_summary(ToolPage),
    "activity": _shown_by_summary(ActivityPage),
    "subject": _shown_subjects,
    "provision": _shown_provisions,
    "term": _shown_terms,
}
