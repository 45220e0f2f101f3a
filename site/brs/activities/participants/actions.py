"""Joining, being put on a list, coming and being taken off: a function each, each one transaction.

Whoever calls has made sure that they may.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from brs.activities.evaluation.models import Evaluation, FollowUp
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Enlisting, Participation, Register
from brs.activities.register.registers import register_of
from brs.people import slips
from brs.people.addresses import proven
from brs.people.merging import hand_over
from brs.people.models import Party

from .fields import DETAILS, FIELDS

SENT_TWICE = timedelta(minutes=10)


class JoiningIsClosed(Exception):
    """The facilitator has closed it, or the activity is cancelled."""


class ActivityIsFull(Exception):
    """All places are taken."""


class NotOnTheList(Exception):
    """The activity is for those who are on its list."""


@dataclass(frozen=True)
class NewParticipant:
    """Somebody to be put on a list, read and found to be right. `email` may be empty.

    `details`: what else is known of them, by the names of `fields.DETAILS`.
    """

    name: str
    email: str = ""
    party: Party | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "NewParticipant":
        """By the names of fields; what is not among them is not known."""
        details = {detail.name: values[detail.name] for detail in DETAILS if detail.name in values}
        return cls(values["name"], values.get("email", ""), values.get("party"), details)


@transaction.atomic
def join(activity: ActivityPage, person: Any, *, with_code: bool) -> Participation:
    """Take part by one's own account. Joining again changes nothing; who stood on the list by address is found there.

    Raises JoiningIsClosed, ActivityIsFull, NotOnTheList.
    """
    register = _locked(activity)
    for listed in _listed_by_address_of(person, register):
        if slips.is_slip(listed.learner):
            claim(listed, person)
        else:
            _readdress(listed)
    participation = register.participations.filter(learner=person).first()
    if participation and participation.joined_at and not participation.withdrawn_at:
        return participation
    if register.joining_closed_at or activity.cancelled_at:
        raise JoiningIsClosed
    if participation is None:
        if slips.is_slip(person):
            raise NotOnTheList  # a slip is for the activity that it was made for
        if activity.entry == activity.Entry.INVITATION or (activity.entry == activity.Entry.CODE and not with_code):
            raise NotOnTheList
        _make_sure_of_a_place(activity, register)
        way = Participation.Way.CODE if with_code else Participation.Way.OPEN
        from_account = {each.name: getattr(person, each.account) for each in FIELDS if each.account}
        newcomer = NewParticipant.of({**from_account, "email": proven(person).first() or ""})
        participation = _participation(register, newcomer, person, way=way)
    participation.joined_at = participation.joined_at or timezone.now()
    participation.withdrawn_at = participation.withdrawn_by = None
    participation.save()
    return participation


@transaction.atomic
def join_without_address(
    activity: ActivityPage, newcomer: NewParticipant, *, language: str, once: uuid.UUID | None = None
) -> Participation:
    """Take part by the room's code without e-mail: with a slip, whose code opens this activity alone.

    `once` is the form's: sent twice on a bad line, it makes one participation. Raises JoiningIsClosed, ActivityIsFull,
    NotOnTheList.
    """
    register = _locked(activity)
    before = Participation.objects.filter(pk=once).select_related("learner").first() if once else None
    if before and _is_sent_twice(before, register, newcomer):
        return before
    if register.joining_closed_at or activity.cancelled_at:
        raise JoiningIsClosed
    if activity.entry == activity.Entry.INVITATION:
        raise NotOnTheList
    _make_sure_of_a_place(activity, register)
    key = {"pk": once} if once and not before else {}
    return _with_slip(register, newcomer, language, way=Participation.Way.CODE, joined_at=timezone.now(), **key)


@transaction.atomic
def enlist(activity: ActivityPage, people: Iterable[NewParticipant], by: Any, *, language: str) -> Enlisting:
    """Put people on the list, each with a slip; somebody who is there by their address is not put there again."""
    register = _locked(activity)
    enlisting = Enlisting.objects.create(register=register, by=by)
    listed = {email.lower() for email in register.participations.exclude(email="").values_list("email", flat=True)}
    newcomers = []
    for person in people:
        if person.email.lower() not in listed:
            newcomers.append(person)
            listed |= {person.email.lower()} - {""}
    learners = slips.accounts([(person.name, person.party) for person in newcomers], language=language)
    Participation.objects.bulk_create(
        [
            _participation(register, person, learner, way=Participation.Way.LIST, enlisting=enlisting)
            for person, learner in zip(newcomers, learners, strict=True)
        ],
        batch_size=500,
    )
    return enlisting


@transaction.atomic
def undo_enlisting(enlisting: Enlisting, *, by: Any = None) -> int:
    """Take those of a list off it again who have not come and done nothing; how many stay. Twice changes nothing."""
    idle = enlisting.participations.filter(joined_at=None, marks=None, learner__enrolments=None)
    unused = [
        participation.learner
        for participation in idle.select_related("learner")
        if slips.is_slip(participation.learner)
    ]
    slips.drop_unused(unused)
    Enlisting.objects.filter(pk=enlisting.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=by)
    return enlisting.participations.count()


@transaction.atomic
def come(participation: Participation) -> None:
    """Somebody on the list is here. The first time stands."""
    Participation.objects.filter(pk=participation.pk, joined_at=None).update(joined_at=timezone.now())


def withdraw(participation: Participation, *, by: Any = None) -> None:
    """Take somebody off the list; what they did is kept, and they may come back."""
    listed = Participation.objects.filter(pk=participation.pk, withdrawn_at=None)
    listed.update(withdrawn_at=timezone.now(), withdrawn_by=by)


def restore(participation: Participation) -> None:
    """Put somebody on the list again who was taken off it."""
    Participation.objects.filter(pk=participation.pk).update(withdrawn_at=None, withdrawn_by=None)


@transaction.atomic
def claim(participation: Participation, person: Any) -> Participation:
    """Bring what was done by a slip under somebody's own account; the slip opens nothing any more.

    Where they take part already, the marks of both become one participation's. Again it changes nothing. Raises
    ValueError for somebody else's.
    """
    for account in (participation.learner_id, person.pk):
        slips.hold(account)  # what is being done by either is done first; what the slip does is handed over as well
    current = Participation.objects.select_related("learner", "register").filter(pk=participation.pk).first()
    if current is None:  # in this very moment, from another tab
        current = participation.register.participations.filter(learner=person).first()
    if current is None:
        raise ValueError("What this slip did is gone, or somebody else's.")
    participation, slip_account = current, current.learner
    if slip_account == person:
        return participation
    if not slips.is_slip(slip_account):
        raise ValueError("This participation is somebody else's.")
    earlier = Participation.objects.filter(register=participation.register, learner=person).first()
    if earlier:
        _merge(participation, earlier)
    else:
        participation.learner = person
        participation.save(update_fields=["learner"])
    hand_over(slip_account, person)
    slip_account.delete()
    return earlier or participation


def _merge(merged: Participation, taker: Participation) -> None:
    """Give all that hangs on one participation to another of the same person; the better of both counts."""
    merged.marks.update(participation=taker)
    if not Evaluation.objects.filter(participation=taker).exists():
        Evaluation.objects.filter(participation=merged).update(participation=taker)
    for follow_up in FollowUp.objects.filter(participation=merged):
        asked = FollowUp.objects.filter(participation=taker, months=follow_up.months)
        if follow_up.answered_at:
            asked.filter(answered_at=None).delete()
        if not asked.exists():
            FollowUp.objects.filter(pk=follow_up.pk).update(participation=taker)
    taker.joined_at, taker.declined_follow_up_at = (
        min(filter(None, (getattr(taker, name), getattr(merged, name))), default=None)
        for name in ("joined_at", "declined_follow_up_at")
    )
    taker.listed_at = min(taker.listed_at, merged.listed_at)
    taker.withdrawn_at = taker.withdrawn_at and merged.withdrawn_at
    taker.passed_practical = max((taker.passed_practical, merged.passed_practical), key=_NOT_SAID_FIRST.index)
    for name in (*(each.name for each in FIELDS), "enlisting"):
        setattr(taker, name, getattr(taker, name) or getattr(merged, name))
    merged.delete()
    taker.save()


_NOT_SAID_FIRST = (None, False, True)


def _is_sent_twice(before: Participation, register: Register, newcomer: NewParticipant) -> bool:
    is_same = before.register_id == register.pk and before.name == newcomer.name and slips.is_slip(before.learner)
    return is_same and timezone.now() - before.listed_at < SENT_TWICE


def _with_slip(register: Register, newcomer: NewParticipant, language: str, **columns: Any) -> Participation:
    account = slips.account(newcomer.name, language=language, party=newcomer.party)
    participation = _participation(register, newcomer, account, **columns)
    participation.save(force_insert=True)
    return participation


def _listed_by_address_of(person: Any, register: Register) -> QuerySet[Participation]:
    """Who else stands on the list by an address that the person has confirmed."""
    listed = register.participations.alias(in_small=Lower("email")).filter(in_small__in=proven(person))
    return listed.exclude(learner=person).select_related("learner")


def _readdress(listed: Participation) -> None:
    """Their account had an address that is somebody else's now: they are reached where they are reached today."""
    today = proven(listed.learner).first() or ""
    others = listed.register.participations.exclude(pk=listed.pk)
    listed.email = "" if others.filter(email__iexact=today).exists() else today
    listed.save(update_fields=["email"])


def _participation(register: Register, newcomer: NewParticipant, learner: Any, **columns: Any) -> Participation:
    return Participation(
        register=register,
        learner=learner,
        name=newcomer.name,
        email=newcomer.email,
        party=newcomer.party,
        **newcomer.details,
        **columns,
    )


def _locked(activity: ActivityPage) -> Register:
    """Two at once queue up here: the last place is taken once."""
    register = register_of(activity)
    return Register.objects.select_for_update().get(pk=register.pk)


def _make_sure_of_a_place(activity: ActivityPage, register: Register) -> None:
    if activity.most_participants and register.participations.active().count() >= activity.most_participants:
        raise ActivityIsFull
