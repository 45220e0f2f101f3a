"""What is reviewed, and how often. Lessons, quizzes and the questions asked in them are reviewed with their course."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    title: str | Promise
    months: int


# Label of a page's model -> how many months after it was published or reviewed it is to be reviewed.
KINDS: dict[str, Kind] = {
    "courses.coursepage": Kind(_("Course"), 12),
    "toolkits.toolpage": Kind(_("Tool"), 24),
    "home.conventionpage": Kind(_("Convention page"), 12),
    "home.themepage": Kind(_("Theme page"), 24),
}
