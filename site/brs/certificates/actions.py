"""Issuing a certificate, and what can happen to one afterwards. Nothing is ever deleted."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Site

from brs.people.local_time import today_in, zone_of_person

from .models import Certificate, CertificateQuerySet
from .snapshot import Snapshot


def issuer() -> str:
    """The site's own name: who issues its certificates."""
    site = Site.objects.filter(is_default_site=True).first()
    return site.site_name if site and site.site_name else "BRS Learn"


def issue(
    holder: Any, subject_key: uuid.UUID, snapshot: Snapshot, *, validity_months: int | None = None
) -> Certificate:
    """The holder's certificate for this subject: issued once, the same one ever after."""
    held = Certificate.objects.held_by(holder).for_subject(subject_key)
    first = held.without_merged().filter(supersedes=None, renews=None)
    issued = first.first()
    if issued:
        return issued
    try:
        with transaction.atomic():
            return _issued(holder, subject_key, snapshot, validity_months)
    except IntegrityError:  # two requests at once: the other one was first
        return first.get()


def _issued(
    holder: Any, subject_key: uuid.UUID, snapshot: Snapshot, validity_months: int | None, **fields: Any
) -> Certificate:
    """A new certificate, of the day that it is where its holder is."""
    zone = zone_of_person(holder)
    today = today_in(zone)
    content = {**snapshot.as_json(), "issued_on": today.isoformat(), "zone": zone}
    expires_on = today + relativedelta(months=validity_months) if validity_months else None
    return Certificate.objects.create(
        holder=holder, subject_key=subject_key, snapshot=content, expires_on=expires_on, **fields
    )


@transaction.atomic
def renew(certificate: Certificate, snapshot: Snapshot, *, validity_months: int | None) -> Certificate:
    """A new certificate after one that ends, which it names. Repeating it gives the same one.

    Raises ValueError for one that was revoked or replaced, or whose holder is gone.
    """
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.is_void or old.holder is None:
        raise ValueError("Only a certificate that somebody holds, and that only time ends, is renewed.")
    known = Certificate.objects.filter(renews=old).first()
    if known:
        return known
    named = replace(snapshot, renews=old.serial)
    return _issued(old.holder, old.subject_key, named, validity_months, renews=old)


def revoke(certificate: Certificate, reason: str, *, by: Any = None) -> None:
    """Say for all to see, with the reason, that a certificate no longer holds. The first reason stands."""
    now = timezone.now()
    holding = Certificate.objects.filter(pk=certificate.pk, revoked_at=None)
    holding.update(revoked_at=now, status_reason=reason, status_by=by)
    certificate.refresh_from_db()


@transaction.atomic
def correct_name(certificate: Certificate, name: str, reason: str, *, by: Any = None) -> Certificate:
    """A new certificate with the corrected name takes the place of this one, which says so. Repeating it is harmless.

    Raises ValueError for a certificate that was revoked, or whose holder is gone.
    """
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.revoked_at:
        raise ValueError("A revoked certificate cannot be corrected.")
    if old.holder_id is None:
        raise ValueError("The holder is gone: nobody can ask for a correction.")
    if old.superseded_at:
        return old.superseded_by
    old.superseded_at, old.status_reason, old.status_by = timezone.now(), reason, by
    old.save()
    return Certificate.objects.create(
        holder=old.holder,
        subject_key=old.subject_key,
        snapshot={**old.snapshot, "holder": name},
        issued_at=old.issued_at,
        expires_on=old.expires_on,
        supersedes=old,
    )


@transaction.atomic
def hand_over(giver: Any, taker: Any) -> None:
    """Certificates of one account go to another of the same person, and all say what they said.

    Where both hold one for the same subject, the better is theirs from now on: one that holds before one that does not,
    then the one that holds longer, then the earlier. The other stays in the world, and as true.
    """
    given = Certificate.objects.held_by(giver)
    for subject_key in given.order_by().values_list("subject_key", flat=True).distinct():
        mine = Certificate.objects.held_by(taker).for_subject(subject_key).without_merged()
        theirs = given.for_subject(subject_key).without_merged()
        second = min((mine, theirs), key=_worth) if mine else None
        if second is not None:
            second.update(merged_at=timezone.now())
    given.update(holder=taker)


def _worth(certificates: CertificateQuerySet) -> tuple[bool, date, float]:
    """Of the newest of one account's certificates for a subject."""
    newest = certificates.newest().order_by("issued_at").last() or certificates.order_by("issued_at").last()
    if newest is None:
        return (False, date.min, 0)
    return (newest.status() == "valid", newest.expires_on or date.max, -newest.issued_at.timestamp())
