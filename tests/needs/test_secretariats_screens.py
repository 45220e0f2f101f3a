"""What editors and managers do about needs in the admin."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import FocalPoint
from brs.people.models import Party
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment, in_role

pytestmark = pytest.mark.django_db
FOCAL_POINTS, ASSESSMENTS = "/admin/focal_points/", "/admin/assessments/"


@pytest.fixture
def kenya():
    return Party.objects.create(iso2="KE", names={"en": "Kenya", "fr": "le Kenya"})


@pytest.fixture
def manager(client):
    person = in_role("manager")
    client.force_login(person)
    return person


def test_those_who_wait_come_first(client, manager, kenya):
    confirmed = a_focal_point(a_trainee())
    waiting = actions.ask_to_speak_for(a_trainee(), kenya, "Contact point")
    gone = a_focal_point(a_trainee())
    actions.end(gone)
    html = client.get(FOCAL_POINTS).content.decode()
    places = [html.index(focal_point.person.email) for focal_point in (waiting, confirmed, gone)]
    assert places == sorted(places)


def test_a_manager_confirms_and_the_person_learns_of_it_in_their_language(client, manager, kenya):
    asked = actions.ask_to_speak_for(a_trainee(language="fr"), kenya, "Contact point")
    for _ in range(2):
        client.post(f"{FOCAL_POINTS}confirm/{asked.pk}/")
    asked.refresh_from_db()
    assert asked.state() == "confirmed" and asked.confirmed_by == manager
    assert [message.to for message in mail.outbox] == [[asked.person.email]]
    assert "le Kenya" in mail.outbox[0].subject and "/fr/needs/" in mail.outbox[0].body


def test_the_buttons_of_the_list_are_accepted_as_its_own(manager, kenya):
    asked = actions.ask_to_speak_for(a_trainee(), kenya, "")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager)
    form = BeautifulSoup(browser.get(FOCAL_POINTS).content, "html.parser").find("form", action=re.compile("confirm"))
    browser.post(form["action"], {control["name"]: control["value"] for control in form.find_all("input")})
    asked.refresh_from_db()
    assert asked.state() == "confirmed"


def test_a_manager_declines_or_ends_and_the_person_learns_which(client, manager, kenya):
    asked = actions.ask_to_speak_for(a_trainee(), kenya, "")
    spoke = a_focal_point(a_trainee())
    for focal_point in (asked, spoke):
        client.post(f"{FOCAL_POINTS}end/{focal_point.pk}/")
    assert [focal_point.state() for focal_point in FocalPoint.objects.all()] == ["ended", "ended"]
    assert ["could not confirm" in message.body for message in mail.outbox] == [True, False]


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor", "reviewer"])
def test_nobody_else_decides_or_looks(client, kenya, role):
    asked = actions.ask_to_speak_for(a_trainee(), kenya, "")
    client.force_login(in_role(role))
    for deed in ("confirm", "end"):
        assert client.post(f"{FOCAL_POINTS}{deed}/{asked.pk}/").status_code in (302, 403)
    asked.refresh_from_db()
    assert asked.state() == "waiting"
    for path in (FOCAL_POINTS, ASSESSMENTS):
        assert client.get(path).status_code in (302, 403)


def test_deciding_takes_a_post_and_an_unknown_one_is_not_found(client, manager, kenya):
    asked = actions.ask_to_speak_for(a_trainee(), kenya, "")
    assert client.get(f"{FOCAL_POINTS}confirm/{asked.pk}/").status_code == 405
    assert client.post(f"{FOCAL_POINTS}confirm/999999/").status_code == 404


def test_managers_read_what_parties_submitted_and_nothing_that_is_anybodys_own(client, manager, kenya):
    asked, person = a_questionnaire(), a_focal_point(a_trainee()).person
    submitted = an_assessment(asked, person, kenya, {"i1": Answer(1, 3, "Law of 2020")})
    actions.submit(submitted, person)
    begun = an_assessment(asked, person, kenya, {"i1": Answer(1, 3, "Unfinished words")})
    persons = actions.submit(an_assessment(asked, person, None, {"i1": Answer(0)}), person)
    html = client.get(ASSESSMENTS).content.decode()
    assert str(submitted.pk) in html and str(begun.pk) in html and str(persons.pk) not in html
    shown = client.get(f"{ASSESSMENTS}inspect/{submitted.pk}/").content.decode()
    assert "Law of 2020" in shown and "Level 1, Started" in shown
    assert "Unfinished words" not in client.get(f"{ASSESSMENTS}inspect/{begun.pk}/").content.decode()
    assert client.get(f"{ASSESSMENTS}inspect/{persons.pk}/").status_code == 404
    for deed in ("edit", "delete", "history", "usage"):
        assert client.get(f"{ASSESSMENTS}{deed}/{submitted.pk}/").status_code == 404


def test_the_lists_take_as_many_queries_however_long(client, manager, kenya):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for path in (FOCAL_POINTS, ASSESSMENTS):
                client.get(path)
        return len(asked)

    a_party_answers(kenya)
    queries()
    few = queries()
    for _ in range(8):
        a_party_answers(kenya)
    assert queries() == few


def a_party_answers(party: Party) -> None:
    person = a_focal_point(a_trainee()).person
    actions.submit(an_assessment(a_questionnaire(), person, party, {"i1": Answer(1)}), person)


def test_an_editor_sees_before_publishing_whom_it_touches(client, kenya):
    client.force_login(in_role("editor"))
    asked, person = a_questionnaire(), a_trainee()
    actions.submit(an_assessment(asked, person, None, {"i1": Answer(1)}), person)
    an_assessment(asked, person)
    page = client.get(reverse(asked.snippet_viewset.get_url_name("edit"), args=[asked.pk])).content.decode()
    assert "1 assessment is being answered now." in page and "1 was submitted." in page


@pytest.mark.parametrize("role", ["reviewer", "manager"])
def test_questionnaires_are_the_editors(client, role):
    client.force_login(in_role(role))
    asked = a_questionnaire()
    answer = client.get(reverse(asked.snippet_viewset.get_url_name("edit"), args=[asked.pk]))
    assert answer.status_code in (302, 403)


def test_the_preview_shows_the_items_as_they_are_written():
    asked = a_questionnaire(items=2)
    asked.items = [{"id": "i1", "type": "item", "value": {"obligation": "Register wastes"}}]
    shown = asked.make_preview_request().content.decode()
    assert "Register wastes" in shown and "Duty 2" not in shown
