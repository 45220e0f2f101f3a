"""The front page of the admin says what waits for the person, and leads only to what they may open."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from brs.home import front_page_figures
from brs.settings.base import TASKS
from courses.pages.models import CourseIndexPage, CoursePage
from tests.given import a_course, a_home, a_quiz, a_trainee, in_role
from tests.pages.test_item_analysis import a_choice, handed_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"
TEAM = ["editor", "reviewer", "manager", "administrator"]


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.delete_many([front_page_figures.KEY, front_page_figures.ASKED_FOR])
    yield
    cache.delete_many([front_page_figures.KEY, front_page_figures.ASKED_FOR])


def front_page(client, person) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(ADMIN).content, "html.parser")


def rows(soup: BeautifulSoup, panel: str) -> list[list[str]]:
    lines = soup.select(f"#{panel}-section tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in lines]


def a_draft(person, title: str) -> CoursePage:
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    course = catalogue.add_child(instance=CoursePage(title=title, summary="About.", live=False, owner=person))
    course.save_revision(user=person)
    return course


def test_it_is_in_the_sites_name(client):
    soup = front_page(client, in_role("editor"))
    assert soup.title.get_text(strip=True).endswith("BRS Learn")
    assert "icon.svg" in soup.select_one("link[rel=icon]")["href"]
    assert "icon.svg" in str(soup.select_one("[data-wagtail-sidebar-branding-logo]"))
    assert not soup.select(".icon-wagtail")
    assert "editor guide" not in soup.select_one("main").get_text().lower()


@pytest.mark.parametrize("role", TEAM)
def test_every_way_of_a_role_can_be_walked(client, role):
    a_home()
    a_course(lessons=1)
    front_page_figures.count()
    soup = front_page(client, in_role(role))
    addresses = {link["href"] for link in soup.select("main .w-dashboard a[href^='/']")}
    assert addresses
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_ways_are_those_of_the_role(client):
    a_home()
    ways = {}
    for role in TEAM:
        soup = front_page(client, in_role(role))
        ways[role] = {link.get_text(strip=True) for link in soup.select(".front-page-ways a")}
    assert {"Create a course", "Import questions", "Translation desk"} <= ways["editor"]
    assert not {"Create a course", "Import questions", "People"} & ways["manager"]
    assert {"Certificates", "Focal points"} <= ways["manager"]
    assert {"People", "Health of the site"} <= ways["administrator"]
    assert "Create a course" not in ways["reviewer"]


def test_drafts_are_ones_own_until_they_are_published(client):
    a_home()
    person, other = in_role("editor"), in_role("editor")
    mine = a_draft(person, "Mine")
    a_draft(other, "Theirs")
    assert [row[0] for row in rows(front_page(client, person), "my-drafts")] == ["Mine"]
    mine.get_latest_revision().publish(user=person)
    assert rows(front_page(client, person), "my-drafts") == []
    changed = CoursePage.objects.get(pk=mine.pk)
    changed.title = "Mine, changed"
    changed.save_revision(user=person)
    assert [row[0] for row in rows(front_page(client, person), "my-drafts")] == ["Mine, changed"]


def test_the_worst_courses_stand_first(client):
    courses = [a_course(lessons=number) for number in (1, 4, 2, 3, 6, 5)]  # empty lessons, each one to mend
    front_page_figures.count()
    person = in_role("editor")
    soup = front_page(client, person)
    named = [row[0] for row in rows(soup, "course-faults")]
    assert named == [courses[index].title for index in (4, 5, 1, 3, 2)]
    assert "1 more course" in soup.select_one("#course-faults-section").get_text(" ", strip=True)


def test_questions_that_most_get_wrong_are_named_where_enough_were_asked(client):
    quiz = a_quiz(questions=1)
    easy, hard, few = (a_choice(name, quiz) for name in ("Easy", "Hard", "Few"))
    right_in = [(easy, 36), (hard, 10)]
    handed_in(
        quiz,
        [{question: "o0" if person < count else "o1" for question, count in right_in} for person in range(40)],
    )
    handed_in(quiz, [{few: "o1"} for _person in range(6)])
    front_page_figures.count()
    [[stem, title, share]] = rows(front_page(client, in_role("editor")), "hard-questions")
    assert (stem, title) == ("Hard", quiz.title)
    assert re.fullmatch(r"[123]\d\s?%", share)


def test_what_nobody_counted_yet_is_asked_for_once(client, settings):
    settings.TASKS = TASKS  # a worker does it
    person = in_role("editor")
    soup = front_page(client, person)
    assert "are being counted" in soup.select_one("main").get_text(" ", strip=True)
    front_page(client, person)
    assert DBTaskResult.objects.filter(task_path=front_page_figures.count_later.module_path).count() == 1
    front_page_figures.count()
    assert "are being counted" not in front_page(client, person).select_one("main").get_text(" ", strip=True)


def test_its_queries_are_as_many_with_thirty_drafts_and_courses_as_with_three(client):
    a_home()
    person = in_role("editor")
    counts = []
    for total in (3, 30):
        for number in range(total):
            a_draft(person, f"Draft {total} {number}")
        for _number in range(total // 3):
            a_course(lessons=1)
        front_page_figures.count()
        front_page(client, person)
        with CaptureQueriesContext(connection) as queries:
            front_page(client, person)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40


def test_who_may_not_into_the_admin_sees_none_of_it(client):
    client.force_login(a_trainee())
    assert client.get(ADMIN).status_code in (302, 403)


@pytest.mark.parametrize("role", TEAM)
def test_every_icon_of_the_menu_is_drawn(client, role):
    client.force_login(in_role(role))
    drawn = set(re.findall(r'id="icon-([\w-]+)"', client.get("/admin/sprite/").content.decode()))
    named = set(re.findall(r'"icon_name": "([\w-]+)"', client.get(ADMIN).content.decode()))
    assert len(named) > 3
    assert named <= drawn
