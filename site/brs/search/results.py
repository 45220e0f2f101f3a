"""One search over everything: what was found, by kind, in the reader's language first."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
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
from wagtail.query import PageQuerySet

from brs.activities.pages.models import ActivityPage
from brs.core.folding import wanted_in_one
from brs.core.languages import readers_language
from brs.core.pages import SOURCE_LANGUAGE, address, is_public
from brs.core.searching import search, search_in_one
from brs.home.models import ConventionPage, ThemePage
from brs.taxonomy.models import Convention, GlossaryTerm, Provision
from courses.pages.models import CoursePage, LessonPage
from toolkits.tools.models import ToolPage

from .excerpt import Piece, excerpt
from .nearest import in_known_words

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
    """`groups`: of each kind that something was found of. `chosen`: the one kind looked at, with its `page`.

    `nearest`: the query in the spelling that finds something, where this one finds nothing.
    """

    query: str
    groups: list[Group]
    chosen: str
    page: ListPage | None
    count: int
    kept: str
    nearest: str = ""


@dataclass(frozen=True)
class Found:
    """A row of what was found. `path` is a page's, empty for a term."""

    kind: str
    pk: int
    key: Any
    language: str
    path: str = ""


def results(asked: QueryDict) -> Results:
    """What the address asks for. As many queries however much is found: three to find, one or two to show a kind.

    For a code («XC-101») three more: what has it as it stands comes first. Where nothing is found, some for a spelling.
    """
    query = asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    titles = kind_titles()
    by_kind: dict[str, list[Found]] = {kind: [] for kind in titles}
    for row in _found(query):
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
    query_string = QueryDict(mutable=True)
    query_string.update({"q": query, "type": chosen})
    count = sum(map(len, by_kind.values()))
    nearest = "" if count or not query else _nearest(query)
    return Results(query, groups, chosen, page, count, query_string.urlencode(), nearest)


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


Look = Callable[[str, QuerySet], QuerySet]

KINDS: dict[type[Page], str] = {
    CoursePage: "course",
    LessonPage: "lesson",
    ToolPage: "tool",
    ActivityPage: "activity",
    ConventionPage: "subject",
    ThemePage: "subject",
}


def _found(query: str) -> list[Found]:
    """By kind best first, before all others what has a code as it stands in the query."""
    rows: dict[tuple[str, int], Found] = {}
    for look in (search_in_one, search) if wanted_in_one(query) else (search,):
        kinds = (
            _pages(look, query),
            _terms(look, "provision", Provision, query),
            _terms(look, "term", GlossaryTerm, query),
        )
        for row in chain(*kinds):
            rows.setdefault((row.kind, row.pk), row)
    return _readers_first(list(rows.values()))


def _nearest(query: str) -> str:
    """The words that nothing has in the spelling of those that are next to them; empty where that finds nothing."""
    terms = (model.objects.all() for model in (Provision, GlossaryTerm, Convention))
    named = chain([_public_pages(Page.objects.all())], terms)
    titles = chain.from_iterable(_readable(rows).values_list("title", flat=True) for rows in named)
    spelt = in_known_words(query, titles)
    return spelt if spelt != query and _found(spelt) else ""


def _public_pages(among: PageQuerySet) -> PageQuerySet:
    types = ContentType.objects.get_for_models(*KINDS)
    pages = among.live().filter(is_public(), content_type_id__in=[types[model].pk for model in KINDS])
    return pages.exclude(pk__in=ActivityPage.objects.unlisted().values("pk"))


def _pages(look: Look, query: str) -> list[Found]:
    types = ContentType.objects.get_for_models(*KINDS)
    kind_of = {types[model].pk: kind for model, kind in KINDS.items()}
    pages = _readable(_public_pages(look(query, Page.objects.all())))
    rows = pages.values_list("content_type_id", "pk", "translation_key", "locale__language_code", "path")
    return [Found(kind_of[kind], *rest) for kind, *rest in rows]


def _terms(look: Look, kind: str, model: type[Model], query: str) -> list[Found]:
    rows = _readable(look(query, model._default_manager.all()))
    return [Found(kind, *row) for row in rows.values_list("pk", "translation_key", "locale__language_code")]


def _readable(among: QuerySet) -> QuerySet:
    return among.filter(locale__language_code__in={readers_language(), SOURCE_LANGUAGE})


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
            title, url, text = shown[row.pk]
            course = courses.get(row.path[: Page.steplen * COURSE_DEPTH], "") if kind == "lesson" else ""
            hits.append(Hit(title, url, row.language, course, excerpt(text, query)))
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
    texts = {page.pk: " ".join(page.body.stream_block.get_searchable_content(page.body)) for page in lessons}
    return {page.pk: (page.title, address(page), texts[page.pk]) for page in lessons}


def _shown_subjects(pks: list[int]) -> Shown:
    conventions = ConventionPage.objects.filter(pk__in=pks).select_related("convention")
    subjects = {page.pk: (page.title, address(page), page.convention.objective) for page in conventions}
    themes = ThemePage.objects.filter(pk__in=pks)
    return subjects | {page.pk: (page.title, address(page), page.introduction) for page in themes}


def _shown_provisions(pks: list[int]) -> Shown:
    provisions = Provision.objects.filter(pk__in=pks).select_related("convention")
    return {
        provision.pk: (
            f"{provision.get_kind_display()} {provision.number}: {provision.title}",
            reverse("provision", args=[provision.slug]),
            provision.convention.title,
        )
        for provision in provisions
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
