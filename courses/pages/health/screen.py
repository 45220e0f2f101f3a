"""The health of courses: every part with its state and weight, and what is wrong with it. Reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import CoursePage
from .checks import CHECKS, SLOW_LINE, Check, Finding, lix, weight_in_words, weight_of
from .content import CourseContent, Part, contents_of

STATUSES: dict[str, str | Promise] = {
    "live": _("Published"),
    "changed": _("Published, changed since"),
    "scheduled": _("Scheduled"),
    "draft": _("Draft"),
    "offline": _("Taken offline"),
}
SEVERITIES: dict[str, str | Promise] = {
    "error": _("To mend"),
    "warning": _("To look into"),
    "advice": _("Advice"),
}
KINDS: dict[str, str | Promise] = {
    "course": _("Course"),
    "module": _("Module"),
    "lesson": _("Lesson"),
    "quiz": _("Quiz"),
}
BITS_PER_SECOND = SLOW_LINE * 8


@dataclass(frozen=True)
class Issue:
    """Something that a check found, and the address at which it is mended."""

    check: Check
    finding: Finding

    @property
    def severity(self) -> str | Promise:
        return SEVERITIES[self.check.severity]

    @property
    def address(self) -> str:
        editor = reverse("wagtailadmin_pages:edit", args=[self.finding.part.page.pk])
        return f"{editor}#block-{self.finding.block_id}-section" if self.finding.block_id else editor


@dataclass(frozen=True)
class PartHealth:
    """A row of the course's outline. `weight` is in words; empty for what shows no pictures. `lix`: 0 for none."""

    part: Part
    weight: str
    lix: int
    issues: list[Issue]

    @property
    def kind(self) -> str | Promise:
        return KINDS[self.part.kind]

    @property
    def status(self) -> str | Promise:
        return STATUSES[self.part.status]

    @property
    def depth(self) -> int:
        """Steps below the course: 0 for the course itself."""
        return {"course": 0, "module": 1}.get(self.part.kind, 2 if self.part.module else 1)


@dataclass(frozen=True)
class CourseHealth:
    content: CourseContent = field(repr=False)
    issues: list[Issue]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many issues of each severity."""
        return Counter(issue.check.severity for issue in self.issues)

    @cached_property
    def checks(self) -> Counter[str]:
        """How many issues each check found, by its name."""
        return Counter(issue.check.name for issue in self.issues)

    @property
    def totals(self) -> list[tuple[str | Promise, int]]:
        return [(title, self.counts[severity]) for severity, title in SEVERITIES.items()]

    @property
    def parts(self) -> list[PartHealth]:
        """The course itself, then its modules and parts in their order."""
        rows = []
        for part in [self.content.itself, *self.content.members]:
            weight = weight_of(self.content, part)
            issues = [issue for issue in self.issues if issue.finding.part.page.pk == part.page.pk]
            rows.append(PartHealth(part, weight_in_words(weight) if weight else "", lix(part.text), issues))
        return rows


def health_of(courses: Iterable[CoursePage]) -> list[CourseHealth]:
    """The health of each course, in their order; its issues, the gravest first. Queries as of `contents_of`."""
    checks = sorted(CHECKS, key=lambda check: list(SEVERITIES).index(check.severity))
    return [
        CourseHealth(content, [Issue(check, finding) for check in checks for finding in check.find(content)])
        for content in contents_of(courses)
    ]
