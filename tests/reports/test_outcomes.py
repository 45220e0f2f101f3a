"""What came of activities, by activity and by programme: counted by hand, and of nobody in particular."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from brs.activities.attendance import actions as attendance_actions
from brs.activities.certificates.issuing import issue_to_all
from brs.activities.evaluation import follow_up
from brs.activities.evaluation.models import FollowUp, Survey, SurveyField
from brs.activities.evaluation.pre_post_tests import test_key as key_of_test
from brs.activities.pages.models import ActivityPage
from brs.activities.register import registers
from brs.activities.register.models import AttendanceMark, Participation
from brs.certificates.models import Certificate, CertificateKind
from brs.needs.assistance_plan.models import OutputPage
from brs.reports.counting.content_subjects import plan_key
from brs.reports.counting.models import Fact
from brs.reports.disclosure.monthly_closing import differences
from brs.taxonomy.models import Convention
from courses.learning.models import Attempt
from tests.activities.test_before_and_after import sit
from tests.given import a_quiz, an_activity, an_output
from tests.reports.past import a_party, came, closed, in_month, people
from tests.reports.test_screens import exported, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> SurveyField:
    english = Locale.objects.get_or_create(language_code="en")[0]
    survey = Survey.objects.create(title="Later", purpose="follow_up", is_default=True, locale=english)
    fields = {"label": "Applied?", "field_type": "radio", "choices": "Not yet\nOften", "applied_from": 2}
    return SurveyField.objects.create(survey=survey, locale=english, **fields)


def a_workshop(output: str) -> ActivityPage:
    """On Basel, with two sessions of an hour, tests and a certificate for half of the time."""
    now, quiz, locale = timezone.now(), a_quiz(questions=2), Locale.objects.get(language_code="en")
    kind = {"slug": "kind", "locale": locale, "title": "Certificate", "statement": "took part"}
    times = {"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(hours=2)}
    activity = an_activity(
        **times,
        pre_test=quiz,
        post_test=quiz,
        plan_component="Legal frameworks",
        plan_output=output,
        certificate_kind=CertificateKind.objects.get_or_create(slug="kind", locale=locale, defaults=kind)[0],
    )
    basel = Convention.objects.get_or_create(slug="basel", locale=locale, defaults={"title": "Basel Convention"})[0]
    activity.conventions = [basel]
    activity.save_revision().publish()
    return activity


def was_there(person, activity: ActivityPage, month: str, sessions: int, points: tuple[int, int] | None = None) -> None:
    """Somebody came in a month, to so many sessions, and got so many points of two before and after."""
    came(person, activity, month)
    participation = Participation.objects.get(learner=person, register=activity.translation_key)
    for session in activity.sessions()[:sessions]:
        attendance_actions.mark_attendance(participation, session.id, is_present=True, way=AttendanceMark.Way.LIST)
    participation.marks.update(received_at=in_month(month))
    for when, right in zip(("before", "after"), points or (), strict=False):
        sit(activity, participation, when, right=right)
    for when, days in (("before", 0), ("after", 1)):
        at = in_month(month) + timedelta(days=days)
        made = Attempt.objects.filter(enrolment__learner=person, quiz_key=key_of_test(activity.translation_key, when))
        made.update(started_at=at, submitted_at=at)


def certified(activity: ActivityPage, month: str) -> None:
    issued = issue_to_all(activity, registers.register_of(activity))
    Certificate.objects.filter(pk__in=[certificate.pk for certificate in issued]).update(issued_at=in_month(month))


def booked(**wanted) -> dict[str, tuple[int, int]]:
    """Measure -> people and amount, of all facts that are asked for."""
    people, amounts = Counter(), Counter()
    for fact in Fact.objects.filter(**wanted):
        people[fact.measure] += fact.people
        amounts[fact.measure] += fact.amount
    return {measure: (people[measure], amounts[measure]) for measure in people if people[measure]}


@pytest.fixture
def two_workshops(asked) -> tuple[ActivityPage, ActivityPage]:
    """Six came to the first in March; five of them and another to the second in May."""
    output = an_output()
    first, second = a_workshop(output.slug), a_workshop(output.slug)
    six, other = people(6, a_party("KE")), people(1, a_party("TZ"))[0]
    # Gains of 100, 100, 50, 50 and 0 points; the sixth took no test.
    for person, points in zip(six, [(0, 2), (0, 2), (1, 2), (0, 1), (1, 1), None], strict=True):
        was_there(person, first, "2026-03", sessions=2, points=points)
    for person in [*six[:5], other]:
        was_there(person, second, "2026-05", sessions=1, points=(0, 1) if person == other else None)
    certified(first, "2026-03")
    certified(second, "2026-05")
    for index, participation in enumerate(
        Participation.objects.filter(register=first.translation_key, learner__in=six[:5])
    ):
        follow_up.answer(follow_up.prepare(participation, 3), {asked.clean_name: 2 if index < 3 else 1})
    FollowUp.objects.update(answered_at=in_month("2026-06"))
    closed()
    return first, second


def test_two_workshops_of_one_output_are_counted_by_hand(two_workshops):
    first, second = two_workshops
    assert booked(kind="activity", subject=first.translation_key) == {
        "came": (6, 0),
        "attended": (6, 720),  # six people, two hours each
        "certified": (6, 0),
        "gained": (5, 300),
        "answered3": (5, 300),  # three of five apply it
    }
    assert booked(kind="activity", subject=second.translation_key) == {
        "came": (6, 0),
        "attended": (6, 360),
        "certified": (6, 0),
        "gained": (1, 50),
    }
    # Seven people in both together: minutes are added up, of gains the first counts.
    together = {
        "came": (7, 0),
        "attended": (7, 1080),
        "certified": (7, 0),
        "gained": (6, 350),
        "answered3": (5, 300),
    }
    for kind, name in (("component", "Legal frameworks"), ("output", first.plan_output)):
        assert booked(kind=kind, subject=plan_key(kind, name)) == together
    assert booked(kind="convention") == together
    assert differences() == {}


def test_the_screens_say_what_came_of_them(manager, two_workshops):
    rows = {row["name"]: row for row in exported(manager, "programmes")}
    later = {row["name"]: row for row in exported(manager, "programmes-later")}
    name = OutputPage.objects.get().title
    # The figures move in March, by six; the seventh alone does not move them. Six people's twelve hours are near ten.
    assert (rows[name]["hours"], rows[name]["gain"], rows[name]["gained"]) == (10, 60, 5)
    assert rows[name]["came"] in (5, 10)
    assert (later[name]["answered3"], later[name]["applied3"], later[name]["applied6"]) == (5, 60, None)
    assert {rows[name]["hours"] for name in ("Legal frameworks", "Basel Convention")} == {10}
    activities = {row["name"]: row for row in exported(manager, "activities")}
    second = activities[two_workshops[1].title]
    assert (second["hours"], second["gained"], second["gain"]) == (5, None, None)
    assert "definitions/#applied12" in page(manager, "programmes")


def test_an_activity_of_four_shows_nothing(manager):
    workshop = a_workshop("BC-7")
    for person in people(4, a_party("KE")):
        was_there(person, workshop, "2026-03", sessions=2, points=(0, 2))
    closed()
    for table in ("activities", "activities-later", "programmes", "programmes-later"):
        for row in exported(manager, table):
            assert not any(isinstance(value, int) for value in row.values()), row


def test_amounts_are_not_shown_of_some_people(manager, two_workshops):
    for asked in ({"region": "african"}, {"since": "2026-03"}):
        row = exported(manager, "activities", **asked)[-1]
        assert row["came"] in (5, 10)
        assert (row["hours"], row["gain"]) == (None, None)
        assert exported(manager, "activities-later", **asked)[-1]["applied3"] is None


def test_who_comes_again_later_adds_hours_in_that_month_alone(asked):
    workshop, person = a_workshop("BC-7"), people(1, None)[0]
    was_there(person, workshop, "2026-03", sessions=1)
    closed(date(2026, 4, 1))
    participation = Participation.objects.get()
    attendance_actions.mark_attendance(
        participation, workshop.sessions()[1].id, is_present=True, way=AttendanceMark.Way.LIST
    )
    participation.marks.filter(session=workshop.sessions()[1].id).update(received_at=in_month("2026-05"))
    assert differences() == {}
    closed()
    minutes = Fact.objects.filter(kind="activity", measure="attended").order_by("month")
    assert list(minutes.values_list("month", "people", "amount")) == [
        (date(2026, 3, 1), 1, 60),
        (date(2026, 5, 1), 0, 60),
    ]


def test_an_activity_of_no_plan_is_in_no_part_of_it(manager):
    came(people(1, None)[0], an_activity(), "2026-03")
    closed()
    assert not Fact.objects.filter(kind__in=("component", "output")).exists()
    assert exported(manager, "programmes") == []


def test_an_activity_that_names_an_output_alone_counts_for_its_component_too(manager):
    """Three by the output alone, three more by the component: six people of one component."""
    output = an_output()
    component = output.get_parent()
    by_output, by_component = an_activity(plan_output=output.slug), an_activity(plan_component=component.slug)
    three, others = people(3, None), people(3, None)
    for activity, who in ((by_output, three), (by_component, [three[0], *others])):
        for person in who:
            came(person, activity, "2026-03")
    closed()
    assert booked(kind="component", subject=plan_key("component", component.slug)) == {"came": (6, 0)}
    assert booked(kind="output") == {"came": (3, 0)}
    rows = {(row["kind"], row["name"]): row["came"] for row in exported(manager, "programmes")}
    assert rows["Output of the plan", output.title] is None
    assert rows["Component of the plan", component.title] in (5, 10)


def test_an_activity_that_is_offline_counts_for_the_component_of_its_output(manager):
    activity = an_activity(plan_output=an_output().slug)
    came(people(1, None)[0], activity, "2026-03")
    activity.unpublish()
    closed()
    assert set(Fact.objects.exclude(kind__in=("all", "activity")).values_list("kind", flat=True)) == {
        "component",
        "output",
    }
