"""The translation desk says of everything how it stands in each language, and leads to where one goes on."""

import csv
import io

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Locale, Page, Workflow
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from brs.core.models import SourceText
from brs.core.source_texts import take_stock_of_all
from brs.core.translating import begin
from brs.core.translation_state import State
from brs.home.translation_desk import Cell, DeskFilters, translation_desk, with_details
from brs.taxonomy.models import GlossaryTerm
from courses.pages.models import CoursePage, LessonPage
from tests.given import a_course, a_quiz, in_french, in_role, lessons_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/translation-desk/"


@pytest.fixture
def french() -> Locale:
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def editor(client):
    person = in_role("editor")
    client.force_login(person)
    return person


def a_lesson(*texts: str) -> LessonPage:
    body = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"p-{text}"} for text in texts]
    return lessons_of(a_course(lessons=1, body=body))[0]


def put(lesson: LessonPage, *texts: str) -> None:
    """The lesson says these now, published."""
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"p-{text}"} for text in texts]
    lesson.save_revision().publish()


def translated(lesson: LessonPage, french: Locale, editor) -> LessonPage:
    """All its texts in French, published."""
    begin(lesson, [french], editor, with_used=False, with_subtree=False)
    write(lesson, french, editor)
    publish(lesson, editor)
    return LessonPage.objects.get(translation_key=lesson.translation_key, locale=french)


def publish(lesson: LessonPage, editor) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):  # then wagtail-localize publishes
        Translation.objects.get(source__object_id=lesson.translation_key).save_target(user=editor, publish=True)


def write(lesson: LessonPage, french: Locale, editor) -> None:
    for segment in StringSegment.objects.filter(source__object_id=lesson.translation_key):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=french,
            defaults={"data": f"fr {segment.string.data}", "last_translated_by": editor},
        )


def cell_of(content, editor, language: str = "fr") -> Cell:
    rows = translation_desk(editor, DeskFilters()).rows
    [row] = with_details([row for row in rows if row.key == content.translation_key])
    return next(cell for cell in row.cells if cell.language == language)


def test_from_nothing_to_published(client, editor, french):
    lesson = a_lesson("Waste", "Trade")
    cell = cell_of(lesson, editor)
    assert (cell.state, cell.of) == (State.MISSING, 3)  # the title as well
    assert client.get(str(cell.link)).context["form"].initial["locales"] == [french]

    begin(lesson, [french], editor, with_used=False, with_subtree=False)
    cell = cell_of(lesson, editor)
    target = LessonPage.objects.get(translation_key=lesson.translation_key, locale=french)
    assert (cell.state, cell.texts) == (State.DRAFT, 3)
    assert str(cell.link) == reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert client.get(str(cell.link)).status_code == 200

    write(lesson, french, editor)
    assert (cell_of(lesson, editor).state, cell_of(lesson, editor).texts) == (State.DRAFT, 0)
    publish(lesson, editor)
    cell = cell_of(lesson, editor)
    assert (cell.state, cell.texts, cell.by, cell.since) == (State.PUBLISHED, 0, editor.name, None)


def test_a_changed_source_is_seen_before_anything_is_synchronised(client, editor, french):
    lesson = a_lesson("Waste", "Trade")
    translated(lesson, french, editor)
    before = timezone.now()
    put(lesson, "Wastes", "Trade", "Ports")
    cell = cell_of(lesson, editor)
    # One that is new, one in other words, and what that said before still stands in French.
    assert (cell.state, cell.texts) == (State.BEHIND, 3)
    assert cell.since and before <= cell.since <= timezone.now()
    source = TranslationSource.objects.get(object_id=lesson.translation_key)
    assert str(cell.link) == reverse("wagtail_localize:update_translations", args=[source.pk])

    client.post(str(cell.link))
    cell = cell_of(lesson, editor)
    assert (cell.state, cell.texts) == (State.BEHIND, 3)  # the new texts wait for the translator
    assert str(cell.link) == reverse("wagtailadmin_pages:edit", args=[cell.target])
    write(lesson, french, editor)
    publish(lesson, editor)
    assert cell_of(lesson, editor).state == State.PUBLISHED


def test_a_text_that_was_taken_away_is_seen_until_the_translation_is_written_without_it(client, editor, french):
    lesson = a_lesson("Waste", "Trade")
    translated(lesson, french, editor)
    put(lesson, "Trade")
    cell = cell_of(lesson, editor)
    assert (cell.state, cell.texts) == (State.BEHIND, 1)
    publish(lesson, editor)  # from the source as it was
    assert cell_of(lesson, editor).state == State.BEHIND
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(str(cell.link), {"publish_translations": "on"})
    assert cell_of(lesson, editor).state == State.PUBLISHED


def test_a_draft_of_the_source_changes_nothing(editor, french):
    lesson = a_lesson("Waste")
    translated(lesson, french, editor)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = [{"type": "paragraph", "value": "<p>Other</p>", "id": "p-Waste"}]
    lesson.save_revision()
    assert cell_of(lesson, editor).state == State.PUBLISHED


def test_what_is_edited_by_hand_is_behind_what_was_changed_since(editor, french):
    lesson = a_lesson("Waste", "Trade")
    target = translated(lesson, french, editor)
    Translation.objects.update(enabled=False)
    put(lesson, "Waste", "Trade", "Ports")
    cell = cell_of(lesson, editor)
    assert (cell.state, cell.texts, cell.by_hand) == (State.BEHIND, 1, True)
    assert str(cell.link) == reverse("wagtailadmin_pages:edit", args=[target.pk])
    target.save_revision().publish()
    assert cell_of(lesson, editor).state == State.PUBLISHED


def test_in_review_and_changes_that_wait(editor, french):
    lesson = a_lesson("Waste")
    target = translated(lesson, french, editor)
    target.title = "Autre"
    target.save_revision()
    assert cell_of(lesson, editor).state == State.DRAFT
    Workflow.objects.filter(active=True).first().start(target, editor)
    assert cell_of(lesson, editor).state == State.REVIEW


def test_terms_and_questions_stand_beside_pages(client, editor, french):
    quiz = a_quiz(questions=1)
    question = quiz.questions[0].value
    term = GlossaryTerm.objects.create(slug="pop", title="POP", locale=quiz.locale, definition="A pollutant.")
    for content in (question, term):
        cell = cell_of(content, editor)
        assert cell.state == State.MISSING and cell.of
        assert client.get(str(cell.link), follow=True).status_code == 200
    course = CoursePage.objects.ancestor_of(quiz).get()
    titles = {row.title for row in translation_desk(editor, DeskFilters(course=course.pk)).rows}
    assert titles == {course.title, "Module", "Quiz", question.name}


def test_filters_and_totals(client, editor, french):
    Locale.objects.get_or_create(language_code="es")
    lesson = a_lesson("Waste")
    translated(lesson, french, editor)
    desk = translation_desk(editor, DeskFilters(kind="courses.lessonpage"))
    assert [row.title for row in desk.rows] == ["Lesson 0"]
    assert desk.totals["fr"] == {State.PUBLISHED: 1}
    assert desk.totals["es"] == {State.MISSING: 1}
    assert translation_desk(editor, DeskFilters(state="published", language="fr")).languages == ["fr"]
    missing = translation_desk(editor, DeskFilters(state="missing", language="fr")).rows
    assert all(row.key != lesson.translation_key for row in missing)
    answer = client.get(ADDRESS, {"kind": "x" * 300, "course": "²", "language": "xx", "state": "lost", "p": "-1"})
    assert answer.status_code == 200


def test_files_hold_what_the_screen_shows(client, editor, french):
    lesson = a_lesson("=1+1")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.title = "=1+1"
    lesson.save_revision().publish()
    answer = client.get(ADDRESS, {"kind": "courses.lessonpage", "export": "csv"})
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads[1] == "Content" and row[1:4] == ["'=1+1", "Français", "Missing"]
    answer = client.get(ADDRESS, {"kind": "courses.lessonpage", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][:2] == ["Lesson", "=1+1"]
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("reviewer", 200), ("manager", 200), ("trainee", 302)])
def test_who_sees_it(client, role, status, french):
    a_course()
    client.force_login(in_role(role))
    assert client.get(ADDRESS).status_code == status


def test_who_may_not_submit_translations_is_led_to_no_beginning(client, french):
    a_course()
    client.force_login(in_role("reviewer"))
    assert b"/localize/submit/" not in client.get(ADDRESS).content


def test_queries_are_as_many_for_three_lessons_as_for_twelve(client, editor, french):
    def queries(lessons: int) -> int:
        course = a_course(lessons=lessons, body=[{"type": "paragraph", "value": "<p>Waste</p>", "id": "p"}])
        for lesson in lessons_of(course):
            in_french(lesson)
        client.get(ADDRESS)
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(ADDRESS).status_code == 200
        return len(context)

    few = queries(3)
    assert queries(12) == few


def test_stock_of_what_was_there_before_is_taken_at_once_and_blames_nobody(editor, french):
    lesson = a_lesson("Waste")
    translated(lesson, french, editor)
    SourceText.objects.all().delete()
    take_stock_of_all()
    assert cell_of(lesson, editor).state == State.PUBLISHED
    assert not SourceText.objects.exclude(seen_at=None).exists()
    Page.objects.get(pk=lesson.pk).delete()
    take_stock_of_all()
    assert not SourceText.objects.filter(object_key=lesson.translation_key).exists()
