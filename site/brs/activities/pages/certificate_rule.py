"""The rule of an activity's certificate, and the parts of it that somebody lacks. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """`attendance_percent`: of the agenda's minutes, 0 for none."""

    attendance_percent: int = 80
    needs_post_test: bool = False
    needs_courses: bool = False
    needs_practical: bool = False


@dataclass(frozen=True)
class Achievements:
    """The record of somebody in an activity. `came`: has joined, and does not only stand on the list.

    `attended`: per cent of the minutes; `courses_left`: titles.
    """

    came: bool = True
    attended: int = 0
    passed_post_test: bool = False
    courses_left: Collection[str] = field(default_factory=tuple)
    passed_practical: bool = False


def lacks(rule: Rule, achievements: Achievements) -> list[str]:
    """Names of what is missing for the certificate: came, attendance, post_test, courses, practical; empty: earned."""
    missing = {
        "came": not achievements.came,
        "attendance": achievements.attended < rule.attendance_percent,
        "post_test": rule.needs_post_test and not achievements.passed_post_test,
        "courses": rule.needs_courses and bool(achievements.courses_left),
        "practical": rule.needs_practical and not achievements.passed_practical,
    }
    return [name for name, is_missing in missing.items() if is_missing]
