"""A holder of certificates asks to be erased."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from brs.certificates.actions import correct_name, revoke
from brs.certificates.models import Certificate
from brs.people.privacy import erase, holder_of
from tests.certificates.test_actions import issued

pytestmark = pytest.mark.django_db


def test_a_tombstone_is_left_that_names_nobody(client):
    old = issued()
    correct_name(old, "Amina Wanjiru", "Amina Wanjiru asked for it.")
    other = issued()
    erase(holder_of(old.holder))
    for certificate in Certificate.objects.exclude(pk=other.pk):
        shown = client.get(f"/verify/{certificate.serial}/").content.decode()
        printed = client.get(f"/certificates/{certificate.serial}.pdf")
        badge = client.get(f"/verify/{certificate.serial}.json")
        assert "The holder asked for erasure" in shown
        assert "The holder asked for erasure" in printed.content.decode()
        assert (printed.status_code, badge.status_code) == (410, 410)
        assert badge.json()["status"] == "erased"
        assert "Amina" not in shown + printed.content.decode() + badge.content.decode()
    assert "Valid." in client.get(f"/verify/{other.serial}/").content.decode()


def test_it_stays_verifiable_where_the_holder_asks_for_that(client):
    certificate = issued()
    erase(holder_of(certificate.holder), keeping=["certificates"])
    shown = client.get(f"/verify/{certificate.serial}/").content.decode()
    assert "Amina" in shown
    assert "asked that this certificate stay verifiable" in shown
    assert client.get(f"/certificates/{certificate.serial}.pdf").status_code == 200
    certificate.refresh_from_db()
    with pytest.raises(ValueError, match="gone"):
        correct_name(certificate, "Somebody Else", "Reason.")


def test_a_revoked_one_that_is_kept_stays_revoked():
    certificate = issued()
    revoke(certificate, "Issued by mistake.")
    erase(holder_of(certificate.holder), keeping=["certificates"])
    certificate.refresh_from_db()
    assert certificate.status() == "revoked"


@pytest.mark.parametrize(
    "fields",
    [
        {"holder": None},
        {"holder": None, "erased_at": timezone.now()},
        {"erased_at": timezone.now(), "snapshot": {}},
        {"left_at": timezone.now()},
        {"holder": None, "erased_at": timezone.now(), "snapshot": {}, "status_reason": "Amina's wish"},
        {"holder": None, "erased_at": timezone.now(), "left_at": timezone.now(), "snapshot": {}},
    ],
)
def test_the_database_refuses_half_an_erasure(fields):
    certificate = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**fields)
