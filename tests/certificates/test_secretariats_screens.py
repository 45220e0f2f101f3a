"""What a manager does with a certificate in the admin."""

import pytest

from brs.certificates.models import Certificate
from tests.certificates.test_actions import issued
from tests.given import in_role

pytestmark = pytest.mark.django_db
LIST = "/admin/certificates/"


@pytest.fixture
def certificate() -> Certificate:
    return issued()


@pytest.fixture
def address(certificate) -> str:
    return f"{LIST}edit/{certificate.pk}/"


@pytest.fixture(autouse=True)
def _as_manager(client):
    client.force_login(in_role("manager"))


def test_the_list_is_searched_by_name_and_serial(client, certificate):
    for wanted in ("Amina", certificate.serial):
        assert certificate.serial in client.get(LIST, {"q": wanted}).content.decode()
    assert certificate.serial not in client.get(LIST, {"q": "Nobody"}).content.decode()


def test_a_name_is_corrected(client, certificate, address):
    client.post(address, {"deed": "correct", "name": "Amina Wanjiru", "reason": "Misspelt."})
    certificate.refresh_from_db()
    assert certificate.superseded_by.snapshot["holder"] == "Amina Wanjiru"


def test_one_is_revoked(client, certificate, address):
    client.post(address, {"deed": "revoke", "name": "", "reason": "Issued by mistake."})
    certificate.refresh_from_db()
    assert certificate.status() == "revoked"


@pytest.mark.parametrize(
    "form",
    [
        {"deed": "revoke", "reason": ""},
        {"deed": "correct", "name": "", "reason": "Misspelt."},
        {"deed": "correct", "name": "Amina", "reason": "Misspelt."},
        {"deed": "correct", "name": "A" * 300, "reason": "Misspelt."},
    ],
)
def test_without_a_reason_or_a_new_name_nothing_happens(client, certificate, address, form):
    assert client.post(address, form).status_code == 200
    certificate.refresh_from_db()
    assert certificate.status() == "valid"


def test_nothing_more_is_done_with_a_revoked_one(client, certificate, address):
    client.post(address, {"deed": "revoke", "reason": "Issued by mistake."})
    client.post(address, {"deed": "correct", "name": "Somebody Else", "reason": "Misspelt."})
    assert Certificate.objects.count() == 1


def test_nobody_makes_or_deletes_one_by_hand(client, certificate):
    assert client.get(f"{LIST}new/").status_code in (302, 403, 404)
    client.post(f"{LIST}delete/{certificate.pk}/")
    assert Certificate.objects.count() == 1


def test_an_editor_has_no_part_in_it(client, address):
    client.force_login(in_role("editor"))
    client.post(address, {"deed": "revoke", "reason": "Because."})
    assert Certificate.objects.get().status() == "valid"
