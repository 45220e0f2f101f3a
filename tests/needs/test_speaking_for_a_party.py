"""Asking to be a Party's focal point, and taking it back."""

import pytest
from django.urls import reverse

from brs.needs.assessments.models import FocalPoint
from brs.people.models import Party
from tests.given import a_focal_point, a_trainee

pytestmark = pytest.mark.django_db
PATH = "/en/needs/focal-point/"


@pytest.fixture
def kenya():
    return Party.objects.create(iso2="KE", names={"en": "Kenya"})


@pytest.fixture
def person(client, kenya):
    trainee = a_trainee(party=kenya)
    client.force_login(trainee)
    return trainee


def test_it_is_asked_once_and_the_state_is_said(client, person):
    assert '<option value="KE" selected>' in client.get(PATH).content.decode()
    for _ in range(2):
        page = client.post(PATH, {"party": "KE", "function": "Competent authority"}, follow=True).content.decode()
    assert FocalPoint.objects.get().state() == "waiting"
    assert "the Secretariat has not answered yet" in page and "Competent authority" in page


@pytest.mark.parametrize(
    "sent", [{"party": "", "function": "X"}, {"party": "ZZ", "function": "X"}, {"party": "KE", "function": ""}]
)
def test_a_party_and_a_function_are_needed_and_nothing_typed_is_lost(client, person, sent):
    answer = client.post(PATH, sent)
    assert answer.status_code == 422
    assert f'value="{sent["function"]}"' in answer.content.decode() or not sent["function"]
    assert not FocalPoint.objects.exists()


def test_it_can_be_withdrawn_and_asked_again(client, person):
    client.post(PATH, {"party": "KE", "function": "Contact point"})
    asked = FocalPoint.objects.get()
    client.post(reverse("stop_speaking", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state() == "ended"
    client.post(PATH, {"party": "KE", "function": "Contact point"})
    assert FocalPoint.objects.waiting().count() == 1


def test_nobody_ends_what_is_anothers(client, person):
    other = a_focal_point(a_trainee())
    assert client.post(reverse("stop_speaking", args=[other.pk])).status_code == 404
    assert FocalPoint.objects.confirmed().count() == 1
