"""The parts of a course as its pages stand now, in the language of the course's page: three queries."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from brs.core.pages import above
from courses.learning.models import Outline

from .models.course import CoursePage, ModulePage
from .models.lesson import LessonPage
from .models.quiz import QuizPage

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
        closed = tuple(one.page.path for one in self.restrictions if not one.accept_request(request))
        if not closed:
            return self
        hidden = [part for part in self.parts if part.page.path.startswith(closed)]
        parts = [part for part in self.parts if part not in hidden]
        keys = frozenset(str(part.page.translation_key) for part in hidden)
        return replace(self, parts=parts, hidden=keys)

    @cached_property
    def releases(self) -> dict[int, Outline]:
        """What learners are held to, by its key; the newest is the last. One query."""
        return {one.pk: one for one in Outline.objects.of(self.course.translation_key).order_by("number")}

    @property
    def takes_enrolments(self) -> bool:
        """Not while the course is being prepared, nor when its newest release asks for nothing."""
        newest = next(reversed(self.releases.values()), None)
        return newest is not None and newest.takes_enrolments

    def crumbs(self, page: Page) -> list[Page]:
        """The pages above one of the course's pages, the catalogue first."""
        modules = {part.module.path: part.module for part in self.parts if part.module}
        above = [self.catalogue, self.course, modules.get(page.path[: -page.steplen])]
        return [one for one in above if one is not None and one.path != page.path]

    @cached_property
    def sections(self) -> list[tuple[Page | None, list[Page]]]:
        """Modules in order, each with its parts; parts without a module stand by themselves."""
        found: list[tuple[Page | None, list[Page]]] = []
        for part in self.parts:
            if not found or found[-1][0] != part.module:
                found.append((part.module, []))
            found[-1][1].append(part.page)
        return found

    def around(self, page: Page) -> tuple[Page | None, Page | None]:
        """What comes before and after a part, None at either end."""
        pages = [part.page for part in self.parts]
        place = next((n for n, other in enumerate(pages) if other.pk == page.pk), None)
        if place is None:
            return None, None
        before = pages[place - 1] if place else None
        after = pages[place + 1] if place + 1 < len(pages) else None
        return before, after


def course_outline(page: CoursePage | ModulePage | LessonPage | QuizPage) -> CourseOutline:
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
    for one in family.select_related("locale").specific(defer=True).order_by("path"):
        if isinstance(one, ModulePage):
            modules[one.path] = one
        elif one.path == course_path:
            course = one
        elif one.live and isinstance(one, LessonPage | QuizPage):
            parts.append(Part(one, modules.get(one.path[: -one.steplen])))
    if course is None:
        raise CoursePage.DoesNotExist(f"No course above {page}")
    within = PageViewRestriction.objects.filter(page__path__startswith=course_path).exclude(page__path=course_path)
    return CourseOutline(above(course), course, parts, list(within.select_related("page")))
