"""A person's profile."""

import pytest

from brs.people.forms import ProfileForm
from brs.people.models import Party, User
from tests.given import a_trainee

pytestmark = pytest.mark.django_db
FORM = {"name": "Li Wei 李伟", "organisation": "Ministry", "position": "Officer", "gender": "", "language": "zh-hans"}


def test_it_is_saved_and_goes_on_in_the_language_chosen(client):
    person = a_trainee()
    Party.objects.create(iso2="CN", names={"en": "China"})
    client.force_login(person)
    answer = client.post("/en/accounts/profile/", {**FORM, "party": "CN"})
    assert answer.url == "/zh-hans/accounts/profile/"
    person.refresh_from_db()
    assert (person.name, person.party_id) == ("Li Wei 李伟", "CN")


def test_a_mistake_loses_nothing_typed_and_changes_nothing(client):
    person = a_trainee()
    client.force_login(person)
    answer = client.post("/en/accounts/profile/", {**FORM, "name": "", "party": "XX", "organisation": "My ministry"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "My ministry" in html
    assert 'id="id_name_error"' in html
    assert 'id="id_party_error"' in html
    before = person.name
    person.refresh_from_db()
    assert person.name == before


def test_what_changes_of_the_account_in_the_same_moment_stays(client):
    person = a_trainee()
    form = ProfileForm({**FORM, "party": ""}, instance=User.objects.get(pk=person.pk))
    assert form.is_valid()
    person.set_password("chosen-in-that-moment")
    person.save()
    form.save()
    person.refresh_from_db()
    assert person.name == "Li Wei 李伟" and person.check_password("chosen-in-that-moment")


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client):
    assert client.get("/en/accounts/profile/").url == "/en/accounts/sign-in/?next=/en/accounts/profile/"
