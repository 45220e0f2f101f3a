"""An editor tries a course as a trainee: as it would be if it were published, and counted nowhere."""

import re
import uuid

import pytest
from django.apps import apps
from django.urls import reverse

from brs.certificates.models import CertificateKind
from brs.people.models import User
from courses.learning.models import Outline
from courses.pages.models import CoursePage, LessonPage, QuizPage
from courses.questions.models import Question
from tests.given import a_course, a_quiz, in_french, in_role, in_the_admin_alone, lessons_of

pytestmark = pytest.mark.django_db
# The session of who tries it, in which all of it stands.
NOT_COUNTED = {"sessions.Session"}


def block(kind: str, value, block_id: str = "") -> dict:
    return {"id": block_id or str(uuid.uuid4()), "type": kind, "value": value}


def a_choice(stem: str, right: str, wrong: str) -> dict:
    options = [
        {
            "id": str(uuid.uuid4()),
            "type": "item",
            "value": {"text": text, "correct": is_right, "feedback": f"Told: {text}"},
        }
        for text, is_right in ((right, True), (wrong, False))
    ]
    return block("single_choice", {"stem": stem, "options": options, "feedback": "Secret explanation"})


def rows() -> dict[str, int]:
    """How many rows every model has, but for sessions."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in NOT_COUNTED
    }


@pytest.fixture
def editor(client):
    person = in_role("editor")
    client.force_login(person)
    client.get(reverse("wagtailadmin_home"))
    return client


def a_drafted_course() -> CoursePage:
    """Never published: two lessons, the first with a question in it, and a quiz with a draft of a question."""
    kind = CertificateKind.objects.create(title="Certificate", slug="completion", statement="Well done.")
    course = a_course(lessons=2, quiz=True)
    Outline.objects.all().delete()
    course.certificate_kind = kind
    course.title = "As it will be"
    course.save_revision()
    first, _second = lessons_of(course)
    first.body = [block("question", [a_choice("Is silence consent?", "It is not", "It is")], "b1")]
    first.save_revision()
    item = a_choice("Who answers?", "The State of import", "Nobody at all")
    question = Question.objects.create(name="Who answers?", body=[item], live=False, locale=course.locale)
    question.save_revision()
    quiz = QuizPage.objects.descendant_of(course).get()
    quiz.questions = [block("question", question.pk)]
    quiz.save_revision()
    for page in [course, *lessons_of(course), quiz]:
        type(page).objects.filter(pk=page.pk).update(live=False, first_published_at=None)
    return course


def quiz_of(course: CoursePage) -> QuizPage:
    return QuizPage.objects.descendant_of(course).get()


def seen(client, name: str, *arguments) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def begin(client, course, beginning: str) -> None:
    assert client.post(reverse("trial_begin", args=[course.pk]), {"beginning": beginning}).status_code == 302


def answer_right(client, quiz) -> None:
    """The only question, by the place at which its right answer stands."""
    shown = seen(client, "trial_question", quiz.pk, 1)
    [position] = re.findall(r'value="([^"]+)"/?>\s*The State of import', shown)
    client.post(reverse("trial_question", args=[quiz.pk, 1]), {"answer": position})


def test_a_draft_is_tried_from_beginning_to_certificate_and_counted_nowhere(editor):
    course = a_drafted_course()
    first, second = lessons_of(course)
    quiz = quiz_of(course)
    seen(editor, "trial", course.pk)
    before = rows()
    assert "As it will be" in seen(editor, "trial", course.pk)
    editor.post(reverse("trial_done", args=[first.pk]))
    onward = editor.post(reverse("trial_done", args=[second.pk]))
    assert onward.headers["Location"] == reverse("trial", args=[quiz.pk])
    assert "Left: 1 quiz to pass." in seen(editor, "trial", course.pk)
    editor.post(reverse("trial", args=[quiz.pk]))
    answer_right(editor, quiz)
    editor.post(reverse("trial_submit", args=[quiz.pk]))
    assert "Passed" in seen(editor, "trial_answers", quiz.pk)
    assert "You have completed this course." in seen(editor, "trial", course.pk)
    specimen = editor.get(reverse("trial_certificate", args=[course.pk]))
    assert specimen.content.startswith(b"%PDF")
    assert rows() == before


def test_what_is_wrong_is_marked_and_told(editor):
    course = a_drafted_course()
    quiz = quiz_of(course)
    editor.post(reverse("trial", args=[quiz.pk]))
    editor.post(reverse("trial_submit", args=[quiz.pk]))
    result = seen(editor, "trial_answers", quiz.pk)
    assert "Not passed yet" in result and "The State of import" in result and "Secret explanation" in result


def test_no_key_is_in_the_browser_before_it_is_marked(editor):
    course = a_drafted_course()
    first, _second = lessons_of(course)
    quiz = quiz_of(course)
    editor.post(reverse("trial", args=[quiz.pk]))
    for shown in (
        seen(editor, "trial", first.pk),
        seen(editor, "trial", quiz.pk),
        seen(editor, "trial_question", quiz.pk, 1),
        seen(editor, "trial_answers", quiz.pk),
    ):
        assert "Told:" not in shown and "Secret" not in shown and "true" not in re.findall(r'value="(\w+)"', shown)
    [option, _other] = quiz_options()
    assert option["id"] not in seen(editor, "trial_question", quiz.pk, 1)
    assert option["id"] not in str(dict(editor.cookies))


def quiz_options() -> list[dict]:
    return list(Question.objects.get().body.raw_data[0]["value"]["options"])


@pytest.mark.parametrize(
    ("beginning", "left"),
    [("new", "Left: 2 lessons to read, 1 quiz to pass."), ("halfway", "Left: 1 lesson"), ("done", "completed")],
)
def test_one_pretends_to_be_as_far_as_one_likes(editor, beginning, left):
    course = a_drafted_course()
    begin(editor, course, beginning)
    assert left in seen(editor, "trial", course.pk)


def test_what_was_done_is_undone(editor):
    course = a_drafted_course()
    first, _second = lessons_of(course)
    begin(editor, course, "halfway")
    assert "You have marked this lesson as done." in seen(editor, "trial", first.pk)
    editor.post(reverse("trial_undo", args=[first.pk]))
    assert "Mark as done and continue" in seen(editor, "trial", first.pk)


def test_a_question_in_a_lesson_is_answered_and_marked(editor):
    course = a_drafted_course()
    first, _second = lessons_of(course)
    shown = seen(editor, "trial", first.pk)
    [showing] = re.findall(r'name="showing"[^>]*value="([^"]+)"', shown)
    [position] = re.findall(r'value="([^"]+)"/?>\s*It is not', shown)
    sent = {"block": "b1", "showing": showing, "answer": position, "from_learner": "1"}
    assert editor.post(reverse("trial", args=[first.pk]), sent).status_code == 302
    assert "Told: It is not" in seen(editor, "trial", first.pk)
    sent["answer"] = ""
    assert editor.post(reverse("trial", args=[first.pk]), sent).status_code == 422


def test_all_that_is_sent_stays_within_the_trial(editor):
    course = a_drafted_course()
    first, _second = lessons_of(course)
    quiz = quiz_of(course)
    for beginning in ("new", "done"):
        begin(editor, course, beginning)
        for page in (course, first, quiz):
            shown = seen(editor, "trial", page.pk)
            assert "<script" not in shown
            actions = re.findall(r'<form[^>]*method="post"[^>]*>', shown)
            assert actions
            addresses = [action for form in actions for action in re.findall(r'action="([^"]+)"', form)]
            assert all(action.startswith(("/admin/courses/", "#")) for action in addresses), addresses
            assert f'href="{first.url}"' not in shown
            assert reverse("trial", args=[course.pk]) in shown


def test_it_is_tried_in_every_language_that_it_has(editor):
    course = a_course(lessons=1)
    french = in_french(course)
    begin(editor, course, "done")
    assert reverse("trial", args=[french.pk]) in seen(editor, "trial", course.pk)
    shown = seen(editor, "trial", french.pk)
    assert '<html dir="ltr" lang="fr">' in shown or '<html lang="fr" dir="ltr">' in shown


def test_a_published_quiz_asks_what_its_learners_are_asked(editor):
    quiz = a_quiz(questions=3)
    editor.post(reverse("trial", args=[quiz.pk]))
    for number in (1, 2, 3):
        assert f"Question {number} of 3" in seen(editor, "trial_question", quiz.pk, number)


def test_feedback_at_once_closes_the_question(editor):
    quiz = a_quiz(questions=1, feedback="at_once")
    editor.post(reverse("trial", args=[quiz.pk]))
    asked = reverse("trial_question", args=[quiz.pk, 1])
    editor.post(asked, {"answer": "false"})
    assert "Not right" in editor.get(asked).content.decode()
    editor.post(asked, {"answer": "true"})
    assert "Not right" in editor.get(asked).content.decode()


def test_only_who_may_edit_the_page_tries_it(client):
    course = a_course(lessons=1)
    [lesson] = lessons_of(course)
    for role, status in {"trainee": 302, "facilitator": 302, "reviewer": 200, "manager": 200, "editor": 200}.items():
        client.force_login(in_role(role))
        for page in (course, lesson):
            assert client.get(reverse("trial", args=[page.pk])).status_code == status, role
    client.force_login(in_the_admin_alone())
    for page in (course, lesson):
        refused = client.get(reverse("trial", args=[page.pk]))
        assert refused.headers["Location"] == reverse("wagtailadmin_home")
    client.force_login(User.objects.create_superuser(email="a@example.org", password="x", name="A"))
    assert client.get(reverse("trial", args=[1])).status_code == 404
    assert client.get(reverse("trial_done", args=[lesson.pk])).status_code == 405


def test_it_is_reached_from_the_editor_of_each_part(editor):
    course = a_drafted_course()
    for page in (course, lessons_of(course)[0], quiz_of(course)):
        shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reverse("trial", args=[page.pk]) in shown
    assert LessonPage.objects.exists()
