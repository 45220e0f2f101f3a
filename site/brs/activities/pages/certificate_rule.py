"""What an activity's certificate asks for, and what of it somebody lacks. Plain Python."""

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
class Standing:
    """What somebody has done in an activity. `came`: has joined, and does not only stand on the list.

    `attended`: per cent of the minutes; `courses_left`: titles.
    """

    came: bool = True
    attended: int = 0
    passed_post_test: bool = False
    courses_left: Collection[str] = field(default_factory=tuple)
    passed_practical: bool = False


def lacks(rule: Rule, standing: Standing) -> list[str]:
    """What is missing for the certificate, by name: came, attendance, post_test, courses, practical; empty: earned."""
    missing = {
        "came": not standing.came,
        "attendance": standing.attended < rule.attendance_percent,
        "post_test": rule.needs_post_test and not standing.passed_post_test,
        "courses": rule.needs_courses and bool(standing.courses_left),
        "practical": rule.needs_practical and not standing.passed_practical,
    }
    return [name for name, is_missing in missing.items() if is_missing]
