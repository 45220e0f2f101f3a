"""Issuing, revoking and correcting."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from brs.certificates.actions import correct_name, issue, revoke
from brs.certificates.models import Certificate
from brs.certificates.snapshot import Snapshot
from tests.given import a_trainee

pytestmark = pytest.mark.django_db
SNAPSHOT = Snapshot(
    holder="Amina",
    party="Kenya",
    title="A course",
    code="BC-101",
    kind="Certificate",
    statement="has completed it.",
    outcomes=[],
    minutes=10,
    score=None,
    language="en",
    release=1,
    signatories=[],
    issuer="BRS Learn",
)


def issued(**options) -> Certificate:
    return issue(a_trainee(), uuid.uuid4(), SNAPSHOT, **options)


def test_it_is_issued_once():
    holder, course = a_trainee(), uuid.uuid4()
    assert issue(holder, course, SNAPSHOT) == issue(holder, course, SNAPSHOT)


def test_the_database_refuses_a_second_one():
    first = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(holder=first.holder, subject_key=first.subject_key, snapshot={})


def test_one_revoked_says_so_with_the_first_reason_and_its_date(client):
    certificate = issued()
    revoke(certificate, "Issued by mistake.")
    revoke(certificate, "Another reason.")
    html = client.get(f"/verify/{certificate.serial}/").content.decode()
    assert "Revoked." in html
    assert "Issued by mistake." in html
    assert client.get(f"/verify/{certificate.serial}.json").json()["status"] == "revoked"


def test_the_paper_of_one_that_holds_no_longer_is_not_to_be_had(client):
    old = issued()
    paper = f"/certificates/{old.serial}.pdf"
    assert client.get(paper)["Content-Type"] == "application/pdf"
    assert paper in client.get(f"/verify/{old.serial}/").content.decode()
    new = correct_name(old, "Amina Ndour", "Misspelt.")
    assert client.get(paper)["Location"] == f"/verify/{old.serial}/"
    page = client.get(f"/verify/{old.serial}/").content.decode()
    assert paper not in page and f"/verify/{new.serial}/" in page
    revoke(new, "Issued by mistake.")
    paper = f"/certificates/{new.serial}.pdf"
    assert client.get(paper)["Location"] == f"/verify/{new.serial}/"
    assert paper not in client.get(f"/verify/{new.serial}/").content.decode()


def test_a_corrected_name_takes_the_place_of_the_old_one_once(client):
    old = issued()
    new = correct_name(old, "Amina Wanjiru", "The name was misspelt.")
    assert correct_name(old, "Somebody Else", "Again.") == new
    assert new.snapshot["holder"] == "Amina Wanjiru"
    assert new.serial != old.serial
    assert "Replaced." in client.get(f"/verify/{old.serial}/").content.decode()
    assert "Valid." in client.get(f"/verify/{new.serial}/").content.decode()


def test_a_revoked_one_cannot_be_corrected():
    certificate = issued()
    revoke(certificate, "Issued by mistake.")
    with pytest.raises(ValueError, match="revoked"):
        correct_name(certificate, "Amina", "Reason.")


def test_the_database_wants_a_reason_for_every_change_of_status():
    certificate = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(revoked_at="2026-01-01T00:00Z")


def test_validity_ends_after_so_many_months():
    certificate = issued(validity_months=24)
    assert certificate.status() == "valid"
    certificate.expires_on = certificate.expires_on.replace(year=2020)
    assert certificate.status() == "expired"
