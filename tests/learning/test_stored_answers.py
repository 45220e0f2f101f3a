"""What is stored is checked on the way out as on the way in: nothing that lies in the tables makes a page fail."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from brs.core.pages import address
from courses.learning.answers import answers_of
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import enrol, rebuild
from courses.learning.events import VERBS, Happening, is_sound
from courses.learning.evidence import mark_done
from courses.learning.models import Attempt, Enrolment, Event
from courses.learning.progress import fold, latest_answers
from courses.questions.asking import choices_of, fits, laid_out, present
from courses.questions.feedback import marked
from courses.questions.marking import mark
from tests.given import a_course, a_trainee, an_outline, lessons_of
from tests.learning.test_taking_a_quiz import a_version
from tests.questions.examples import as_stored
from tests.questions.test_marking import QUESTIONS, RIGHT, anything, question

KINDS = list(QUESTIONS)
ODD = [None, True, 7, 1.5, "", "x", "~1", "1e9999999", [], ["b"], [["b"]], [None], {}, {"p0": ["p0"]}, {"p0": "gone"}]

payloads = st.one_of(
    anything,
    st.dictionaries(
        st.sampled_from(["answer", "question", "seq", "showing", "text", "fraction", "undoes", "outline"]), anything
    ),
)
events = st.lists(
    st.builds(
        Happening,
        id=st.uuids(),
        item_key=st.sampled_from(["lesson", "lesson:block", "quiz"]),
        verb=st.sampled_from([*VERBS, "danced"]),
        occurred_at=st.just(timezone.now()),
        payload=payloads,
        attempt=st.none() | st.just(uuid.UUID(int=1)),
    ),
    max_size=12,
)


@given(events)
def test_events_of_whatever_shape_are_read_or_passed_over(happenings):
    sound = [happening for happening in happenings if is_sound(happening)]
    fold(sound)
    latest_answers(happening for happening in sound if happening.attempt)


@pytest.mark.parametrize("kind", KINDS)
@given(answer=anything | st.sampled_from(ODD))
def test_whatever_is_stored_is_asked_again_or_told(kind, answer):
    content = question(kind)
    present(content, laid_out(content, choices_of(content)), answer)
    question_marked = marked(content, answer)
    assert question_marked.points == mark(content, answer).points
    assert fits(content, answer) or question_marked.given == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", KINDS)
def test_an_answer_to_a_question_that_was_of_another_type_is_none(kind, of):
    content = question(kind)
    marked(content, RIGHT[of])
    assert kind == of or fits(content, RIGHT[of]) is (kind == "short_text" and isinstance(RIGHT[of], str))


def a_block(kind: str) -> dict:
    return as_stored(kind, QUESTIONS[kind], stem="Which is it?")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_shows_its_question_whatever_was_answered_to_it_before(kind, client):
    body = [{"type": "question", "id": "b", "value": [a_block(kind)]}, {"type": "reflection", "id": "r"}]
    body[1]["value"] = {"prompt": "Why?"}
    course = a_course(lessons=1, body=body)
    lesson, person = lessons_of(course)[0], a_trainee()
    client.force_login(person)
    enrolment = enrol(person, course.translation_key, language="en")
    key = f"{lesson.translation_key}:b"
    for payload in [{"answer": each} for each in [*ODD, *RIGHT.values()]] + [[], {"text": []}, {"showing": [1]}]:
        store(enrolment, "answered", key, payload)
        store(enrolment, "reflected", f"{lesson.translation_key}:r", payload)
        mark_done(enrolment, str(lesson.translation_key), language="en")
        response = client.get(address(lesson, "en"))
        assert response.status_code == 200, payload
        assert "Which is it?" in response.content.decode()
    assert not rebuild(enrolment)


def store(enrolment: Enrolment, verb: str, item_key: str, payload, attempt: uuid.UUID | None = None) -> None:
    """Past all that looks at what comes in."""
    Event.objects.create(
        learner=enrolment.learner,
        course_key=enrolment.course_key,
        item_key=item_key,
        verb=verb,
        payload=payload,
        attempt=attempt,
        language="en",
        occurred_at=timezone.now(),
        channel="web",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("feedback", ["at_once", "at_end"])
def test_an_attempt_goes_on_whatever_was_stored_in_it(feedback):
    outline = an_outline(lessons=0, quiz=True)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    quiz = QuizRules(uuid.UUID(outline.items[0]["key"]), "Quiz", pass_mark=60, feedback=feedback)
    versions = [a_version(question(kind)) for kind in KINDS]
    attempt = start_attempt(enrolment, quiz, [(version, choices_of(version.content)) for version in versions])
    client = Client()
    client.force_login(enrolment.learner)
    for pinned in attempt.questions:
        for answer in ({}, [[]], 5, "1e9999999", {"p0": []}):
            payload = {"question": pinned["key"], "answer": answer, "seq": 1}
            for each in (payload, {**payload, "seq": "x"}, {**payload, "question": []}, {"answer": 1}, "odd"):
                store(enrolment, "answered", str(attempt.quiz_key), each, attempt.pk)
    answers = answers_of(attempt)
    for number, pinned in enumerate(attempt.questions, start=1):
        html = client.get(reverse("attempt_question", args=[attempt.pk, number])).content.decode()
        assert pinned["key"] in answers or "<fieldset" in html
    assert client.get(reverse("attempt", args=[attempt.pk])).status_code == 200
    boolean = KINDS.index("true_false") + 1
    client.post(reverse("attempt_question", args=[attempt.pk, boolean]), {"answer": "false"})
    assert answers_of(attempt)[attempt.questions[boolean - 1]["key"]] is False
    client.post(reverse("submit_attempt", args=[attempt.pk]))
    assert client.get(reverse("attempt_result", args=[attempt.pk])).status_code == 200
    # Handed in before there was this check.
    Attempt.objects.filter(pk=attempt.pk).update(answers={pinned["key"]: {"odd": []} for pinned in attempt.questions})
    assert client.get(reverse("attempt_result", args=[attempt.pk])).status_code == 200
