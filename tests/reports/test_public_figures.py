"""What everybody may see of people: of no few Parties, of nobody in particular, and of nobody who is made up.

Asked of every address and filter that is offered. The rules themselves are tried in tests/core/test_small_cells.py and
test_telling.py.
"""

import itertools
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from brs.activities.attendance import actions as attendance_actions
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.register.models import AttendanceMark, Participation
from brs.activities.register.registers import register_of
from brs.api import responses
from brs.core.limits import Limit
from brs.core.pages import address
from brs.needs.assessments.actions import ask_to_speak_for
from brs.needs.assistance_plan.models import OutputPage, PlanPage
from brs.people.models import Party, User
from brs.people.places import GROUPS, REGIONS, place_class, region_of
from brs.reports.counting.counts import EVERYTHING, KINDS
from brs.reports.counting.models import Closing, Fact
from brs.reports.disclosure.public_sets import WANTED, in_group, settle
from brs.reports.disclosure.telling import Codes
from brs.starter.reading import rows as rows_of
from brs.taxonomy.models import Competency, Convention, Provision, SdgTarget
from courses.learning.models import Outline
from courses.pages.models import CourseIndexPage, CoursePage
from tests.given import a_home, an_activity, an_output
from tests.reports.past import a_party, a_region, closed, confirmed, in_month, learnt, people, was_seen
from tests.reports.test_counting import on
from tests.reports.test_nobody_is_found import completed
from tests.reports.test_telling import follows_of_few

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_often_as_asked(monkeypatch):
    monkeypatch.setattr(responses, "OFTEN", Limit("public figures in tests", most=1_000_000, seconds=1))


TABLES = ("regions", "groups", "genders", "courses", "convention", "competency", "provision", "sdg")
MEASURES = ("enrolled", "begun", "half", "completed", "certified", "came")
MONTH = date(2026, 9, 1)


def filters(**more: tuple[str, ...]) -> list[dict[str, str]]:
    """Every region with every group, and with each of what else is offered."""
    offered = {"region": ("", *(name for name, _title in REGIONS.values())), "group": ("", *GROUPS), **more}
    return [
        {name: value for name, value in zip(offered, values, strict=True) if value}
        for values in itertools.product(*offered.values())
    ]


def asked(table: str, **wanted: str) -> list[dict] | None:
    """The rows of an answer; None where it is refused."""
    cache.clear()
    answer = Client().get(f"/api/v1/figures/{table}", wanted)
    assert answer.status_code in (200, 422), answer.content
    return answer.json()["rows"] if answer.status_code == 200 else None


def everything_public(**more: tuple[str, ...]) -> dict:
    """Whatever everybody sees of people: each table with all filters, the plans of the API, the pages of the plan."""
    cache.clear()
    answers = {
        (table, *sorted(wanted.items())): asked(table, **wanted) for table in TABLES for wanted in filters(**more)
    }
    pages = [*PlanPage.objects.all(), *OutputPage.objects.all()]
    for path in ("/api/v1/plans", *(address(page, "en") for page in pages)):
        answers[path] = Client().get(path).content.decode().partition("<main")[2] or Client().get(path).json()
    return answers


# Sets of Parties


@pytest.fixture
def world() -> list[Party]:
    """The Parties of the starter catalogue."""
    return Party.objects.bulk_create(
        Party(
            iso2=row["iso2"],
            names={"en": row["name_en"]},
            regional_group=row["un_regional_group"],
            **{f"is_{group}": row[group] == "1" for group in ("ldc", "lldc", "sids")},
        )
        for row in rows_of("countries.csv")
    )


def course_of_everything() -> CoursePage:
    course = on("basel")
    locale, basel = course.locale, Convention.objects.get()
    course.competencies.add(Competency.objects.create(slug="control", title="Control", locale=locale))
    course.sdg_targets.add(SdgTarget.objects.create(slug="12-4", title="Waste", code="12.4", goal=12, locale=locale))
    article = Provision.objects.create(
        slug="bc-art-6", title="Movements", number="6", kind="article", convention=basel, locale=locale
    )
    course.provisions = [{"type": "citation", "value": {"provision": article.pk, "pinpoint": ""}}]
    course.save_revision().publish()
    return course


def booked(course: CoursePage, world: list[Party]) -> dict[str, int]:
    """So many people of each Party that no two sets of Parties have nearly as many: a number says who is meant."""
    chance = random.Random(7)
    count = {party.pk: chance.randrange(10_000, 1_000_000) for party in world}
    by_class: Counter[str] = Counter()
    for party in world:
        by_class[place_class(party)] += count[party.pk]
    terms = {"convention": Convention, "competency": Competency, "sdg": SdgTarget, "provision": Provision}
    keys = {kind: model.objects.get().translation_key for kind, model in terms.items()}
    keys |= {"all": EVERYTHING, "course": course.translation_key}
    Fact.objects.bulk_create(
        Fact(
            month=MONTH,
            kind=kind,
            subject=key,
            measure=measure,
            place=party,
            gender="woman" if KINDS[kind].has_gender else "",
            is_confirmed=True,
            people=number,
        )
        for kind, key in keys.items()
        for measure in KINDS[kind].measures & set(MEASURES)
        for party, number in (count if KINDS[kind].place == "party" else by_class).items()
    )
    Closing.objects.create(month=MONTH)
    settle()
    return count


def numbers(rows: list[dict]) -> set[int]:
    return {row[measure] for row in rows for measure in MEASURES if row.get(measure)}


def meant(figures: Iterable[int], count: dict[str, int], sets: Iterable[Codes]) -> set[Codes]:
    """Which sets of Parties these numbers are of."""
    sums = [(sum(count[code] for code in codes), codes) for codes in sets]
    return {next(codes for number, codes in sums if abs(number - figure) < 10) for figure in figures}


def sets_of(world: list[Party]) -> dict[tuple[str, str], Codes]:
    return {
        (region, group): frozenset(party.pk for party in in_group(world, group) if region in ("", region_of(party)))
        for region, group in WANTED
    }


def test_whatever_filters_are_asked_for_no_figure_of_few_parties_is_told_or_follows(world):
    """All tables with every region, group, convention and period."""
    count = booked(course_of_everything(), world)
    everybody = frozenset(count)
    sets = [everybody, *sets_of(world).values()]
    of_few = {codes for codes in sets if len(codes) < 5}
    answered, refused, figures = 0, 0, set()
    for table in TABLES:
        for wanted in filters(convention=("", "basel"), since=("", "2026-09")):
            rows = asked(table, **wanted)
            answered, refused = answered + (rows is not None), refused + (rows is None)
            figures |= numbers(rows or [])
    shown = meant(figures, count, sets)
    assert answered > 200 and refused > 200, (answered, refused)
    assert len(shown) > 10 and everybody in shown and not shown & of_few
    for number, factors in ((2, (-2, -1, 1, 2)), (3, (-1, 1)), (4, (-1, 1))):
        assert not follows_of_few(list(shown), number, factors)
    # What was reported: Haiti is the only least developed country of its region.
    assert asked("courses", region="latin-american", group="ldc") is None


def test_a_party_that_changes_its_group_is_not_told_by_the_difference(world):
    """Bhutan is no least developed country any more: tables as they are, then as they will be."""
    course = course_of_everything()
    count = booked(course, world)
    sets = [frozenset(count), *sets_of(world).values()]
    seen = {table: {str(wanted_now): asked(table, **wanted_now) for wanted_now in filters()} for table in TABLES}
    Party.objects.filter(pk="BT").update(is_ldc=False)
    settle()
    sets += sets_of(list(Party.objects.all())).values()
    figures = set()
    for table, answers in seen.items():
        for wanted in filters():
            now = asked(table, **wanted)
            figures |= numbers(now or []) | numbers(answers[str(wanted)] or [])
    for number, factors in ((1, (1,)), (2, (-1, 1)), (3, (-1, 1))):
        assert not follows_of_few(list(meant(figures, count, sets)), number, factors)


# People


@pytest.fixture
def regions() -> None:
    a_region("KE", "TZ", "UG", "RW", "BI")
    a_region("HT", "CU", "DO", "JM", "TT", region="Latin American and Caribbean States", is_sids=True)


def take_part(who: list[User], course: CoursePage, workshop: ActivityPage, month: str) -> None:
    """They do all that counts, and whoever runs the workshop has seen them."""
    for person in who:
        learnt(person, course, month)
        was_seen(person, workshop, month)


def a_workshop() -> ActivityPage:
    day = datetime(2026, 3, 4, tzinfo=UTC)
    output = an_output()
    output.conventions = [Convention.objects.get()]
    output.save_revision().publish()
    workshop = an_activity(plan_output=output.slug, starts_at=day, ends_at=day)
    register_of(workshop)
    return workshop


def test_made_up_accounts_move_nothing_however_many_they_are(regions):
    """They enrol, finish, certify themselves, join by the code, scan it, and say that they speak for Haiti."""
    course = course_of_everything()
    workshop = a_workshop()
    take_part(people(20, a_party("KE")), course, workshop, "2026-03")
    closed(date(2026, 4, 2))
    before = everything_public(until=("2026-03",))
    haiti = Party.objects.get(pk="HT")
    for person in people(30, haiti):
        learnt(person, course, "2026-05")
        participation = actions.join(workshop, person, with_code=True)
        Participation.objects.filter(pk=participation.pk).update(joined_at=in_month("2026-05"))
        for session in workshop.sessions():
            attendance_actions.mark_attendance(participation, session.id, is_present=True, way=AttendanceMark.Way.QR)
        ask_to_speak_for(person, haiti, "Minister")
    closed()
    assert everything_public(until=("2026-03",)) == before
    assert asked("courses") == before["courses", ("until", "2026-03")]


@pytest.mark.parametrize("others", [0, 23])
def test_whoever_brings_four_confirmed_people_learns_nothing_of_a_fifth(regions, others):
    """With the fifth and without, from the month before to a year later, every answer is the same to the letter."""
    course = course_of_everything()
    workshop = a_workshop()
    haiti = Party.objects.get(pk="HT")
    take_part(people(others, haiti), course, workshop, "2026-03")
    closed(date(2026, 4, 2))
    take_part(people(4, haiti), course, workshop, "2026-05")
    seen = []
    for is_there in (True, False):
        with transaction.atomic():
            if is_there:
                take_part(people(1, haiti), course, workshop, "2026-06")
            for today in (date(2026, 6, 2), date(2026, 7, 2), date(2027, 6, 2)):
                closed(today)
            seen.append(everything_public())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_where_the_threshold_is_chance_decides(regions):
    """Courses that six to fourteen people have finished: the more, the more often there is a figure."""
    a_home()
    index = CourseIndexPage.objects.get()
    haitians = confirmed(people(15, Party.objects.get(pk="HT")))
    counts = {}
    for number in range(120):
        key = uuid.UUID(int=5_000 + number)
        index.add_child(instance=CoursePage(title=f"{number}", slug=f"c{number}", summary="So.", translation_key=key))
        outline = Outline.objects.create(course_key=key, number=1, items=[], digest="")
        counts[str(key)] = (5, 8, 10, 12, 15)[number % 5]
        completed(outline, haitians[: counts[str(key)]], "2026-03")
    closed()
    shown = {row["key"]: row["completed"] for row in asked("courses", region="latin-american")}
    share = {
        many: sum(shown[key] is not None for key, count in counts.items() if count == many) / 24
        for many in (5, 8, 10, 12, 15)
    }
    assert share[5] == 0 and share[15] == 1
    assert 0 < share[8] < share[12] < 1 and 0.2 < share[10] < 0.9


def test_a_confirmed_party_goes_before_the_one_that_somebody_names(regions):
    """Whoever was seen for Haiti and then names Kenya in their profile is in Haiti's region still."""
    course = course_of_everything()
    workshop = a_workshop()
    take_part(people(20, Party.objects.get(pk="HT")), course, workshop, "2026-03")
    User.objects.update(party="KE")
    closed()
    by_region = {row["name"]: row["came"] for row in asked("regions")}
    assert by_region["African States"] is None
    assert by_region["Latin American and Caribbean States"] in range(15, 30, 5)


def test_whom_others_have_seen_and_taken_back_is_not_confirmed():
    workshop = an_activity()
    [person, other] = people(2, a_party("KE"))
    for somebody in (person, other):
        was_seen(somebody, workshop, "2026-03")
    participation = Participation.objects.get(learner=person)
    attendance_actions.mark_attendance(participation, "at the door", is_present=False, way=AttendanceMark.Way.LIST)
    by_themselves = Participation.objects.get(learner=other)
    by_themselves.marks.update(by=other)
    closed()
    assert not Fact.objects.filter(is_confirmed=True).exists()


def test_courses_that_are_not_for_everybody_are_not_named():
    hidden, restricted = course_of_everything(), on("rotterdam")
    for course in (hidden, restricted):
        for person in confirmed(people(1, a_party("KE"))):
            learnt(person, course, "2026-03")
    hidden.unpublish()
    restricted.view_restrictions.create(restriction_type="login")
    closed()
    assert asked("courses") == []
