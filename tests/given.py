"""What tests start from, in small plain functions."""

import itertools
import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Locale, Page, Site

from brs.activities.evaluation.models import Survey, SurveyField
from brs.activities.pages.models import ActivityIndexPage, ActivityPage
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.home.models import HomePage
from brs.needs.assessments import actions as needs
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment, FocalPoint, Questionnaire
from brs.needs.assistance_plan.models import ComponentPage, OutputPage, PlanPage
from brs.people import slips
from brs.people.models import Party, User
from brs.taxonomy.classification import classify
from brs.taxonomy.models import Convention, Term, Theme
from courses.learning.models import Outline
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from courses.pages.releases import release_course
from courses.questions.models import Question
from toolkits.sharing.actions import add_link, share
from toolkits.sharing.models import ShareLink, Toolkit
from toolkits.tools.models import ToolIndexPage, ToolPage

_numbers = itertools.count(1)
# What /readyz says where nothing is amiss.
WELL = {
    "ready": True,
    "problems": [],
    "warnings": [],
    "checks": dict.fromkeys(["database", "static", "disk", "queue", "mail", "deeds", "clock"], "ok"),
}


def a_trainee(**fields) -> User:
    """Somebody who has confirmed their address."""
    number = next(_numbers)
    values = {"email": f"trainee{number}@example.org", "name": f"Trainee {number}", **fields}
    person = User.objects.create_user(password="pass-word-123", **values)
    EmailAddress.objects.create(user=person, email=person.email.lower(), verified=True, primary=True)
    return person


def in_role(role: str) -> User:
    person = a_trainee()
    person.groups.add(Group.objects.get(name=role))
    return person


def in_the_admin_alone() -> User:
    """Somebody who gets into the admin and may edit no page."""
    person = a_trainee()
    group = Group.objects.create(name="admin alone")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    return person


def a_live_page() -> Page:
    number = next(_numbers)
    return Page.get_first_root_node().add_child(title=f"Page {number}", slug=f"page-{number}")


def an_outline(lessons: int = 2, quiz: bool = False) -> Outline:
    """A released outline whose items are live pages."""
    items = [{"key": str(a_live_page().translation_key), "kind": "lesson", "required": True} for _ in range(lessons)]
    if quiz:
        items.append({"key": str(a_live_page().translation_key), "kind": "quiz", "required": True})
    return Outline.objects.create(course_key=a_live_page().translation_key, number=1, items=items, digest="")


def a_home() -> HomePage:
    """The site's home page in English, with an empty catalogue under it."""
    home = HomePage.objects.first()
    if home:
        return home
    english, _ = Locale.objects.get_or_create(language_code="en")
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home-en", locale=english))
    home.add_child(instance=CourseIndexPage(title="Courses", slug="courses", locale=english))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "testserver"})
    return home


def a_course(lessons: int = 2, body: list | None = None, quiz: bool = False) -> CoursePage:
    """A live, released course with one module; every lesson has the same body (StreamField data)."""
    a_home()
    number = next(_numbers)
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    course = catalogue.add_child(
        instance=CoursePage(title=f"Course {number}", slug=f"course-{number}", summary="About.", is_open=True)
    )
    module = course.add_child(instance=ModulePage(title="Module", slug="module"))
    for position in range(lessons):
        lesson = LessonPage(title=f"Lesson {position}", slug=f"lesson-{position}", body=body or [])
        module.add_child(instance=lesson)
    if quiz:
        course.add_child(instance=QuizPage(title="Quiz", slug="quiz"))
    release_course(course)
    return course


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def a_quiz(questions: int = 2, **fields) -> QuizPage:
    """A live quiz in a course of its own; what its questions say is true, and each is worth a point."""
    course = a_course(lessons=0, quiz=True)
    quiz = QuizPage.objects.descendant_of(course).get()
    for name, value in fields.items():
        setattr(quiz, name, value)
    asked = [
        {
            "id": str(uuid.uuid4()),
            "type": "true_false",
            "value": {"stem": f"Is {n} {n}?", "answer": True, "feedback": ""},
        }
        for n in range(questions)
    ]
    made = [Question.objects.create(name=item["value"]["stem"], body=[item], locale=quiz.locale) for item in asked]
    quiz.questions = [{"type": "question", "value": item.pk} for item in made]
    quiz.save_revision().publish()
    return quiz


def an_activity(sessions: int = 2, **fields) -> ActivityPage:
    """A live workshop that begins in an hour, with sessions of an hour, joined by code."""
    home = a_home()
    activities = ActivityIndexPage.objects.filter(locale=home.locale).first() or home.add_child(
        instance=ActivityIndexPage(title="Activities", slug="activities", locale=home.locale)
    )
    number = next(_numbers)
    begins = timezone.now() + timedelta(hours=1)
    agenda = [
        {
            "id": str(uuid.uuid4()),
            "type": "session",
            "value": {"title": f"Session {number}", "day": begins.date(), "time": begins.time(), "minutes": 60},
        }
        for number in range(1, sessions + 1)
    ]
    return activities.add_child(
        instance=ActivityPage(
            slug=f"workshop-{number}",
            **{
                "title": f"Workshop {number}",
                "summary": "About.",
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=8),
                "agenda": agenda,
                "attendance_percent": 50,
                **fields,
            },
        )
    )


def a_crowd(activity: ActivityPage, size: int, **fields) -> list[Participation]:
    """So many people take part by slip, put there in two statements."""
    register = register_of(activity)
    made = [
        User(email=f"{uuid.uuid4().hex}@{slips.DOMAIN}", name=f"Person {number}", password="!")
        for number in range(size)
    ]
    values = {"register": register, "way": Participation.Way.LIST, "joined_at": timezone.now(), **fields}
    people = User.objects.bulk_create(made)
    return Participation.objects.bulk_create(
        [Participation(learner=person, name=person.name, **values) for person in people]
    )


def a_survey(**fields) -> Survey:
    """The default evaluation form in English: a rating and a text that may stay empty."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    survey = Survey.objects.create(**{"title": "Evaluation", "locale": english, "is_default": True, **fields})
    SurveyField.objects.create(survey=survey, locale=english, label="The trainers", field_type="rating", sort_order=1)
    SurveyField.objects.create(
        survey=survey, locale=english, label="To improve", field_type="multiline", required=False, sort_order=2
    )
    return survey


def a_questionnaire(items: int = 3, **helps: list[int]) -> Questionnaire:
    """A live questionnaire in English; its items are «i1», «i2» and so on, each with the courses, tools … that help."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    same: dict = {f"level_{level}": f"Level {level}" for level in range(5)}
    for name, keys in helps.items():
        same[name] = [{"type": "item", "value": key, "id": f"{name}-{key}"} for key in keys]
    body = [
        {"id": f"i{n}", "type": "item", "value": {"obligation": f"Duty {n}", "question": f"Done {n}?", **same}}
        for n in range(1, items + 1)
    ]
    number = next(_numbers)
    return Questionnaire.objects.create(slug=f"q-{number}", title=f"Questionnaire {number}", items=body, locale=english)


def an_output(indicators: int = 1, plan: PlanPage | None = None, **fields) -> OutputPage:
    """A live output with indicators «one», «two» …, below a component of its own, in a plan."""
    home = a_home()
    plan = plan or PlanPage.objects.first()
    if plan is None:
        plan = home.add_child(
            instance=PlanPage(title="Plan", slug="plan", goal="Goal.", first_year=2026, locale=home.locale)
        )
    number = next(_numbers)
    component = plan.add_child(instance=ComponentPage(title=f"Component {number}", slug=f"c{number}", objective="So."))
    measured = [
        {
            "id": f"m{number}",
            "type": "indicator",
            "value": {"text": f"Measure {number}", "unit": "Parties", "baseline": 0, "target": 10},
        }
        for number in range(1, indicators + 1)
    ]
    output = OutputPage(title=f"Output {number}", slug=f"o{number}", indicators=measured, **fields)
    return component.add_child(instance=output)


def a_tool(*carried: Term, **fields) -> ToolPage:
    """A live tool in the catalogue of tools, which carries these conventions and themes."""
    catalogue = ToolIndexPage.objects.first()
    if catalogue is None:
        catalogue = a_home().add_child(instance=ToolIndexPage(title="Tools", slug="tools"))
    number = next(_numbers)
    values = {"title": f"Tool {number}", "slug": f"tool-{number}", "kind": "checklist", "summary": "Tick."}
    tool = catalogue.add_child(instance=ToolPage(**{**values, **fields}))
    tool.conventions.set([term for term in carried if isinstance(term, Convention)])
    tool.themes.set([term for term in carried if isinstance(term, Theme)])
    tool.save()
    classify(tool.translation_key, ToolPage)
    return tool


def a_focal_point(person: User, code: str = "KE") -> FocalPoint:
    """Somebody who speaks for a Party."""
    party, _ = Party.objects.get_or_create(iso2=code, defaults={"names": {"en": f"Land {code}"}})
    asked = needs.ask_to_speak_for(person, party, "Competent authority")
    needs.confirm(asked, None)
    return FocalPoint.objects.get(pk=asked.pk)


def an_assessment(
    questionnaire: Questionnaire, person: User, party: Party | None = None, answers: dict[str, Answer] | None = None
) -> Assessment:
    """The open one, with what the person has answered in it."""
    begun = needs.begin(questionnaire.translation_key, person, party)
    for item, answer in (answers or {}).items():
        needs.answer(begun, item, answer, person)
    return begun


def a_toolkit(links: int = 0, **fields) -> Toolkit:
    """A toolkit of a facilitator's, with so many links to addresses outside."""
    toolkit = Toolkit.objects.create(
        **{"owner": fields.pop("owner", None) or in_role("facilitator"), "title": "Kit", **fields}
    )
    for number in range(links):
        add_link(toolkit, f"https://example.org/{number}", f"Link {number}")
    return toolkit


def a_link(toolkit: Toolkit | None = None, **fields) -> ShareLink:
    """A shared link without an end; of a toolkit of its own unless said."""
    toolkit = toolkit or a_toolkit(links=1)
    return share(toolkit, toolkit.owner, **{"label": "", "language": "en", "expires_at": None, **fields})


def in_french(page: Page) -> Page:
    """The page, with all above it that has no translation yet, published in French."""
    french, _ = Locale.objects.get_or_create(language_code="fr")
    for ancestor in Page.objects.ancestor_of(page, inclusive=True).filter(depth__gt=1).order_by("depth").specific():
        if not ancestor.has_translation(french):
            ancestor.copy_for_translation(french).save_revision().publish()
    return page.get_translation(french).specific


def a_document(title: str = "Form", content: bytes = b"a,b\n", name: str = "form.csv", **fields) -> AbstractDocument:
    return get_document_model().objects.create(
        title=title, file=ContentFile(content, name), file_size=len(content), **fields
    )


def awaiting_review(client) -> str:
    """What the front page of the admin says waits for the review of who is signed in; empty for nothing."""
    panel = BeautifulSoup(client.get("/admin/").content, "html.parser").find("section", id="awaiting-review-section")
    return panel.get_text() if panel else ""
