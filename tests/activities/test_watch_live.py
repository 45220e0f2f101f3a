"""Who is where, asked for every twenty seconds: nothing is sent again that has not changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.attendance import actions as attendance_actions
from brs.activities.evaluation import pre_post_tests
from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.models import AttendanceMark, Participation
from courses.learning.models import Attempt
from tests.given import an_activity, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(client):
    facilitator = in_role("facilitator")
    activity = an_activity()
    registers.register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def ask(client, activity, etag: str = "", accept: str = "text/html"):
    headers = {"Accept": accept, **({"If-None-Match": etag} if etag else {})}
    return client.get(reverse("activity_live", args=[activity.translation_key]), headers=headers)


def numbers(client, activity) -> dict:
    return ask(client, activity, accept="application/json").json()


def test_it_counts_who_has_come_and_who_is_in_each_session(client, activity):
    first, second = (session.id for session in activity.sessions())
    amina, ben = (
        actions.join_without_address(activity, actions.NewParticipant(name), language="en") for name in ("Amina", "Ben")
    )
    actions.enlist(activity, [actions.NewParticipant("Awaited")], None, language="en")
    for person, session, is_present in (
        (amina, first, True),
        (ben, first, True),
        (ben, first, False),
        (ben, second, True),
    ):
        attendance_actions.mark_attendance(person, session, is_present=is_present, way="list")
    assert numbers(client, activity) == {"people": 3, "come": 2, "sessions": {first: 1, second: 1}}
    page = ask(client, activity).content.decode()
    assert "2 of 3 people have come." in page and "Amina" in page and "Awaited" not in page
    actions.withdraw(ben)
    assert numbers(client, activity) == {"people": 2, "come": 1, "sessions": {first: 1, second: 0}}


def test_nothing_is_sent_while_nothing_has_changed(client, activity):
    amina = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    etag = ask(client, activity)["ETag"]
    unchanged = ask(client, activity, etag)
    assert unchanged.status_code == 304 and not unchanged.content
    assert ask(client, activity, etag, accept="application/json").status_code == 200  # another kind of answer
    session = activity.sessions()[0].id
    changes = [
        lambda: attendance_actions.mark_attendance(amina, session, is_present=True, way="list"),
        lambda: attendance_actions.mark_attendance(amina, session, is_present=False, way="list"),
        lambda: actions.enlist(activity, [actions.NewParticipant("Ben")], None, language="en"),
        lambda: actions.come(Participation.objects.get(name="Ben")),
        lambda: actions.withdraw(amina),
        lambda: actions.restore(amina),
    ]
    for change in changes:
        change()
        fresh = ask(client, activity, etag)
        assert fresh.status_code == 200 and fresh["ETag"] != etag
        etag = fresh["ETag"]


def test_tests_done_are_counted_by_person(client, activity):
    from courses.learning.enrolments import take_in
    from courses.learning.outlines import release
    from courses.pages.models import QuizPage
    from tests.given import a_course

    a_course(quiz=True)
    activity.pre_test = QuizPage.objects.get()
    activity.save()
    key = activity.translation_key
    release(key, [], pre_post_tests.RULE, force_new=False)
    amina = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    enrolment = take_in(amina.learner, key, language="en")
    quiz_key, now = pre_post_tests.test_key(key, "before"), timezone.now()
    for number, done in ((1, now), (2, now), (3, None)):
        Attempt.objects.create(
            enrolment=enrolment,
            quiz_key=quiz_key,
            number=number,
            submitted_at=done,
            passed=True if done else None,
            points=1 if done else None,
        )
    page = ask(client, activity).content.decode()
    assert "1 person has done it" in page and "Test after" not in page


def test_it_asks_as_little_with_2000_people(client, activity):
    counts = []
    for number in (10, 1990):
        actions.enlist(
            activity, [actions.NewParticipant(f"P {number} {n}") for n in range(number)], None, language="en"
        )
        session = activity.sessions()[0].id
        AttendanceMark.objects.bulk_create(
            AttendanceMark(participation=person, session=session, is_present=True, way="qr", at=timezone.now())
            for person in Participation.objects.filter(marks=None)
        )
        ask(client, activity)
        with CaptureQueriesContext(connection) as first:
            etag = ask(client, activity)["ETag"]
        with CaptureQueriesContext(connection) as again:
            assert ask(client, activity, etag).status_code == 304
        counts.append((len(first), len(again)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 13 and counts[0][1] <= 8
