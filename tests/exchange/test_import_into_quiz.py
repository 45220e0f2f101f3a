"""Questions of an import are put in a quiz: a draft of one that is there, or a new one."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.exchange.models import QuestionImport
from courses.pages.models import CoursePage, QuizPage
from courses.questions.models import Question
from tests.exchange.test_import_screens import added, sent
from tests.given import a_course, a_home, a_quiz, in_french, in_role

pytestmark = pytest.mark.django_db
TEXT = "1. Which?\nA. one\n*B. two\n\n2. Who?\nA. me\n*B. you\n"


@pytest.fixture
def editor(client):
    a_home()
    editor = in_role("editor")
    client.force_login(editor)
    return editor


def an_import(client) -> str:
    """The address of the last step of an import of two questions."""
    sent(client, TEXT)
    added(client, [0, 1], publish="1")
    return reverse("import_into_quiz", args=[QuestionImport.objects.latest("pk").pk])


def test_the_import_leads_there_and_a_new_quiz_is_a_draft(client, editor):
    course = a_course(lessons=1)
    address = an_import(client)
    check = reverse("wagtailsnippets_courses_question:import_check", args=[QuestionImport.objects.latest("pk").pk])
    assert address in client.get(check).content.decode()
    assert course.title in client.get(address).content.decode()
    answer = client.post(address, {"create": "1", "parent": course.pk, "title": "From a file"})
    quiz = QuizPage.objects.get(title="From a file")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    assert (quiz.live, quiz.pass_mark, quiz.estimated_minutes, quiz.owner) == (False, 80, 2, editor)
    assert quiz.get_parent().pk == course.pk
    asked = [block.value for block in quiz.get_latest_revision_as_object().questions]
    assert asked == list(Question.objects.order_by("pk"))
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_quiz_that_is_there_gets_a_draft_and_its_live_page_stays(client, editor):
    quiz = a_quiz(questions=1)
    address = an_import(client)
    client.post(address, {"quiz": quiz.pk})
    client.post(address, {"quiz": quiz.pk, "again": "1"})  # none is asked twice
    quiz.refresh_from_db()
    assert (quiz.live, quiz.has_unpublished_changes) == (True, True)
    assert len(quiz.questions) == 1
    assert len(quiz.get_latest_revision_as_object().questions) == 3


def test_another_editors_draft_is_gone_on_with(client, editor):
    quiz = a_quiz(questions=1)
    draft = quiz.get_latest_revision_as_object()
    draft.title = "Half renamed"
    draft.save_revision()
    client.post(an_import(client), {"quiz": quiz.pk})
    newest = QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()
    assert (newest.title, len(newest.questions)) == ("Half renamed", 3)


def test_what_may_not_be_edited_is_not_offered_and_not_taken(client, editor):
    locked, french, mine = a_quiz(), a_quiz(), a_quiz()
    QuizPage.objects.filter(pk=locked.pk).update(locked=True)
    french = in_french(french)
    address = an_import(client)
    offered = client.get(address).content.decode()
    assert f'value="{mine.pk}"' in offered
    for page in (locked, french):
        assert f'<option value="{page.pk}"' not in offered
        before = QuizPage.objects.get(pk=page.pk).latest_revision_id
        assert client.post(address, {"quiz": page.pk}).status_code == 422
        assert QuizPage.objects.get(pk=page.pk).latest_revision_id == before
    assert client.post(address, {"create": "1", "parent": french.get_parent().pk, "title": "X"}).status_code == 422
    assert client.post(address, {"create": "1", "parent": "1"}).status_code == 422


def test_it_is_for_who_made_the_import(client, editor):
    quiz = a_quiz()
    address = an_import(client)
    client.force_login(in_role("facilitator"))
    assert client.post(address, {"quiz": quiz.pk}).status_code in (302, 403)
    assert len(QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object().questions) == 2


def test_its_queries_do_not_grow(client, editor, django_assert_max_num_queries):
    address = an_import(client)
    for number in (1, 6):
        for _ in range(number):
            a_course(lessons=0, quiz=True)
        client.get(address)
        with django_assert_max_num_queries(32):
            client.get(address)
    assert CoursePage.objects.count() == 7
    assert Locale.objects.exists()
