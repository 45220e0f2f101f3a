"""Issuing an activity's certificates to all who earned one: a preview, the issuing itself, print and mail."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override
from django_tasks import task

from brs.activities.evaluation.pre_post_tests import test_key
from brs.activities.pages.certificate_rule import Achievements
from brs.activities.pages.dates import span
from brs.activities.pages.models import ActivityPage, pages_of
from brs.activities.register.models import Participation, Register
from brs.certificates.actions import issue, issuer
from brs.certificates.document import pdf, pdf_of_all
from brs.certificates.models import Certificate
from brs.certificates.snapshot import Snapshot
from brs.core.background import in_background
from brs.core.languages import for_the_record
from brs.core.mail import letter, send_each
from brs.core.pages import SOURCE_LANGUAGE
from brs.people import slips
from courses.learning.models import Attempt
from courses.learning.rules import per_cent

from .eligibility import PER_FILE, Record, records

ISSUED_AT_ONCE = 500  # beyond so many the worker does it, while whoever asked for it goes on
NO_SERIAL = "0000-0000-0000-0000"


class CannotCertify(Exception):
    """The activity gives no certificate, or was cancelled."""


@transaction.atomic
def issue_to_all(activity: ActivityPage, register: Register) -> list[Certificate]:
    """A certificate for each who earned one and has none: those that are new. Twice gives nobody a second one.

    Raises CannotCertify.
    """
    Register.objects.select_for_update().get(pk=register.pk)
    kind = activity.certificate_kind
    months = kind.validity_months if kind else None
    earned = [record for record in records(activity, register.participations.active()) if record.state == "earned"]
    return [
        issue(record.participation.learner, activity.translation_key, snapshot, validity_months=months)
        for record, snapshot in _snapshots(activity, earned)
    ]


def preview(activity: ActivityPage, register: Register, who: str) -> bytes:
    """The PDF of what somebody would get, marked as a preview; nothing is stored. Raises CannotCertify, CannotPrint.

    `who`: a participation's id; for nobody on the list, the first who earned one, else the first at all.
    """
    everybody = records(activity, register.participations.active())
    named = [record for record in everybody if str(record.participation.pk) == who]
    earned = [record for record in everybody if not record.lacks]
    nobody = Record(Participation(register=register, name=_("Name of the participant")), Achievements(), 0, [], None)
    chosen = next(iter([*named, *earned, *everybody]), nobody)
    [(_record, snapshot)] = _snapshots(activity, [chosen])
    certificate = Certificate(serial=NO_SERIAL, subject_key=activity.translation_key, snapshot=snapshot.as_json())
    return pdf(certificate, preview=True)


def print_all(register: Register, number: int) -> tuple[bytes, list[Certificate]] | None:
    """The file with this number of all valid certificates by name, a page each; None where there is no such file.

    And those that are left out, for a letter that no font has. Raises CannotPrint where that is all of them.
    """
    names = dict(register.participations.active().values_list("learner", "name"))
    valid = [
        certificate
        for certificate in Certificate.objects.for_subject(register.pk).without_merged().valid()
        if certificate.holder_id in names
    ]
    ordered = sorted(valid, key=lambda certificate: (names[certificate.holder_id], certificate.serial))
    some = ordered[(number - 1) * PER_FILE : number * PER_FILE] if number > 0 else []
    if not some:
        return None
    return pdf_of_all(some)


def issue_to_those_here(activity: ActivityPage, register: Register) -> int | None:
    """Issue and tell: how many are new, None where they are so many that the worker does it. Raises CannotCertify."""
    _make_sure_of_certificates(activity)
    if register.participations.arrived().count() > ISSUED_AT_ONCE:
        issue_later.enqueue(str(register.pk))
        return None
    return _issue_and_tell(activity, register)


@in_background(_lazy("Issue certificates"), is_repeatable=True)  # nobody gets a second one, or is told of none
@task(backend="background")
def issue_later(key: str) -> None:
    activity = pages_of([uuid.UUID(key)], SOURCE_LANGUAGE, drafts=True)[uuid.UUID(key)]
    _issue_and_tell(activity, Register.objects.get(pk=key))


@transaction.atomic
def _issue_and_tell(activity: ActivityPage, register: Register) -> int:
    """Both or neither: who is killed between them leaves nobody with a certificate that they do not know of."""
    issued = issue_to_all(activity, register)
    tell([certificate.serial for certificate in issued])
    return len(issued)


def tell(serials: Collection[str]) -> int:
    """Write to the holders of certificates who have an address, each in their own language; how many were written to.

    Who has none sees it by their slip.
    """
    issued = Certificate.objects.filter(serial__in=serials).select_related("holder")
    keys = {certificate.subject_key for certificate in issued}
    given = Participation.objects.active().filter(register__in=keys).exclude(email="")
    addresses = {(participation.register_id, participation.learner_id): participation.email for participation in given}
    messages = []
    for certificate in issued:
        holder = certificate.holder
        if holder is None:
            continue
        address = holder.email
        if slips.is_slip(holder):
            address = addresses.get((certificate.subject_key, holder.pk), "")
        if address:
            messages.append(_message(certificate, address, holder.language))
    return send_each(messages) if messages else 0


def _message(certificate: Certificate, address: str, language: str) -> EmailMessage:
    context = {"title": certificate.snapshot["title"], "serial": certificate.serial}
    return letter(address, language, "activities/mail/certificate.txt", context)


def held_on(activity: ActivityPage) -> str:
    """Its days in words, for paper: «3 March 2026», «3 to 5 March 2026»."""
    if activity.starts_at is None:
        return ""
    first = activity.starts_at.astimezone(activity.zone).date()
    last = (activity.ends_at or activity.starts_at).astimezone(activity.zone).date()
    return span(first, last)


def _snapshots(activity: ActivityPage, chosen: Iterable[Record]) -> Iterable[tuple[Record, Snapshot]]:
    """Each record with the text of its certificate, in its holder's language if the activity is written in it."""
    _make_sure_of_certificates(activity)
    scores = _best_scores(activity) if activity.rule().needs_post_test else {}
    in_language: dict[str, Snapshot] = {}
    snapshots = []
    for record in chosen:
        holder = record.participation.learner if record.participation.learner_id else None
        language = holder.language if holder else SOURCE_LANGUAGE
        if language not in in_language:
            in_language[language] = _without_name(activity.translation_key, language)
        words = in_language[language]
        with override(words.language):
            party = str(record.participation.party or "")
        score = scores.get(record.participation.learner_id)
        snapshot = replace(words, holder=record.participation.name, party=party, minutes=record.minutes, score=score)
        snapshots.append((record, snapshot))
    return snapshots


def _make_sure_of_certificates(activity: ActivityPage) -> None:
    if activity.certificate_kind is None or activity.cancelled_at or activity.is_template:
        raise CannotCertify


def _without_name(key: uuid.UUID, language: str) -> Snapshot:
    translations = ActivityPage.objects.filter(translation_key=key).select_related("locale")
    page = for_the_record(translations, language)
    assert page is not None and page.certificate_kind is not None
    kind = page.certificate_kind.in_language_of(page.locale)
    with override(page.locale.language_code):
        return Snapshot(
            holder="",
            party="",
            title=page.title,
            code="",
            kind=kind.title,
            statement=kind.statement,
            outcomes=[outcome.value for outcome in page.outcomes],
            minutes=0,
            score=None,
            language=page.locale.language_code,
            release=None,
            signatories=kind.signed_by(),
            issuer=issuer(),
            conventions=[convention.slug for convention in page.conventions.all() if convention.is_treaty],
            held=held_on(page),
            place=page.place,
        )


def _best_scores(activity: ActivityPage) -> dict[Any, int]:
    """By learner the best result of the test after that passed. One query."""
    passed = Attempt.objects.filter(quiz_key=test_key(activity.translation_key, "after"), passed=True)
    best: dict[Any, int] = {}
    for learner, points, of in passed.values_list("enrolment__learner", "points", "points_of"):
        best[learner] = max(best.get(learner, 0), per_cent(points or 0, of or 0))
    return best
