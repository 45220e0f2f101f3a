"""The learning plan: gaps with their reasons, what helps, how far one is; enrolled item by item; on paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.learning_plan.plan import learning_plan
from brs.taxonomy.classification import classify
from brs.taxonomy.models import Competency, Convention
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment
from courses.pages.models import CoursePage
from tests.given import (
    a_course,
    a_focal_point,
    a_questionnaire,
    a_tool,
    a_trainee,
    an_activity,
    an_assessment,
    lessons_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    trainee = a_trainee()
    client.force_login(trainee)
    return trainee


def submitted(asked, person, **levels):
    answers = {item: level if isinstance(level, Answer) else Answer(level) for item, level in levels.items()}
    return actions.submit(an_assessment(asked, person, None, answers), person)


def training(page, *competencies, conventions=()):
    page.competencies = competencies
    page.conventions = conventions
    page.save()
    classify(page.translation_key, type(page))
    return page


def plan_page(client, assessment) -> str:
    return client.get(reverse("learning_plan", args=[assessment.pk])).content.decode()


def test_gaps_stand_by_weight_with_their_reason_in_words(client, person):
    asked = a_questionnaire(items=4)
    done = submitted(asked, person, i1=Answer(2, 1), i2=Answer(1, 3), i3=3, i4=None)
    plan = learning_plan(done, person)
    assert [need.item["id"] for need in plan.needs] == ["i2", "i1"]
    assert plan.needs[0].reason == "Level 1 of 4 now. 2 steps to level 3. Priority: High."
    assert plan.needs[1].reason == "Level 2 of 4 now. 1 step to level 3. Priority: Low."
    assert (plan.unknown, plan.met, plan.open) == (["Duty 4"], 1, 0)
    assert "Not known: to be found out first" in plan_page(client, done)


def test_what_an_item_names_helps_with_how_far_one_is(client, person):
    begun, finished, untouched = a_course(lessons=2), a_course(lessons=1), a_course(lessons=1)
    tool = a_tool()
    asked = a_questionnaire(items=1, courses=[begun.pk, finished.pk, untouched.pk], tools=[tool.pk])
    for course in (begun, finished):
        enrolment = enrol(person, course.translation_key, language="en")
        mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    CoursePage.objects.update(estimated_minutes=30)
    plan = learning_plan(submitted(asked, person, i1=0), person)
    assert [(help_.page.pk, help_.state) for help_ in plan.needs[0].courses] == [
        (begun.pk, "in_progress"),
        (finished.pk, "done"),
        (untouched.pk, "not_begun"),
    ]
    assert plan.needs[0].courses[0].said == "In progress: 1 of 2 parts done"
    assert [help_.page.pk for help_ in plan.needs[0].tools] == [tool.pk]
    assert plan.minutes == 60
    assert "3 courses help to close them: 1 hour still to learn." in plan.about()


def test_where_nothing_is_named_what_trains_the_competency_stands_in_and_says_why(person):
    law, ports = (Competency.objects.create(slug=slug, title=slug.title()) for slug in ("law", "ports"))
    basel, stockholm = (Convention.objects.create(slug=slug, title=slug.title()) for slug in ("basel", "stockholm"))
    fitting = training(a_course(), law, conventions=[basel])
    training(a_course(), law, conventions=[stockholm])
    training(a_course(), ports, conventions=[basel])
    tool = training(a_tool(), law, conventions=[basel])
    asked = a_questionnaire(items=1, competencies=[law.pk])
    asked.conventions = [basel]
    asked.save()
    need = learning_plan(submitted(asked, person, i1=0), person).needs[0]
    assert [(help_.page.pk, help_.why) for help_ in need.courses] == [(fitting.pk, "Trains: Law")]
    assert [help_.page.pk for help_ in need.tools] == [tool.pk]


def test_what_is_not_online_or_not_public_is_left_out(person):
    offline, private = a_course(), a_course()
    offline.unpublish()
    private.view_restrictions.create(restriction_type="login")
    asked = a_questionnaire(items=1, courses=[offline.pk, private.pk])
    assert learning_plan(submitted(asked, person, i1=0), person).needs[0].courses == []


def test_coming_activities_help_and_no_others(person):
    law = Competency.objects.create(slug="law", title="Law")
    course = a_course()
    with_course, trains = an_activity(), training(an_activity(), law)
    with_course.courses = [course]
    with_course.save()
    past = {"starts_at": timezone.now() - timedelta(days=9), "ends_at": timezone.now() - timedelta(days=8)}
    for other in (
        an_activity(),
        an_activity(**past),
        an_activity(cancelled_at=timezone.now(), cancelled_because="Storm"),
        an_activity(is_listed=False),
        an_activity(is_template=True),
    ):
        if other.pk != trains.pk:
            other.courses = [course]
            other.save()
            break
    asked = a_questionnaire(items=1, courses=[course.pk], competencies=[law.pk])
    helps = learning_plan(submitted(asked, person, i1=0), person).needs[0].activities
    assert {help_.page.pk: help_.why for help_ in helps}[trains.pk] == "Trains: Law"
    assert {help_.page.pk: help_.why for help_ in helps}[with_course.pk] == f"With the course: {course.title}"


def test_one_enrols_from_the_plan_and_comes_back_to_the_place(client, person):
    course = a_course()
    done = submitted(a_questionnaire(items=2, courses=[course.pk]), person, i1=0, i2=0)
    page = plan_page(client, done)
    path = reverse("enrol_from_plan", args=[done.pk, course.translation_key])
    assert page.count(path) == 1 and "As above" in page
    answer = client.post(path)
    assert answer.url == reverse("learning_plan", args=[done.pk]) + f"#c-{course.translation_key}"
    assert Enrolment.objects.get().learner == person
    assert "In progress: 0 of 2 parts done" in plan_page(client, done)
    course.unpublish()
    assert client.post(path).status_code == 404


def test_a_colleague_sees_their_own_progress_and_nobodys_else(client):
    focal_point = a_focal_point(a_trainee(organisation="Ministry of Waters"))
    course = a_course()
    asked = a_questionnaire(items=1, courses=[course.pk])
    begun = an_assessment(asked, focal_point.person, focal_point.party, {"i1": Answer(0)})
    actions.share(actions.submit(begun, focal_point.person))
    enrol(focal_point.person, course.translation_key, language="en")
    client.force_login(a_trainee(party=focal_point.party))
    page = plan_page(client, begun)
    assert "Not begun" in page and "Ministry of Waters" not in page and focal_point.person.name not in page


def test_there_is_no_plan_before_submitting(client, person):
    begun = an_assessment(a_questionnaire(), person, None, {"i1": Answer(0)})
    assert client.get(reverse("learning_plan", args=[begun.pk])).url == reverse("assessment", args=[begun.pk])
    assert client.get(reverse("learning_plan_pdf", args=[begun.pk])).status_code == 404


def test_nothing_missing_is_said(client, person):
    assert "Nothing is missing" in plan_page(client, submitted(a_questionnaire(), person, i1=3))


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_it_is_set_as_a_tagged_pdf_in_any_language(client, person, language):
    asked = a_questionnaire(items=3, courses=[a_course().pk], tools=[a_tool(title="Руководство 手册 دليل").pk])
    done = submitted(asked, person, i1=0, i2=2, i3=None)
    answer = client.get(f"/{language}/needs/{done.pk}/plan.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and b"StructTreeRoot" in answer.content
    assert len(answer.content) < 150_000


def test_a_letter_that_no_font_has_is_said(client, person):
    asked = a_questionnaire(items=1)
    asked.title = "Title \u0378"
    asked.save()
    done = submitted(asked, person, i1=0)
    answer = client.get(reverse("learning_plan_pdf", args=[done.pk]))
    assert answer.status_code == 503 and "You can print the page itself" in answer.content.decode()


def test_it_takes_as_many_queries_however_many_gaps_and_courses(client, person):
    law = Competency.objects.create(slug="law", title="Law")

    def queries(items: int, courses: int) -> int:
        made = [a_course(lessons=1) for _ in range(courses)]
        for course in made[::2]:
            enrol(person, course.translation_key, language="en")
        named = {"courses": [course.pk for course in made], "tools": [a_tool().pk], "competencies": [law.pk]}
        training(an_activity(), law)
        done = submitted(a_questionnaire(items=items, **named), person, **{f"i{n}": 0 for n in range(1, items + 1)})
        plan_page(client, done)
        with CaptureQueriesContext(connection) as asked:
            plan_page(client, done)
        return len(asked)

    assert queries(1, 1) == queries(12, 8) <= 20
