"""Managers and administrators find people, Parties and certificates in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brs.people.models import Party
from tests.certificates.test_actions import issued
from tests.given import a_trainee, in_role

pytestmark = pytest.mark.django_db
PEOPLE, PARTIES, CERTIFICATES = "/admin/users/", "/admin/snippets/people/party/", "/admin/certificates/"


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def a_party(code: str) -> Party:
    return Party.objects.get_or_create(iso2=code, defaults={"names": {"en": f"Land {code}", "fr": f"Pays {code}"}})[0]


def test_people_are_found_by_name_address_and_organisation(client):
    client.force_login(a_trainee(is_superuser=True))
    a_trainee(party=a_party("KE"), organisation="Ministry of Waters")
    other = a_trainee()
    html = client.get(PEOPLE, {"q": "Waters"}).content.decode()
    assert "Land KE" in html
    assert other.email not in html
    assert other.email in client.get(PEOPLE, {"q": other.name}).content.decode()


def test_parties_are_found_by_a_name_in_any_language_and_changed_by_managers(client):
    client.force_login(in_role("manager"))
    party = a_party("KE")
    a_party("TD")
    html = client.get(PARTIES, {"q": "Pays KE"}).content.decode()
    assert "Land KE" in html
    assert "Land TD" not in html
    assert client.get(f"{PARTIES}edit/{party.pk}/").status_code == 200
    assert client.get(f"{PARTIES}add/").status_code == 302


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_accounts_are_for_administrators(client, role):
    client.force_login(in_role(role))
    assert client.get(PEOPLE).status_code == 302


@pytest.mark.parametrize(
    ("role", "path"),
    [("", PEOPLE), ("", PARTIES), ("", CERTIFICATES), ("administrator", PEOPLE)],
)
def test_a_list_asks_as_often_for_three_as_for_thirty(client, role, path):
    client.force_login(in_role(role) if role else a_trainee(is_superuser=True))
    editors = Group.objects.get(name="editor")

    def more(codes: str) -> None:
        for code in codes:
            a_trainee(party=a_party(f"X{code}")).groups.add(editors)
            issued()

    more("ABC")
    client.get(path)
    few = queries(client, path)
    more("DEFGHIJKLMNOPQRSTUVWXYZ0123")
    assert queries(client, path) == few
