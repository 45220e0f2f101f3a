"""A page that is not for everybody stands in no list, whoever asks: its title already tells."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from brs.core.pages import address
from brs.home.models import ConventionPage, SectionPage, ThemePage
from brs.taxonomy.models import Convention, Provision, Theme
from courses.learning.enrolments import enrol
from courses.learning.models import Enrolment
from courses.pages.models import CourseIndexPage, LessonPage, ModulePage, QuizPage
from courses.pages.releases import release_course
from tests.given import a_course, a_home, a_trainee, in_french, lessons_of
from toolkits.tools.models import ToolIndexPage, ToolPage

pytestmark = pytest.mark.django_db

TOLD = re.compile("canary[ -](course|lesson|tool)", re.IGNORECASE)
LISTS = [
    "/en/",
    "/en/courses/",
    "/en/courses/?convention=basel",
    "/en/courses/?theme=esm",
    "/en/courses/?q=canary",
    "/en/tools/",
    "/en/tools/?q=canary",
    "/en/tools/?convention=basel",
    "/en/tools/open-tool/",  # names what goes with it
    "/en/courses/open-course/",  # likewise
    "/en/conventions/basel/",
    "/en/themes/esm/",
    "/en/provisions/bc-art-6/",
    "/en/search/?q=canary",
    "/en/search/?q=canary&type=course",
    "/sitemap.xml",
    "/api/v1/courses",
    "/api/v1/tools",
]


@pytest.fixture
def site() -> dict:
    """One course and one tool with everything that gets pages into lists, and lists of all kinds."""
    home = a_home()
    english = Locale.objects.get(language_code="en")
    basel = Convention.objects.create(slug="basel", title="Basel", abbreviation="BC", locale=english)
    esm = Theme.objects.create(slug="esm", title="ESM", locale=english, group=basel)
    fields = {"slug": "bc-art-6", "title": "Movements", "kind": "article", "number": "6", "convention": basel}
    article = Provision.objects.create(locale=english, **fields)
    conventions = home.add_child(instance=SectionPage(title="Conventions", slug="conventions", locale=english))
    conventions.add_child(instance=ConventionPage(title="Basel", slug="basel", convention=basel, locale=english))
    themes = home.add_child(instance=SectionPage(title="Themes", slug="themes", locale=english))
    themes.add_child(instance=ThemePage(title="ESM", slug="esm", theme=esm, locale=english))
    tools = home.add_child(instance=ToolIndexPage(title="Tools", slug="tools", locale=english))

    def arranged(page):
        page.conventions.set([basel])
        page.themes.set([esm])
        page.provisions = [{"type": "citation", "value": {"provision": article.pk, "pinpoint": ""}}]
        page.save_revision().publish()
        return page

    course = a_course(lessons=1)
    course.title, course.slug = "Canary course", "canary-course"
    open_course = a_course(lessons=0)
    open_course.slug = "open-course"
    tool = ToolPage(title="Canary tool", slug="canary-tool", summary="It.", locale=english)
    tool.related = [{"type": "course", "value": open_course.pk}]
    tools.add_child(instance=tool)
    lesson = lessons_of(course)[0]
    lesson.title = "Canary lesson"
    for page in (open_course, course, tool, lesson):
        arranged(page)
    together = [{"type": "course", "value": course.pk}, {"type": "tool", "value": tool.pk}]
    open_tool = ToolPage(title="Open tool", slug="open-tool", summary="It.", related=together, locale=english)
    arranged(tools.add_child(instance=open_tool))
    return {"course": course, "tool": tool, "tools": tools}


def telling(client: Client) -> set[str]:
    """Of the lists, those that name the course, its lesson or the tool."""
    call_command("wagtail_update_index", verbosity=0)
    paths = set()
    for path in LISTS:
        if TOLD.search(client.get(path).content.decode()):
            paths.add(path)
    return paths


def close(page, kind: str) -> None:
    page.view_restrictions.create(restriction_type=kind, password="secret")


def test_each_list_names_what_is_public(site, client):
    assert telling(client) == set(LISTS)


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("who", ["visitor", "trainee"])
def test_none_names_what_is_not(kind, who, site, client):
    if who == "trainee":
        client.force_login(a_trainee())
    close(site["course"], kind)
    close(site["tool"], kind)
    assert telling(client) == set()


def test_what_lies_below_a_closed_page_is_closed_too(site, client):
    close(site["tools"], "login")
    close(CourseIndexPage.objects.get(), "login")
    assert telling(client) == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_closed_in_one_language_stands_in_no_list(site, client, language):
    close(in_french(site["course"]), "login")
    assert "canary" not in client.get(f"/{language}/courses/").content.decode().lower()


def test_what_is_opened_again_is_listed_at_once(site, client):
    close(site["course"], "login")
    assert b"Canary course" not in client.get("/en/courses/").content
    site["course"].view_restrictions.all().delete()
    assert b"Canary course" in client.get("/en/courses/").content


def test_nobody_enrols_in_a_course_that_they_may_not_see(site, client):
    close(site["course"], "groups")
    client.force_login(a_trainee())
    assert client.post(reverse("enrol", args=[site["course"].translation_key])).status_code == 404
    assert not Enrolment.objects.exists()


def test_who_may_see_it_may_enrol(site, client):
    close(site["course"], "login")
    client.force_login(a_trainee())
    assert client.post(reverse("enrol", args=[site["course"].translation_key])).status_code == 302
    assert Enrolment.objects.get().course_key == site["course"].translation_key


@pytest.fixture
def partly_closed(site) -> dict:
    """A public course of three lessons, of which the second is to be closed, by itself or with its module."""
    course = a_course(lessons=1)
    first = lessons_of(course)[0]
    module = course.add_child(instance=ModulePage(title="Canary module", slug="closed"))
    second = module.add_child(instance=LessonPage(title="Canary lesson", slug="second"))
    third = course.add_child(instance=QuizPage(title="Quiz", slug="quiz"))
    release_course(course)
    pages = [course, first.get_parent().specific, first, third]
    return {"course": course, "lesson": second, "module": module, "places": [address(page, "en") for page in pages]}


def naming(client: Client, places: list[str]) -> set[str]:
    return {path for path in places if "canary" in client.get(path).content.decode().lower()}


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("what", ["lesson", "module"])
def test_no_page_of_a_course_names_a_part_that_is_closed(kind, what, partly_closed, client):
    """Not in the outline nor before and after, to a learner as little as to a visitor; who may see it finds it."""
    places, course = partly_closed["places"], partly_closed["course"]
    everywhere = naming(client, places)
    assert {address(course, "en"), places[2]} <= everywhere
    close(partly_closed[what], kind)
    restriction = partly_closed[what].view_restrictions.get()
    learner, member = Client(), Client()
    person, let_in = a_trainee(), a_trainee()
    learner.force_login(person)
    member.force_login(let_in)
    members = Group.objects.create(name="Members")
    restriction.groups.add(members)
    let_in.groups.add(members)
    enrol(person, course.translation_key, language="en")
    if kind == "password":
        member.post(reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, 1]), PASSED)
    for _twice in range(2):  # whoever came first, and what was kept for them
        assert naming(member, places) == everywhere
        assert naming(client, places) == set()
        assert naming(learner, places) == (everywhere if kind == "login" else set())


PASSED = {"password": "secret", "return_url": "/"}


def test_a_newer_release_names_no_part_that_is_closed(site, client):
    course = a_course(lessons=1)
    person = a_trainee()
    enrol(person, course.translation_key, language="en")
    module = lessons_of(course)[0].get_parent()
    close(module.add_child(instance=LessonPage(title="Canary lesson", slug="more")), "groups")
    release_course(course)
    client.force_login(person)
    page = client.get(address(course, "en")).content.decode()
    assert "newer release" in page
    assert "A part that is not for everybody" in page
    assert "canary" not in page.lower()


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_no_menu_names_a_closed_page(kind, site, client):
    section = SectionPage.objects.get(slug="themes")
    section.title, section.show_in_menus = "Canary section", True
    section.save_revision().publish()
    assert "Canary section" in client.get("/en/").content.decode()
    close(section, kind)
    assert "Canary section" not in client.get("/en/").content.decode()


def test_a_lesson_that_points_to_a_closed_tool_does_not_name_it(site, client):
    body = [{"type": "tool", "value": {"page": site["tool"].pk, "name": "", "url": "", "text": "Use it."}}]
    lesson = address(lessons_of(a_course(lessons=1, body=body))[0], "en")
    assert "Canary tool" in client.get(lesson).content.decode()
    close(site["tool"], "login")
    html = client.get(lesson).content.decode()
    assert "Use it." in html
    assert "canary" not in html.lower()
