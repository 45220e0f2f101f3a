"""The tests before and after: once each, in their time, paired per person, and no course of anybody's."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from brs.activities.evaluation.gains import Pair, Sitting, Taken, pairs_of, taken
from brs.activities.evaluation.pre_post_tests import TestIsClosed, attempts_at, results_of, start
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.register.models import Participation
from courses.learning.attempts import save_answer, submit_attempt
from courses.learning.models import Attempt, Enrolment, Outline
from courses.pages.models import QuizPage
from tests.given import a_quiz, a_trainee, an_activity, in_french

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SITTINGS = st.lists(
    st.builds(
        Sitting,
        who=st.sampled_from("ab"),
        is_after=st.booleans(),
        number=st.integers(1, 5),
        begun_at=st.integers(0, 9).map(lambda hour: NOON + timedelta(hours=hour)),
        handed_in_at=st.none() | st.integers(0, 9).map(lambda hour: NOON + timedelta(hours=hour)),
        percent=st.integers(0, 100),
        passed=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda sitting: (sitting.who, sitting.is_after, sitting.number),
)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


@given(SITTINGS, st.randoms())
def test_the_order_of_arrival_changes_nothing_and_nobody_touches_anothers_result(sittings, chance):
    expected = taken(sittings, at(5))
    chance.shuffle(sittings)
    assert taken(sittings, at(5)) == expected
    alone = [sitting for sitting in sittings if sitting.who == "a"]
    assert taken(alone, at(5)).get("a") == expected.get("a")


@given(SITTINGS)
def test_what_is_not_handed_in_is_no_result(sittings):
    begun = [sitting for sitting in sittings if sitting.handed_in_at is None]
    assert all(result == Taken() for result in taken(begun, None).values())


def test_the_first_result_counts_and_a_test_before_is_one_only_in_time():
    before = Sitting("a", False, 1, at(0), at(1), 40)
    after = Sitting("a", True, 1, at(2), at(3), 60)
    again = Sitting("a", True, 2, at(4), at(5), 90, passed=True)
    assert taken([again, after, before], None) == {"a": Taken(40, 60, True)}
    assert pairs_of(taken([again, after, before], None)) == {"a": Pair(40, 60)}
    late = Sitting("a", False, 1, at(0), at(3), 40)
    assert taken([late, after], None) == {"a": Taken(None, 60)}
    assert taken([before], at(0)) == {"a": Taken()}
    assert pairs_of({"a": Taken(0, None), "b": Taken(None, 5), "c": Taken(0, 0)}) == {"c": Pair(0, 0)}


# With the site


pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> QuizPage:
    return a_quiz(questions=2, pass_mark=60)


def running(quiz: QuizPage, **fields) -> ActivityPage:
    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    return an_activity(**{"pre_test": quiz, "post_test": quiz, **times, **fields})


def by_slip(activity: ActivityPage) -> Participation:
    return actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")


def sit(activity: ActivityPage, participation: Participation, when: str, right: int) -> Attempt:
    attempt = start(activity, participation, when, language="en")
    for number, question in enumerate(attempt.questions):
        save_answer(attempt, question["key"], number < right, language="en")
    return submit_attempt(attempt, language="en")


def signed_in(participation: Participation) -> Client:
    client = Client()
    client.force_login(participation.learner)
    return client


def address(activity: ActivityPage, when: str) -> str:
    return reverse("activity_test", args=[activity.translation_key, when])


def test_from_the_activity_through_both_tests_to_the_gain(quiz):
    activity = running(quiz)
    client = signed_in(by_slip(activity))
    for when, answer in (("before", "false"), ("after", "true")):
        assert "Start the test" in client.get(address(activity, when)).content.decode()
        first = client.post(address(activity, when)).url
        again = client.post(address(activity, when)).url
        assert first == again
        while "result" not in first:
            page = client.get(first).content.decode()
            if "Hand in" in page:
                first = client.post(f"{first}submit/").url
            else:
                first = client.post(first, {"answer": answer}).url
        result = client.get(first).content.decode()
        assert address(activity, when) in result and "Back to the activity" in result
    shown = client.get(address(activity, "after")).content.decode()
    assert "+100" in shown and "Passed" in shown and "Start the test" not in shown


def test_the_test_before_tells_the_score_alone_where_another_follows(quiz):
    activity = running(quiz)
    participation = by_slip(activity)
    result = signed_in(participation).get(
        reverse("attempt_result", args=[sit(activity, participation, "before", right=1).pk])
    )
    assert "50 %" in result.content.decode()
    assert "Not passed" not in result.content.decode() and "Is 0 0?" not in result.content.decode()
    result = signed_in(participation).get(
        reverse("attempt_result", args=[sit(activity, participation, "after", right=1).pk])
    )
    assert "Is 0 0?" in result.content.decode() and "Try again" in result.content.decode()


def test_before_is_taken_once_and_after_as_often_as_the_quiz_allows(quiz):
    activity = running(quiz)
    participation = by_slip(activity)
    sit(activity, participation, "before", right=0)
    assert "Start the test" not in signed_in(participation).get(address(activity, "before")).content.decode()
    signed_in(participation).post(address(activity, "before"))
    assert Attempt.objects.count() == 1
    for right in (0, 1, 2):
        sit(activity, participation, "after", right=right)
    assert results_of(activity, attempts_at(activity.translation_key)) == {participation.learner_id: Taken(0, 0, True)}


@pytest.mark.parametrize(
    ("begins", "ends", "before", "after"),
    [(1, 2, True, False), (-1, 1, True, True), (-48, -24, False, True), (-900, -800, False, False)],
)
def test_each_is_open_in_its_time(quiz, begins, ends, before, after):
    now = timezone.now()
    activity = running(quiz, starts_at=now + timedelta(hours=begins), ends_at=now + timedelta(hours=ends))
    for when, is_open in (("before", before), ("after", after)):
        participation = by_slip(activity)
        assert ("Start the test" in signed_in(participation).get(address(activity, when)).content.decode()) == is_open
        if is_open:
            assert start(activity, participation, when, language="en")
        else:
            with pytest.raises(TestIsClosed):
                start(activity, participation, when, language="en")


def test_who_has_begun_the_test_after_cannot_take_the_one_before(quiz):
    activity = running(quiz)
    participation = by_slip(activity)
    start(activity, participation, "before", language="en")
    start(activity, participation, "after", language="en")
    assert "This test is closed" in signed_in(participation).get(address(activity, "before")).content.decode()


def test_a_cancelled_activity_and_one_without_questions_test_nobody(quiz):
    without = running(a_quiz(questions=0))
    with pytest.raises(TestIsClosed):
        start(without, by_slip(without), "before", language="en")
    activity = running(quiz)
    participation = by_slip(activity)
    activity.cancelled_at, activity.cancelled_because = timezone.now(), "Storm."
    activity.save()
    assert signed_in(participation).post(address(activity, "after"), follow=True).content.count(b"not open now") == 1
    assert not Attempt.objects.exists()


def test_an_activity_without_a_test_says_so(quiz):
    activity = running(quiz, pre_test=None)
    participation = by_slip(activity)
    assert "no such test" in signed_in(participation).get(address(activity, "before")).content.decode()
    assert signed_in(participation).get(address(activity, "between")).status_code == 404


def test_nobody_else_takes_it(quiz, client):
    activity = running(quiz)
    participation = by_slip(activity)
    assert client.get(address(activity, "before")).status_code == 302
    client.force_login(a_trainee())
    assert client.get(address(activity, "before")).status_code == 404
    assert client.post(address(activity, "before")).status_code == 404
    actions.withdraw(participation)
    assert signed_in(participation).post(address(activity, "before")).status_code == 404


def test_the_questions_are_those_of_the_readers_language(quiz):
    activity = running(quiz)
    in_french(activity)
    french = in_french(quiz)
    QuizPage.objects.filter(pk=french.pk).update(estimated_minutes=77)
    shown = signed_in(by_slip(activity)).get(address(activity, "before").replace("/en/", "/fr/"))
    assert shown.context["screen"].quiz.estimated_minutes == 77


def test_it_is_no_course_of_anybodys(quiz, client):
    activity = running(quiz)
    person = a_trainee()
    participation = actions.join(activity, person, with_code=True)
    sit(activity, participation, "after", right=2)
    client.force_login(person)
    screen = client.get(reverse("my_learning")).context["screen"]
    assert not screen.in_progress and not screen.finished
    assert Enrolment.objects.get().completed_at is None
    assert not person.certificates.exists()
    call_command("rebuild_progress", check=True)
    # Publishing anew, or the activity's page going offline, takes no result away.
    activity.save_revision().publish()
    assert Attempt.objects.get().passed
    stranger = a_trainee()
    client.force_login(stranger)
    assert client.post(reverse("enrol", args=[activity.translation_key])).status_code == 404
    assert not Enrolment.objects.of(stranger).exists()


def test_what_a_client_says_of_it_counts_as_for_courses(quiz, client):
    activity = running(quiz)
    participation = by_slip(activity)
    attempt = start(activity, participation, "before", language="en")
    client = signed_in(participation)

    def send(verb: str, payload: dict, **named) -> str:
        event = {
            "id": str(uuid.uuid4()),
            "course": str(activity.translation_key),
            "item": str(attempt.quiz_key),
            "verb": verb,
            "occurred_at": timezone.now().isoformat(),
            "payload": payload,
            **named,
        }
        receipt = client.post(reverse("events_api"), {"events": [event]}, content_type="application/json").json()
        return receipt["events"][0]["status"] + receipt["events"][0]["reason"]

    question = attempt.questions[0]["key"]
    answer = {"question": question, "answer": True, "seq": 1}
    assert send("answered", answer, attempt=str(attempt.pk)) == "stored"
    assert send("passed", {"score": 100}) == "refusedserver_only"
    assert send("answered", {"answer": True}) == "refusedunknown_attempt"
    submit_attempt(attempt, language="en")
    assert send("answered", answer, attempt=str(attempt.pk)) == "storedlate"
    assert results_of(activity, attempts_at(activity.translation_key))[participation.learner_id].before == 50
    for name in ("mark_done", "undo_done"):
        client.post(reverse(name, args=[activity.translation_key, attempt.quiz_key]))
    client.post(reverse("course_move", args=[activity.translation_key]))
    call_command("rebuild_progress", check=True)


def test_the_persons_data_name_it_and_claiming_takes_it_along(quiz, client):
    activity = running(quiz)
    participation = by_slip(activity)
    sit(activity, participation, "before", right=1)
    person = a_trainee()
    actions.claim(participation, person)
    client.force_login(person)
    assert client.get(reverse("data")).status_code == 200
    exported = b"".join(client.get(reverse("data_download"))).decode()
    assert activity.title in exported
    assert results_of(activity, attempts_at(activity.translation_key)) == {person.pk: Taken(50)}
    person.delete()
    assert not Attempt.objects.exists() and Outline.objects.filter(course_key=activity.translation_key).exists()


def test_starting_asks_as_often_with_many_participants(quiz):
    activity = running(quiz)
    start(activity, by_slip(activity), "before", language="en")
    asked = []
    for _size in ("few", "many"):
        participation = by_slip(activity)
        client = signed_in(participation)
        client.get(address(activity, "before"))
        with CaptureQueriesContext(connection) as queries:
            start(activity, participation, "before", language="en")
            client.get(address(activity, "before"))
        asked.append(len(queries))
        for _number in range(10):
            sit(activity, by_slip(activity), "before", right=1)
    assert asked[0] == asked[1] <= 36
