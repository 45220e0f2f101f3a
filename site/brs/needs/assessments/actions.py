"""What people do about needs: one function each, each one transaction. Whoever calls has made sure that they may."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from brs.core.arrival import Save, arrival_after
from brs.people.models import Party

from .answering import latest, overlooked
from .gaps import Answer
from .models import Assessment, FocalPoint, Response
from .versions import version_of


class AlreadySubmitted(Exception):
    """The assessment is closed: what is said now belongs to a new round."""


class NotAsked(Exception):
    """The item is not one of the assessment's version."""


class NothingAnswered(Exception):
    """There is nothing to submit."""


def ask_to_speak_for(person: Any, party: Party, function: str) -> FocalPoint:
    """Ask the Secretariat to confirm that the person speaks for a Party. Asking again changes nothing."""
    try:
        with transaction.atomic():
            return FocalPoint.objects.create(person=person, party=party, function=function)
    except IntegrityError:
        return FocalPoint.objects.get(person=person, party=party, ended_at=None)


def confirm(focal_point: FocalPoint, by: Any) -> bool:
    """The Secretariat says that it is so; whether it was waiting for that. The first time stands."""
    waiting = FocalPoint.objects.waiting().filter(pk=focal_point.pk)
    return bool(waiting.update(confirmed_at=timezone.now(), confirmed_by=by))


def end(focal_point: FocalPoint, *, by: Any = None) -> bool:
    """They speak for the Party no more, or never did; what they answered for it stays the Party's.

    Whether it had not ended before.
    """
    standing = FocalPoint.objects.filter(pk=focal_point.pk, ended_at=None)
    return bool(standing.update(ended_at=timezone.now(), ended_by=by))


@transaction.atomic
def begin(questionnaire_key: uuid.UUID, person: Any, party: Party | None) -> Assessment:
    """The open assessment of a Party or of a person, begun if there is none: then a new round.

    Raises Questionnaire.DoesNotExist where nothing is live.
    """
    rounds = Assessment.objects.filter(questionnaire_key=questionnaire_key, party=party)
    if party is None:
        rounds = rounds.filter(begun_by=person)
    open_already = rounds.filter(submitted_at=None).first()
    if open_already:
        return open_already
    version = version_of(questionnaire_key)
    try:
        with transaction.atomic():
            return Assessment.objects.create(
                version=version,
                questionnaire_key=questionnaire_key,
                party=party,
                begun_by=person,
                round=rounds.count() + 1,
            )
    except IntegrityError:  # two colleagues at once: the other one was first
        return rounds.get(submitted_at=None)


@transaction.atomic
def answer(
    assessment: Assessment,
    item: str,
    given: Answer,
    by: Any,
    *,
    saw: Iterable[uuid.UUID] = (),
    save: Save | None = None,
) -> Response:
    """Say something of an item, having seen what was said of it before. Raises AlreadySubmitted, NotAsked.

    What counts already, said again, adds nothing, unless somebody else's answer waits to be looked at. A numbered save
    is kept all the same: an earlier one of the same form may still be on its way.
    """
    assessment = _locked(assessment)
    if assessment.submitted_at:
        raise AlreadySubmitted
    if item not in assessment.version.order():
        raise NotAsked
    before = assessment.responses.filter(item=item).said()
    counting = latest(before).get(item)
    is_said = counting is not None and counting.answer == given and (save is None or counting.save == save)
    if counting and is_said and not overlooked(before):
        return assessment.responses.get(pk=counting.id)
    seen = sorted(str(response.id) for response in before if response.id in set(saw))
    return Response.objects.create(
        assessment=assessment,
        item=item,
        **asdict(given),
        saw=seen,
        form=save.form if save else None,
        save_number=save.number if save else 0,
        by=by,
        at=arrival_after(assessment.responses.aggregate(last=Max("at"))["last"], timezone.now()),
    )


@transaction.atomic
def submit(assessment: Assessment, by: Any) -> Assessment:
    """Close an assessment with what counts in it. Submitting again changes nothing. Raises NothingAnswered."""
    assessment = _locked(assessment)
    if assessment.submitted_at is None:
        counting = latest(assessment.responses.said())
        asked = assessment.version.order()
        assessment.answers = {item: asdict(counting[item].answer) for item in asked if item in counting}
        if not assessment.answers:
            raise NothingAnswered
        assessment.submitted_at, assessment.submitted_by = timezone.now(), by
        assessment.save()
    return assessment


@transaction.atomic
def move_to_newest_version(assessment: Assessment) -> Assessment:
    """Go on with the questionnaire as it is now; answers to items that are still asked carry over by id.

    Raises AlreadySubmitted.
    """
    assessment = _locked(assessment)
    if assessment.submitted_at:
        raise AlreadySubmitted
    assessment.version = version_of(assessment.questionnaire_key)
    assessment.save(update_fields=["version"])
    return assessment


@transaction.atomic
def hand_over(giver: Any, taker: Any) -> None:
    """One account's own assessments become another's of the same person, the rounds in order of time.

    Of two that are open the answers of both are in the taker's: where they differ, both are shown.
    """
    takers = Assessment.objects.filter(party=None, begun_by=taker)
    for given in Assessment.objects.filter(party=None, begun_by=giver, submitted_at=None):
        open_already = takers.filter(questionnaire_key=given.questionnaire_key, submitted_at=None).first()
        if open_already:
            given.responses.update(assessment=open_already)
            given.delete()
    Assessment.objects.filter(party=None, begun_by=giver).update(begun_by=taker)
    rounds: dict[uuid.UUID, int] = {}
    for assessment in takers.order_by(F("submitted_at").asc(nulls_last=True), "begun_at"):
        number = rounds[assessment.questionnaire_key] = rounds.get(assessment.questionnaire_key, 0) + 1
        Assessment.objects.filter(pk=assessment.pk).update(round=number)


def share(assessment: Assessment) -> None:
    """Let colleagues of the Party read what was submitted. The first time stands."""
    Assessment.objects.filter(pk=assessment.pk, shared_at=None).update(shared_at=timezone.now())


def stop_sharing(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(shared_at=None)


def _locked(assessment: Assessment) -> Assessment:
    """Two colleagues at once queue up here."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("version").get(pk=assessment.pk)
