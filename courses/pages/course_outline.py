"""The parts of a course as its pages stand now, in the language of the course's page: three queries."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from brs.core.pages import above
from courses.learning.models import Outline

if TYPE_CHECKING:
    from .models.course import CoursePage, ModulePage
    from .models.lesson import LessonPage
    from .models.quiz import QuizPage

ITEM_KINDS = ("lesson", "quiz")  # what learners are asked for; a course and its modules only hold them
COURSE_DEPTH = 4  # root, home, catalogue, course


@dataclass(frozen=True)
class Part:
    """A lesson or quiz within its module (None for a quiz that stands directly under the course)."""

    page: Page
    module: Page | None


@dataclass(frozen=True)
class CourseOutline:
    """`restrictions`: of single modules and parts. `hidden`: keys of parts that the reader is not let into."""

    catalogue: Page
    course: Page
    parts: list[Part]
    restrictions: list[PageViewRestriction]
    hidden: frozenset[str] = frozenset()

    def for_reader(self, request: HttpRequest) -> "CourseOutline":
        """Without the parts that they are not let into, whose titles already tell. No query where all are open."""
        closed = tuple(
            restriction.page.path for restriction in self.restrictions if not restriction.accept_request(request)
        )
        if not closed:
            return self
        hidden = [part for part in self.parts if part.page.path.startswith(closed)]
        parts = [part for part in self.parts if part not in hidden]
        keys = frozenset(str(part.page.translation_key) for part in hidden)
        return replace(self, parts=parts, hidden=keys)

    @cached_property
    def releases(self) -> dict[int, Outline]:
        """What learners are held to, by its key; the newest is the last. One query."""
        outlines = Outline.objects.of(self.course.translation_key).order_by("number")
        return {outline.pk: outline for outline in outlines}

    @property
    def takes_enrolments(self) -> bool:
        """Not while the course is being prepared, nor when its newest release asks for nothing."""
        newest = next(reversed(self.releases.values()), None)
        return newest is not None and newest.takes_enrolments

    def crumbs(self, page: Page) -> list[Page]:
        """The pages above one of the course's pages, the catalogue first."""
        modules = {part.module.path: part.module for part in self.parts if part.module}
        above = [self.catalogue, self.course, modules.get(page.path[: -page.steplen])]
        return [ancestor for ancestor in above if ancestor is not None and ancestor.path != page.path]

    @cached_property
    def sections(self) -> list[tuple[Page | None, list[Page]]]:
        """Modules in order, each with its parts; parts without a module stand by themselves."""
        sections: list[tuple[Page | None, list[Page]]] = []
        for part in self.parts:
            if not sections or sections[-1][0] != part.module:
                sections.append((part.module, []))
            sections[-1][1].append(part.page)
        return sections

    def around(self, page: Page) -> tuple[Page | None, Page | None]:
        """The parts before and after this one, None at either end."""
        pages = [part.page for part in self.parts]
        index = next((index for index, other in enumerate(pages) if other.pk == page.pk), None)
        if index is None:
            return None, None
        before = pages[index - 1] if index else None
        after = pages[index + 1] if index + 1 < len(pages) else None
        return before, after


def course_outline(page: "CoursePage | ModulePage | LessonPage | QuizPage") -> CourseOutline:
    """The live parts, in the order of the page tree, of the course that this page is or belongs to.

    Three queries, and none where a page that is served has it from before.
    """
    return page.cached("outline", lambda: _course_outline(page))


def _course_outline(page: Page) -> CourseOutline:
    course_path = page.path[: COURSE_DEPTH * page.steplen]
    family = Page.objects.filter(path__startswith=course_path)
    course: Page | None = None
    modules: dict[str, Page] = {}
    parts: list[Part] = []
    for member in family.select_related("locale").specific(defer=True).order_by("path"):
        if member.item_kind == "course":
            course = member
        elif member.item_kind == "module":
            modules[member.path] = member
        elif member.live and member.item_kind in ITEM_KINDS:
            parts.append(Part(member, modules.get(member.path[: -member.steplen])))
    if course is None:
        raise Page.DoesNotExist(f"No course above {page}")
    within = PageViewRestriction.objects.filter(page__path__startswith=course_path).exclude(page__path=course_path)
    return CourseOutline(above(course), course, parts, list(within.select_related("page")))


def course_above(page: Page) -> "CoursePage | None":
    """The course that a page is or belongs to; None for one that stands in no course. One query."""
    above = Page.objects.filter(path=page.path[: COURSE_DEPTH * page.steplen]).select_related("coursepage").first()
    return getattr(above, "coursepage", None)
