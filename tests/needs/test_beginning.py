"""What can be answered, for whom; and beginning to."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment
from brs.people.models import Party
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    trainee = a_trainee()
    client.force_login(trainee)
    return trainee


def begin(client, questionnaire, **sent):
    return client.post(reverse("begin_assessment", args=[questionnaire.translation_key]), sent)


def test_a_visitor_reads_what_is_asked_and_begins_after_signing_in(client):
    asked = a_questionnaire()
    assert asked.title in client.get("/en/needs/").content.decode()
    answer = begin(client, asked)
    assert answer.status_code == 302 and "sign-in" in answer.url
    assert not Assessment.objects.exists()
    client.force_login(a_trainee())
    assert "begin answering" in client.get(reverse("pending")).content.decode()


def test_anybody_begins_for_themself_and_goes_on_where_they_were(client, person):
    asked = a_questionnaire()
    for _ in range(2):
        answer = begin(client, asked)
    begun = Assessment.objects.get()
    assert (begun.begun_by, begun.party) == (person, None)
    assert answer.url == reverse("assessment", args=[begun.pk])
    actions.answer(begun, "i1", Answer(2), person)
    assert "1 of 3 items answered" in client.get("/en/needs/").content.decode()


def test_a_focal_point_begins_for_their_party_and_for_no_other(client, person):
    asked, party = a_questionnaire(), a_focal_point(person).party
    other = Party.objects.create(iso2="TD", names={"en": "Chad"})
    assert begin(client, asked, party=other.pk).status_code == 404
    assert begin(client, asked, party="<script>").status_code == 404
    assert begin(client, asked, party=party.pk).status_code == 302
    assert Assessment.objects.get().party == party


def test_who_waits_or_has_ended_does_not_speak(client, person):
    asked, party = a_questionnaire(), Party.objects.create(iso2="TD", names={"en": "Chad"})
    waiting = actions.ask_to_speak_for(person, party, "")
    assert begin(client, asked, party="TD").status_code == 404
    actions.confirm(waiting, None)
    actions.end(waiting)
    assert begin(client, asked, party="TD").status_code == 404
    assert not Assessment.objects.exists()


def test_what_is_not_online_cannot_be_begun_but_its_rounds_stay(client, person):
    asked = a_questionnaire()
    actions.submit(an_assessment(asked, person, None, {"i1": Answer(1)}), person)
    asked.unpublish()
    assert begin(client, asked).status_code == 404
    assert client.post(reverse("begin_assessment", args=[uuid.uuid4()])).status_code == 404
    page = client.get("/en/needs/").content.decode()
    assert asked.title in page and "Not asked any more" in page and "Begin a new round" not in page


def test_words_that_are_not_translated_are_marked_as_what_they_are(client, person):
    asked = a_questionnaire()
    page = client.get("/ar/needs/").content.decode()
    assert f'<div lang="en" dir="ltr">\n        <h3 id="t-{asked.translation_key}">{asked.title}' in page


def test_it_takes_as_many_queries_however_many_rounds(client, person):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/needs/")
        return len(asked)

    a_round(person)
    queries()
    few = queries()
    for _ in range(6):
        a_round(person)
    assert queries() == few <= 14


def a_round(person):
    asked = a_questionnaire()
    actions.submit(an_assessment(asked, person, None, {"i1": Answer(1)}), person)
    an_assessment(asked, person, None, {"i2": Answer(1)})
    stranger = a_trainee()
    party = a_focal_point(stranger, person.party_id or "KE").party
    actions.share(actions.submit(an_assessment(asked, stranger, party, {"i1": Answer(1)}), stranger))
