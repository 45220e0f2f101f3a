"""The parts of a course as its pages stand now: one query, in the language of the course's page."""

from dataclasses import dataclass
from functools import cached_property

from wagtail.models import Page

from .models.course import CoursePage, ModulePage
from .models.lesson import LessonPage
from .models.quiz import QuizPage


@dataclass(frozen=True)
class Part:
    """A lesson or quiz within its module (None for a quiz that stands directly under the course)."""

    page: Page
    module: Page | None


@dataclass(frozen=True)
class CourseOutline:
    course: Page
    parts: list[Part]

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


def course_outline(course: Page) -> CourseOutline:
    """The live parts of a course, in the order of the page tree."""
    below = (
        Page.objects.live().descendant_of(course).type(ModulePage, LessonPage, QuizPage).specific(defer=True)
    ).order_by("path")
    modules: dict[str, Page] = {}
    parts: list[Part] = []
    for page in below:
        if isinstance(page, ModulePage):
            modules[page.path] = page
        else:
            parts.append(Part(page, modules.get(page.path[: -page.steplen])))
    return CourseOutline(course, parts)


def course_above(page: Page) -> CoursePage:
    """The course that a lesson, quiz or module belongs to."""
    return CoursePage.objects.ancestor_of(page).get()
