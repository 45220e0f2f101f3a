"""How far people come in a course: how many began and finished each part, and how long they took."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Min

from brs.core.small_cells import per_cent
from courses.learning.events import page_of
from courses.learning.models import Enrolment, Event

from .course_outline import course_outline
from .people_counted import Figures, month_of

if TYPE_CHECKING:
    from .models import CoursePage

FINISHED = ("done", "passed")
OF_NO_PART = ("enrolled", "moved", "merged", "completed")
LONGEST_SITTING = 180  # minutes: who comes back another day did not read all that while
FEWEST_TIMES = 30


@dataclass(frozen=True)
class PartFigures:
    """Of one part: people who began it, who finished it, and of these in per cent. `minutes`: the median."""

    key: str
    title: str
    module: str
    is_quiz: bool
    pk: int
    began: int | None
    finished: int | None
    finished_per_cent: int | None
    minutes: int | None


@dataclass(frozen=True)
class CourseProgress:
    enrolled: int | None
    completed: int | None
    parts: list[PartFigures]


def course_progress(course: "CoursePage") -> CourseProgress:
    """Of a course's live parts in order. Five queries."""
    figure = Figures(f"course {course.translation_key}")
    enrolments = Enrolment.objects.in_course(course.translation_key).values_list("enrolled_at", "completed_at")
    rows = list(enrolments)
    began: dict[str, dict[int, datetime]] = defaultdict(dict)
    finished: dict[str, dict[int, datetime]] = defaultdict(dict)
    events = Event.objects.in_course(course.translation_key).exclude(
        verb__in=["enrolled", "moved", "merged", "completed"]
    )
    firsts = events.order_by().values_list("item_key", "verb", "learner").annotate(Min("received_at"))
    for item_key, verb, learner, received_at in firsts.iterator(5_000):
        page = page_of(item_key)
        _keep_first(began[page], learner, received_at)
        if verb in FINISHED and page == item_key:
            _keep_first(finished[page], learner, received_at)
    parts = []
    for part in course_outline(course).parts:
        key = str(part.page.translation_key)
        began_count = figure.count(f"{key} began", _months(began[key].values()))
        finished_count = figure.count(f"{key} finished", _months(finished[key].values()))
        parts.append(
            PartFigures(
                key=key,
                title=part.page.title,
                module=part.module.title if part.module else "",
                is_quiz=part.page.item_kind == "quiz",
                pk=part.page.pk,
                began=began_count,
                finished=finished_count,
                finished_per_cent=per_cent(finished_count, began_count),
                minutes=_minutes(figure, began[key], finished[key]),
            )
        )
    return CourseProgress(
        enrolled=figure.count("enrolled", _months(enrolled_at for enrolled_at, _completed_at in rows)),
        completed=figure.count("completed", _months(completed_at for _at, completed_at in rows if completed_at)),
        parts=parts,
    )


def _keep_first(moments: dict[int, datetime], learner: int, moment: datetime) -> None:
    moments[learner] = min(moment, moments.get(learner, moment))


def _months(moments: Iterable[datetime]) -> Iterable[int]:
    return (month_of(moment) for moment in moments)


def _minutes(figure: Figures, began: dict[int, datetime], finished: dict[int, datetime]) -> int | None:
    """From the first sign of somebody in a part to its end, where both were in one sitting; None of fewer than 30."""
    times = [(month_of(end), (end - began[learner]).total_seconds() / 60) for learner, end in finished.items()]
    sittings = [(month, minutes) for month, minutes in times if 0 < minutes <= LONGEST_SITTING]
    until = figure.until(month for month, _time in sittings)
    counted = [minutes for month, minutes in sittings if month <= until]
    return max(1, round(median(counted))) if len(counted) >= FEWEST_TIMES else None
