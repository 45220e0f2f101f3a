"""The opening of a course: it takes enrolments once an editor opens it and all its parts are published.

Its first outline is the opening. Nobody enrols before it, so nobody completes a course of which a part is missing.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import PageQuerySet

from brs.core.pages import SOURCE_LANGUAGE
from brs.core.quoting import quoted_list
from courses.learning.models import Outline

if TYPE_CHECKING:
    from .models.course import CoursePage

MOST_NAMED = 5


def has_opened(course: "CoursePage") -> bool:
    """Whether learners could ever enrol. One query."""
    return Outline.objects.of(course.translation_key).exists()


def can_open(course: "CoursePage") -> bool:
    """Whether an editor has opened it, some part of it is published, and none waits for its first publication.

    Two queries.
    """
    return course.is_open and course.parts().live().exists() and not parts_to_publish(course).exists()


def parts_to_publish(course: "CoursePage") -> PageQuerySet:
    """Lessons and quizzes that were never published. One that was taken offline is left out on purpose."""
    return course.parts().not_live().filter(first_published_at=None)


def why_not_open(course: "CoursePage") -> str:
    """A sentence on what to publish before the course can be opened; empty where it can be or has been opened."""
    if course.pk is None:
        return _("Save the course, add its lessons and quizzes and publish them. Then open it.")
    if course.locale.language_code != SOURCE_LANGUAGE or has_opened(course):
        return ""
    drafts = list(parts_to_publish(course).order_by("path").values_list("title", flat=True)[: MOST_NAMED + 1])
    if drafts:
        named = quoted_list(drafts[:MOST_NAMED])
        if len(drafts) > MOST_NAMED:
            named += " …"
        sentence = ngettext(
            "This part has not been published: %(parts)s. Publish or delete it, then open the course.",
            "These parts have not been published: %(parts)s. Publish or delete them, then open the course.",
            len(drafts),
        )
        return sentence % {"parts": named}
    if not course.parts().live().exists():
        return _("No lesson or quiz of this course is published. Publish them, then open the course.")
    return ""
