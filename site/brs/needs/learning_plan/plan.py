"""A learning plan: what follows from what was answered. Each gap with its reason, and what helps to close it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brs.activities.pages.models import ActivityPage
from brs.core.languages import readers_language
from brs.core.pages import for_everybody
from brs.core.templatetags.brs import duration
from brs.needs.assessments.gaps import ENOUGH, LEVELS, Gap, gaps
from brs.needs.assessments.models import Assessment, Questionnaire
from brs.needs.assessments.scale import Priority
from brs.taxonomy.models import Classification, Competency, Provision, in_readers_language
from courses.learning.models import Enrolment
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

# Where editors have named no course or tool for an item, so many that train its competencies stand in.
SOME = 3
MOST_ACTIVITIES = 200


@dataclass(frozen=True)
class Help:
    """A tool, an activity or a course that helps; `why` it stands here where editors have not named it."""

    page: Any
    why: str = ""


@dataclass(frozen=True)
class CourseHelp(Help):
    """With how far the person is: not_begun | in_progress | done, `said` in words.

    `is_first`: it stands nowhere before in the plan.
    """

    state: str = ""
    said: str = ""
    is_first: bool = True


@dataclass(frozen=True)
class Need:
    """A gap with its item; `reason` says in words why it stands where it stands."""

    number: int
    item: Mapping[str, Any]
    gap: Gap
    now: str
    goal: str
    reason: str
    provisions: list[tuple[Provision, str]]
    courses: list[CourseHelp]
    tools: list[Help]
    activities: list[Help]


@dataclass(frozen=True)
class LearningPlan:
    """`needs`: the weightiest first. `unknown`: obligations of which nobody knows; `met`: how many need nothing.

    `minutes`: of all courses of the plan that the person has not finished.
    """

    assessment: Assessment
    title: str
    language: str
    needs: list[Need]
    unknown: list[str]
    met: int
    open: int
    minutes: int

    def courses(self) -> list[CourseHelp]:
        """Each once, in the order of the needs."""
        return [line for need in self.needs for line in need.courses if line.is_first]

    def about(self) -> list[str]:
        """How much there is to do, in sentences."""
        courses = len(self.courses())
        help_to = ngettext("%(n)d course helps to close them", "%(n)d courses help to close them", courses)
        left = _("%(time)s still to learn") % {"time": duration(self.minutes)} if self.minutes else _("all done")
        counts = {
            ngettext("%(n)d gap.", "%(n)d gaps, the weightiest first.", len(self.needs)): len(self.needs),
            f"{help_to}: {left}.": courses,
            ngettext("%(n)d item is in place already.", "%(n)d items are in place already.", self.met): self.met,
            ngettext("%(n)d item has no answer.", "%(n)d items have no answer.", self.open): self.open,
        }
        return [sentence % {"n": n} for sentence, n in counts.items() if n]


def learning_plan(assessment: Assessment, person: Any) -> LearningPlan:
    """What follows from what was submitted, for this person. Some ten queries, however many gaps and courses."""
    content = assessment.version.in_language(readers_language())
    items = {item["id"]: item for item in content["items"]}
    answers = assessment.final()
    gaps_found = gaps(answers, items)
    short = [items[gap.item] for gap in gaps_found]
    training = _training(assessment.questionnaire_key, short)
    courses = _chosen(CoursePage.objects.all(), short, "courses", training)
    tools = _chosen(ToolPage.objects.all(), short, "tools", training)
    activities = _activities(short, courses, training)
    progress = _progress(person, {help_.page.translation_key for helps in courses.values() for help_ in helps})
    provisions = in_readers_language(
        Provision, {uuid.UUID(cited["key"]) for item in short for cited in item["provisions"]}
    )
    seen: set[uuid.UUID] = set()
    needs = []
    for number, gap in enumerate(gaps_found, start=1):
        item, level = items[gap.item], answers[gap.item].level or 0
        lines = []
        for help_ in courses[gap.item]:
            lines.append(_course(help_, progress, is_first=help_.page.translation_key not in seen))
            seen.add(help_.page.translation_key)
        needs.append(
            Need(
                number=number,
                item=item,
                gap=gap,
                now=item["levels"][level],
                goal=item["levels"][ENOUGH],
                reason=_reason(gap, level),
                provisions=[
                    (provisions[uuid.UUID(cited["key"])], cited["pinpoint"])  # type: ignore[misc]
                    for cited in item["provisions"]
                    if uuid.UUID(cited["key"]) in provisions
                ],
                courses=lines,
                tools=tools[gap.item],
                activities=activities[gap.item],
            )
        )
    levels = {key: answers[key].level for key in items if key in answers}
    return LearningPlan(
        assessment=assessment,
        title=content["title"],
        language=content["language"],
        needs=needs,
        unknown=[items[key]["obligation"] for key, level in levels.items() if level is None],
        met=sum(level is not None and level >= ENOUGH for level in levels.values()),
        open=len(items) - len(levels),
        minutes=sum(
            line.page.estimated_minutes
            for need in needs
            for line in need.courses
            if line.is_first and line.state != "done"
        ),
    )


def _reason(gap: Gap, level: int) -> str:
    """«Level 1 of 4 now. 2 steps to level 3. Priority: high.»"""
    steps = ngettext("%(n)d step to level %(goal)d.", "%(n)d steps to level %(goal)d.", gap.steps)
    return " ".join(
        [
            _("Level %(level)d of %(most)d now.") % {"level": level, "most": LEVELS[-1]},
            steps % {"n": gap.steps, "goal": ENOUGH},
            _("Priority: %(priority)s.") % {"priority": Priority(gap.priority).label},
        ]
    )


@dataclass(frozen=True)
class Training:
    """Keys of what is published and trains a competency, by its key; and what competencies are called."""

    carrying: Mapping[str, set[uuid.UUID]]
    titles: Mapping[str, str]

    def of(self, item: Mapping[str, Any]) -> set[uuid.UUID]:
        """All that trains something that the item asks for."""
        return {key for term in item["competencies"] for key in self.carrying.get(term, ())}

    def how_much(self, key: uuid.UUID, item: Mapping[str, Any]) -> int:
        return sum(key in self.carrying.get(term, ()) for term in item["competencies"])

    def why(self, key: uuid.UUID, item: Mapping[str, Any]) -> str:
        trained = [self.titles[term] for term in item["competencies"] if key in self.carrying.get(term, ())]
        return _("Trains: %(what)s") % {"what": _(", ").join(trained)}


def _training(questionnaire_key: uuid.UUID, items: Iterable[Mapping[str, Any]]) -> Training:
    """Of what goes with the questionnaire's conventions. Three queries."""
    wanted = {uuid.UUID(key) for item in items for key in item["competencies"]}
    rows = Classification.objects.filter(axis="competency", term_key__in=wanted)
    asked = Questionnaire.objects.filter(translation_key=questionnaire_key, live=True)
    conventions = set(asked.values_list("conventions__translation_key", flat=True)) - {None}
    if conventions:
        of_these = Classification.objects.filter(axis="convention", term_key__in=conventions)
        rows = rows.filter(content_key__in=of_these.values("content_key"))
    carrying: dict[str, set[uuid.UUID]] = defaultdict(set)
    for term_key, content_key in rows.values_list("term_key", "content_key"):
        carrying[str(term_key)].add(content_key)
    titles = {str(key): term.title for key, term in in_readers_language(Competency, wanted).items()}
    return Training(carrying, titles)


def _chosen(pages: QuerySet, items: list[Mapping[str, Any]], name: str, training: Training) -> dict[str, list[Help]]:
    """Item -> what it names; where nothing of that is online, what trains most of its competencies. One query."""
    keys = {key for item in items for key in training.of(item)} | {
        uuid.UUID(key) for item in items for key in item[name]
    }
    pages_by_key = {page.translation_key: page for page in for_everybody(pages.filter(translation_key__in=keys))}
    helps = {}
    for item in items:
        named = [Help(pages_by_key[key]) for text in item[name] if (key := uuid.UUID(text)) in pages_by_key]
        others = sorted(
            pages_by_key.keys() & training.of(item),
            key=lambda key: (-training.how_much(key, item), pages_by_key[key].title),
        )
        helps[item["id"]] = named or [Help(pages_by_key[key], training.why(key, item)) for key in others[:SOME]]
    return helps


def _activities(
    items: list[Mapping[str, Any]], courses: Mapping[str, list[Help]], training: Training
) -> dict[str, list[Help]]:
    """Item -> coming activities that take one of its courses or train its competencies, the next first. Two queries."""
    coming = list(for_everybody(ActivityPage.objects.listed().coming(timezone.now()))[:MOST_ACTIVITIES])
    taken: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    through = ActivityPage.courses.through.objects.filter(activitypage__in=coming)
    for activity, course in through.values_list("activitypage__translation_key", "coursepage__translation_key"):
        taken[activity].add(course)
    helps_by_item: dict[str, list[Help]] = {}
    for item in items:
        helps = helps_by_item[item["id"]] = []
        for page in coming:
            key = page.translation_key
            with_courses = [
                help_.page.title for help_ in courses[item["id"]] if help_.page.translation_key in taken[key]
            ]
            if with_courses:
                helps.append(Help(page, _("With the course: %(what)s") % {"what": _(", ").join(with_courses)}))
            elif key in training.of(item):
                helps.append(Help(page, training.why(key, item)))
        del helps[SOME:]
    return helps_by_item


def _progress(person: Any, courses: set[uuid.UUID]) -> dict[uuid.UUID, Enrolment]:
    mine = Enrolment.objects.of(person).filter(course_key__in=courses).select_related("progress")
    return {enrolment.course_key: enrolment for enrolment in mine}


def _course(help_: Help, progress: Mapping[uuid.UUID, Enrolment], *, is_first: bool) -> CourseHelp:
    enrolment = progress.get(help_.page.translation_key)
    if enrolment is None:
        state, state_text = "not_begun", _("Not begun")
    elif enrolment.completed_at:
        state, state_text = "done", _("Done on %(day)s") % {"day": date_format(enrolment.completed_at)}
    else:
        done = {"n": enrolment.progress.done_count, "of": enrolment.progress.required_count}
        state, state_text = "in_progress", _("In progress: %(n)d of %(of)d parts done") % done
    return CourseHelp(help_.page, help_.why, state, state_text, is_first)
