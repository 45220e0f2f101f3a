"""Asking participants 3, 6 and 12 months later whether they apply what they learned, and what they say together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core import signing
from django.db import transaction
from django.utils import timezone

from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.small_cells import FEWEST

from .models import FollowUp, Survey, SurveyField
from .satisfaction import EvaluationResults, results_of, survey_for
from .shown_answers import show_when_enough, shown_answers

MONTHS = (3, 6, 12)
# Whoever was not asked within this time, since the timer stood still, is left in peace.
WITHIN = timedelta(days=30)
OPEN = timedelta(days=90)
SIGNER = signing.Signer(salt="brs.activities.evaluation.follow_up", sep="~")


class AlreadyAnswered(Exception):
    """This follow-up was answered before: the first answers stand."""


class FollowUpIsClosed(Exception):
    """Too long ago."""


@dataclass(frozen=True)
class Round:
    """Answers given so many months later. `declined`: asked then, and wish not to be asked again.

    `applied`: per cent of those who said whether they apply what they learned; None while these are too few.
    """

    months: int
    asked: int
    declined: int
    applied: int | None
    results: EvaluationResults


def token_of(follow_up: FollowUp) -> str:
    """The signed token in the link of the mail: nobody can make one up."""
    return SIGNER.sign(str(follow_up.pk))


def by_token(token: str) -> FollowUp | None:
    """None for a token that is not ours, or whose person is gone."""
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return FollowUp.objects.select_related("participation__learner", "participation__register").filter(pk=pk).first()


def due(today: date) -> list[tuple[Participation, int]]:
    """Those to be asked, with the months: they came, have an address, have not declined and were not asked yet.

    Three queries.
    """
    rounds_due = []
    for activity in ActivityPage.objects.live().filter(is_template=False, cancelled_at=None, starts_at__isnull=False):
        assert activity.over_at is not None
        for months in MONTHS:
            day = activity.over_at.date() + relativedelta(months=months)
            if day <= today <= day + WITHIN:
                rounds_due.append((activity.translation_key, months))
    rounds = dict.fromkeys(rounds_due)
    people = (
        Participation.objects.arrived()
        .filter(register__in={key for key, _months in rounds}, declined_follow_up_at=None)
        .select_related("learner")
    )
    asked = set(
        FollowUp.objects.exclude(sent_at=None)
        .filter(participation__in=people)
        .values_list("participation_id", "months")
    )
    return [
        (person, months)
        for person in people
        for key, months in rounds
        if person.register_id == key and (person.pk, months) not in asked and person.address
    ]


def prepare(participation: Participation, months: int) -> FollowUp | None:
    """Its row, taken for sending; None where another process has taken it. In the transaction of its mail."""
    follow_up, _is_new = FollowUp.objects.get_or_create(participation=participation, months=months)
    taken = FollowUp.objects.filter(pk=follow_up.pk, sent_at=None).update(sent_at=timezone.now())
    return follow_up if taken else None


def survey() -> Survey | None:
    """The form, in the reader's language if it can be. One query."""
    return survey_for(Survey.Purpose.FOLLOW_UP)


def answer(follow_up: FollowUp, answers: Mapping[str, Any]) -> None:
    """Keep what was answered. Raises AlreadyAnswered, FollowUpIsClosed."""
    if timezone.now() > follow_up.made_at + OPEN:
        raise FollowUpIsClosed
    columns = {"answers": dict(answers), "answered_at": timezone.now()}
    register = follow_up.participation.register_id
    with transaction.atomic():
        if not FollowUp.objects.filter(pk=follow_up.pk, answered_at=None).update(**columns):
            raise AlreadyAnswered
        of_the_round = FollowUp.objects.filter(participation__register=register, months=follow_up.months)
        show_when_enough(register, follow_up.months, of_the_round.exclude(answered_at=None))


def decline(participation: Participation) -> None:
    """Ask them no more about this activity. The first time stands."""
    Participation.objects.filter(pk=participation.pk, declined_follow_up_at=None).update(
        declined_follow_up_at=timezone.now()
    )


def rounds_of(register: Register) -> list[Round]:
    """The answers, by months. Four queries, however many were asked."""
    sent = FollowUp.objects.filter(participation__register=register).exclude(sent_at=None)
    asked = list(sent.select_related("participation").order_by("months"))
    form = survey() if asked else None
    questions = list(form.fields.all()) if form else []
    shown = shown_answers(register.pk) if asked else {}
    # Whoever declined was asked no more: it was after the last time.
    declined = {
        follow_up.participation_id: follow_up.months
        for follow_up in asked
        if follow_up.participation.declined_follow_up_at
    }
    rounds = []
    for months in MONTHS:
        follow_ups = [follow_up for follow_up in asked if follow_up.months == months]
        if follow_ups:
            given = shown.get(months, [])
            rounds.append(
                Round(
                    months=months,
                    asked=len(follow_ups),
                    declined=sum(last == months for last in declined.values()),
                    applied=_applied(questions, given),
                    results=results_of(form, questions, given),
                )
            )
    return rounds


def asking_whether_applied() -> dict[str, int]:
    """By the key of each question that asks it, the first choice that says so. One query."""
    return dict(SurveyField.objects.exclude(applied_from=None).values_list("clean_name", "applied_from"))


def has_applied(answers: Mapping[str, Any], asking: Mapping[str, int]) -> bool | None:
    """Whether somebody says that they apply what they learned; None where they do not say.

    `asking`: by the key of a question that asks it, the first choice that says so.
    """
    applying = [answers[key] >= least for key, least in asking.items() if isinstance(answers.get(key), int)]
    return any(applying) if applying else None


def _applied(questions: Iterable[SurveyField], given: Iterable[Mapping[str, Any]]) -> int | None:
    asking = {question.clean_name: question.applied_from for question in questions if question.applied_from}
    applying = [applies for answers in given if (applies := has_applied(answers, asking)) is not None]
    return round(sum(applying) * 100 / len(applying)) if len(applying) >= FEWEST else None
