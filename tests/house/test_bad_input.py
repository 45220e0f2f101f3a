"""Bad input through the real views: a clear message in the reader's language, never a 500, nothing typed lost.

What has a test beside its own room is not repeated here: malformed batches (learning/test_events_api.py), stale forms
(people/test_pending.py), answers that cannot be read (learning/test_taking_a_quiz.py).
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from brs.core.pages import address
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt, Enrolment, Event
from courses.pages.models import QuizPage
from tests.given import a_course, a_trainee, lessons_of

pytestmark = pytest.mark.django_db
BLOCK = str(uuid.uuid4())
REFLECTION = [{"type": "reflection", "id": BLOCK, "value": {"prompt": "What about you?"}}]
SCRIPT = "<script>alert(1)</script>"


def in_french(text: str) -> str:
    with override("fr"):
        translated = gettext(text)
    assert translated != text
    return translated.replace("'", "&#x27;")


@pytest.fixture
def course():
    return a_course(lessons=2, body=REFLECTION, quiz=True)


@pytest.fixture
def learner(client, course) -> Client:
    person = a_trainee(language="fr")
    enrol(person, course.translation_key, language="fr")
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    "query",
    [
        "convention=nowhere",
        "theme=&theme=x",
        "page=99999",
        "page=-1",
        "page=x",
        "level=' OR 1=1",
        "language=xx",
        "q=%00",
    ],
)
def test_an_unknown_facet_value_is_passed_over(client, course, query):
    answer = client.get(f"/fr/courses/?{query}")
    assert answer.status_code in (200, 404)
    assert "<main" in answer.content.decode()
    assert SCRIPT not in client.get("/fr/courses/", {"convention": SCRIPT, "q": SCRIPT}).content.decode()


def test_a_double_submit_does_it_once(learner, course):
    for _twice in range(2):
        assert learner.post(reverse("enrol", args=[course.translation_key])).status_code == 302
        key = lessons_of(course)[0].translation_key
        assert learner.post(reverse("mark_done", args=[course.translation_key, key])).status_code == 302
    assert Enrolment.objects.count() == 1
    progress = Enrolment.objects.get().progress
    assert progress.done_count == 1


def test_a_quiz_without_questions_says_so(learner, course):
    quiz = QuizPage.objects.descendant_of(course).get()
    answer = learner.post(address(quiz, "fr"), follow=True)
    assert in_french("This quiz has no questions yet.") in answer.content.decode()
    assert not Attempt.objects.exists()


def test_a_lesson_that_went_offline_is_a_plain_404_in_the_readers_language(learner, course):
    lesson = lessons_of(course)[0]
    lesson.unpublish()
    for path in (address(lesson, "fr"), f"/fr/go/{lesson.translation_key}/"):
        answer = learner.get(path)
        assert answer.status_code == 404
        assert in_french("This page does not exist") in answer.content.decode()


def test_marking_a_lesson_that_went_offline_leads_to_the_course_with_the_reason(learner, course):
    lesson = lessons_of(course)[0]
    lesson.unpublish()
    mark = f"/en/learning/done/{course.translation_key}/{lesson.translation_key}/"
    answer = learner.post(mark, follow=True)
    assert answer.status_code == 200
    assert "no longer published" in answer.content.decode()
    assert not Event.objects.filter(verb="done").exists()


def test_a_thought_on_a_part_that_is_gone_is_given_back(learner, course):
    lesson = lessons_of(course)[0]
    form = {"block": str(uuid.uuid4()), "kept": "1", "text": f"Two labs. {SCRIPT}"}
    html = learner.post(address(lesson, "fr"), form, follow=True).content.decode()
    assert "Two labs. &lt;script&gt;" in html
    assert SCRIPT not in html


def test_a_course_in_draft_takes_nobody_in(course):
    course.unpublish()
    client = Client()
    client.force_login(a_trainee())
    assert client.get(address(course, "fr")).status_code == 404
    assert client.post(f"/fr/learning/enrol/{course.translation_key}/").status_code == 404
    assert not Enrolment.objects.exists()


def test_an_item_of_another_course_does_not_count(learner, course):
    foreign = lessons_of(a_course(lessons=1))[0]
    mark = f"/fr/learning/done/{course.translation_key}/{foreign.translation_key}/"
    answer = learner.post(mark, follow=True)
    message = in_french("This part does not count towards the course that you started.")
    assert message in answer.content.decode()
    assert not Event.objects.filter(verb="done").exists()


def test_a_name_of_300_characters_is_said_at_its_field_and_stays(learner):
    form = {"name": "A" * 300, "organisation": SCRIPT, "position": "", "gender": "", "language": "fr", "party": ""}
    answer = learner.post("/fr/accounts/profile/", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_name_error"' in html
    assert "A" * 300 in html
    assert "&lt;script&gt;" in html
    assert SCRIPT not in html


def test_html_in_a_reflection_is_only_text(learner, course):
    lesson = lessons_of(course)[0]
    form = {"block": BLOCK, "kept": "1", "text": SCRIPT}
    html = learner.post(address(lesson, "fr"), form, follow=True).content.decode()
    assert "&lt;script&gt;" in html
    assert SCRIPT not in html


def test_a_reflection_too_long_stays_in_its_field(learner, course):
    form = {"block": BLOCK, "kept": "1", "text": "A" * 5001}
    answer = learner.post(address(lessons_of(course)[0], "fr"), form)
    assert answer.status_code == 422
    assert in_french("Shorten your answer: it may have 5,000 characters.") in answer.content.decode()
    assert "A" * 5001 in answer.content.decode()


@pytest.mark.parametrize("typed", ["7K2M", "7K2M-4RTX-9QPD-3WAB", SCRIPT, "A" * 5000, "\x00"])
def test_a_wrong_serial_is_answered_at_its_field(client, typed):
    answer = client.get("/verify/", {"serial": typed}, headers={"accept-language": "fr"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="serial_error"' in html
    assert in_french("Verify a certificate") in html
    assert SCRIPT not in html


def test_a_wrong_serial_behind_a_qr_code_can_be_mended_at_its_field(client):
    answer = client.get("/verify/7K2M-4RTX-9QPD-3WAB/", headers={"accept-language": "fr"})
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'id="serial_error"' in html
    assert 'value="7K2M-4RTX-9QPD-3WAB"' in html


@pytest.mark.parametrize("address_", ["/verify/x.json", "/certificates/x.pdf"])
def test_a_wrong_serial_in_an_address_is_a_plain_404(client, address_):
    answer = client.get(address_, headers={"accept-language": "fr"}, follow=True)
    assert answer.status_code == 404
    assert in_french("This page does not exist") in answer.content.decode()
