"""The starter catalogue: all of it is loaded, and loading it again changes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from brs.people.models import Party
from brs.starter import reading
from brs.taxonomy.models import Convention, GlossaryTerm, Provision
from courses.pages.models import CoursePage, LessonPage, QuizPage
from courses.questions.models import Question

pytestmark = pytest.mark.django_db


def test_everything_is_there_once_however_often_it_is_loaded():
    call_command("load_starter", stdout=StringIO())
    courses = reading.courses()
    lessons = [lesson for course in courses for module in course["modules"] for lesson in module["lessons"]]
    questions = [question for course in courses for question in course["quiz"]["questions"]]
    english = {"locale__language_code": "en"}
    assert CoursePage.objects.filter(**english).count() == len(courses) == QuizPage.objects.filter(**english).count()
    assert LessonPage.objects.filter(**english).count() == len(lessons)
    assert Question.objects.filter(**english).count() == len(questions)
    assert CoursePage.objects.filter(locale__language_code="ar").count() == 2
    assert Convention.objects.filter(locale__language_code="ru").count() == 4
    assert Provision.objects.filter(**english).count() == len(reading.read("taxonomy.yaml")["provisions"])
    assert GlossaryTerm.objects.filter(**english).count() == len(reading.read("glossary.yaml")["terms"])
    assert Party.objects.count() == len(reading.rows("countries.csv"))

    for lesson in LessonPage.objects.all():
        for block in lesson.body:
            if block.block_type == "table":
                width = len(block.value["header"])
                assert {len(row) for row in block.value["rows"]} == {width}, lesson.url_path

    edited = CoursePage.objects.filter(**english).first()
    edited.title = "Renamed by an editor"
    edited.save()
    before = (Page.objects.count(), Revision.objects.count(), Question.objects.count())
    call_command("load_starter", stdout=StringIO())
    assert (Page.objects.count(), Revision.objects.count(), Question.objects.count()) == before
    edited.refresh_from_db()
    assert edited.title == "Renamed by an editor"


def test_a_translation_keeps_the_ids_and_what_it_does_not_translate():
    course = next(course for course in reading.courses() if course["slug"] == "three-conventions-one-life-cycle")
    arabic = reading.translations(course)["ar"]
    for source, translation in zip(course["quiz"]["questions"], arabic["quiz"]["questions"], strict=True):
        assert source["id"] == translation["id"]
        assert source["type"] == translation["type"]
        assert source["stem"] != translation["stem"]
        for option, other in zip(source.get("options", []), translation.get("options", []), strict=True):
            assert option["correct"] == other["correct"]
