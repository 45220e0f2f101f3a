"""What the tests brought, as those who run the activity see it: per person, per topic, per question, and in all."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.evaluation.gains import Summary
from brs.activities.evaluation.models import Evaluation
from brs.activities.evaluation.pre_post_tests import BOTH, RULE, start, test_key
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.models import Participation
from brs.activities.reporting.results import results
from brs.taxonomy.models import Convention, Theme
from courses.learning.attempts import save_answer, submit_attempt
from courses.learning.models import Attempt, Enrolment, Outline
from courses.questions.content import version_of
from courses.questions.models import Question
from tests.given import a_crowd, a_quiz, a_survey, an_activity, in_role

pytestmark = pytest.mark.django_db


def running(**fields) -> ActivityPage:
    now = timezone.now()
    quiz = a_quiz(questions=2)
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    return an_activity(**{"pre_test": quiz, "post_test": quiz, **times, **fields})


def sit(activity: ActivityPage, participation: Participation, when: str, right: set[str]) -> Attempt:
    attempt = start(activity, participation, when, language="en")
    stems = {str(question.translation_key): question.name for question in Question.objects.all()}
    for question in attempt.questions:
        save_answer(attempt, question["key"], stems[question["key"]] in right, language="en")
    return submit_attempt(attempt, language="en")


def shown(activity: ActivityPage, page: str = "1"):
    return results(activity, registers.register_of(activity), page=page)


def test_three_people_counted_by_hand():
    activity = running()
    group = Convention.objects.create(slug="basel", title="Basel", locale=activity.locale)
    theme = Theme.objects.create(slug="e-waste", title="E-waste", locale=activity.locale, group=group)
    Question.objects.filter(name="Is 0 0?").update(topic=theme)
    amina, joao, wei = (
        actions.join_without_address(activity, actions.NewParticipant(n), language="en") for n in ("A", "J", "W")
    )
    easy, hard = "Is 0 0?", "Is 1 1?"
    sit(activity, amina, "before", {easy})
    sit(activity, amina, "after", {easy, hard})
    sit(activity, joao, "before", set())
    sit(activity, joao, "after", {easy})
    sit(activity, joao, "after", {easy, hard})
    sit(activity, wei, "before", {easy, hard})
    results = shown(activity)
    # Amina 50 -> 100, João 0 -> 50 (his second try is no gain), Wei has no test after.
    assert [(person.participation.name, person.gain) for person in results.people] == [
        ("A", 50),
        ("J", 50),
        ("W", None),
    ]
    assert results.tests == Summary(3, 2, 2, mean_before=25, mean_after=75, gain=50, normalised_gain=0.75)
    parts = [
        (part.title, part.topic, part.share.before, part.share.after, part.share.count) for part in results.questions
    ]
    assert parts == [(hard, "", 0, 50, 2), (easy, "E-waste", 50, 100, 2)]
    assert [(part.title, part.share.before, part.share.after) for part in results.topics] == [("E-waste", 50, 100)]


def test_the_page_says_it(client):
    activity = running()
    participation = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    sit(activity, participation, "before", set())
    sit(activity, participation, "after", {"Is 0 0?", "Is 1 1?"})
    client.force_login(in_role("manager"))
    page = client.get(reverse("activity_results", args=[activity.translation_key])).content.decode()
    assert "+100" in page and "Amina" in page and "Is 1 1?" in page
    without = client.get(reverse("activity_results", args=[an_activity().translation_key])).content.decode()
    assert "has no tests" in without


def test_somebody_withdrawn_is_in_no_figure():
    activity = running()
    participation = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    sit(activity, participation, "before", set())
    actions.withdraw(participation)
    assert shown(activity).tests.before == 0 and shown(activity).people == []


def crowd_with_results(activity: ActivityPage, size: int) -> None:
    people = a_crowd(activity, size)
    key, now = activity.translation_key, timezone.now()
    outline = Outline.objects.get_or_create(course_key=key, number=1, defaults={"rule": RULE, "digest": ""})[0]
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=person.learner, course_key=key, outline=outline) for person in people]
    )
    pinned = [version_of(question) for question in Question.objects.all()]
    questions = [{"key": str(version.key), "version": version.digest, "order": []} for version in pinned]
    marks = {question["key"]: {"points": 1, "of": 1, "correct": True} for question in questions}
    columns = {"questions": questions, "marks": marks, "points": 2, "points_of": 2, "passed": True, "number": 1}
    Attempt.objects.bulk_create(
        Attempt(enrolment=enrolment, quiz_key=test_key(key, when), started_at=now, submitted_at=now, **columns)
        for enrolment in enrolments
        for when in BOTH
    )
    Evaluation.objects.bulk_create(Evaluation(participation=person, answers={}) for person in people)


def test_it_asks_as_often_with_10_as_with_2000(client):
    a_survey()
    client.force_login(in_role("manager"))
    asked = []
    for size in (10, 2000):
        activity = running()
        crowd_with_results(activity, size)
        page = reverse("activity_results", args=[activity.translation_key])
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.context["screen"].tests.both == size
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
    assert client.get(f"{page}?page=40").context["screen"].people[-1].participation.name == "Person 999"
    assert client.get(f"{page}?page={uuid.uuid4()}").status_code == 200
