"""Checking and submitting; what comes too late."""

import pytest
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    trainee = a_trainee()
    client.force_login(trainee)
    return trainee


def test_all_answers_are_shown_before_they_are_submitted(client, person):
    begun = an_assessment(a_questionnaire(), person, None, {"i2": Answer(1, 3, "Law of 2020")})
    page = client.get(reverse("check_assessment", args=[begun.pk])).content.decode()
    assert "Law of 2020" in page and "Level 1, Started" in page and "2 items are left to answer." in page


def test_submitting_leads_to_the_learning_plan_and_closes_the_round(client, person):
    begun = an_assessment(a_questionnaire(), person, None, {"i1": Answer(1)})
    for _ in range(2):
        answer = client.post(reverse("submit_assessment", args=[begun.pk]))
    assert answer.url == reverse("learning_plan", args=[begun.pk])
    page = client.get(reverse("assessment", args=[begun.pk])).content.decode()
    assert "Submitted on" in page and "Save and go on" not in page
    for name, more in (("check_assessment", []), ("assessment_item", ["i1"])):
        assert client.get(reverse(name, args=[begun.pk, *more])).status_code == 302


def test_nothing_at_all_is_not_submitted(client, person):
    begun = an_assessment(a_questionnaire(), person)
    answer = client.post(reverse("submit_assessment", args=[begun.pk]), follow=True)
    assert "Nothing is answered yet" in answer.content.decode()
    assert Assessment.objects.get().submitted_at is None


def test_what_is_typed_while_somebody_submits_is_given_back(client, person):
    begun = an_assessment(a_questionnaire(), person, None, {"i1": Answer(1)})
    actions.submit(begun, person)
    path = reverse("assessment_item", args=[begun.pk, "i1"])
    sent = {"level": "3", "priority": "2", "evidence": "Typed <b>late</b>", "comment": "And this"}
    answer = client.post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Typed &lt;b&gt;late&lt;/b&gt;" in page and "And this" in page
    assert client.post(path, {**sent, "autosave": "1"}).json()["error"]
    assert begun.responses.count() == 1


def test_an_erased_person_is_not_named(client, person):
    party_person = a_trainee()
    party = a_focal_point(party_person).party
    a_focal_point(person)
    begun = actions.submit(an_assessment(a_questionnaire(), party_person, party, {"i1": Answer(1)}), party_person)
    party_person.delete()
    page = client.get(reverse("assessment", args=[begun.pk])).content.decode()
    assert "Submitted on" in page and "None" not in page
