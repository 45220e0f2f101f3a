"""The evaluation: what is asked, who may answer when, and what all answers say together.

Nobody's answers are shown beside a name, and what is shown moves by five people or by nobody: see shown_answers.py.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.languages import readers_language
from brs.core.small_cells import FEWEST

from .models import Evaluation, Survey, SurveyField
from .shown_answers import show_when_enough, shown_answers
from .survey_form import choices_of, fits

OPEN_AFTERWARDS = timedelta(days=30)


class EvaluationIsClosed(Exception):
    """Not open yet, or not any more."""


@dataclass(frozen=True)
class Bar:
    """How many chose something; `percent` of those who answered the question."""

    label: str | Promise
    count: int
    percent: int


@dataclass(frozen=True)
class Answers:
    """All answers to one question. `is_shown`: whether enough answered. `mean`: of a rating.

    `texts` stand in an order that tells nothing of who wrote when.
    """

    label: str
    kind: str
    count: int
    is_shown: bool
    bars: list[Bar]
    mean: float | None
    texts: list[str]


@dataclass(frozen=True)
class EvaluationResults:
    """`people`: whose answers are shown; `questions` is empty while these are too few."""

    survey: Survey | None
    people: int
    fewest: int
    questions: list[Answers]


def survey_of(activity: ActivityPage) -> Survey | None:
    """The form chosen for the activity, else the default one, in the reader's language if it can be. One query."""
    if activity.evaluation_id:
        key = Survey.objects.filter(pk=activity.evaluation_id).values("translation_key")
        return Survey.objects.filter(translation_key__in=key).in_language(readers_language()).first()
    return survey_for(Survey.Purpose.EVALUATION)


def survey_for(purpose: Survey.Purpose) -> Survey | None:
    """The default form of a purpose, in the reader's language if it can be. One query."""
    chosen = Survey.objects.filter(is_default=True, purpose=purpose)
    return chosen.in_language(readers_language()).first()


def closes_at(activity: ActivityPage) -> datetime | None:
    return activity.over_at and activity.over_at + OPEN_AFTERWARDS


def state_of(activity: ActivityPage, now: datetime | None = None) -> str:
    """open | early | late: from the beginning of the activity until 30 days after it."""
    now = now or timezone.now()
    state = activity.state(now)
    if state in ("planned", "coming"):
        return "early"
    closes = closes_at(activity)
    return "open" if state in ("running", "past") and closes and now <= closes else "late"


def evaluate(activity: ActivityPage, participation: Participation, answers: Mapping[str, Any]) -> Evaluation:
    """Keep what somebody answered, in the place of what they answered before. Raises EvaluationIsClosed."""
    if state_of(activity) != "open":
        raise EvaluationIsClosed
    columns = {"answers": dict(answers), "said_at": timezone.now()}
    with transaction.atomic():
        evaluation, _is_new = Evaluation.objects.update_or_create(participation=participation, defaults=columns)
        of_all = Evaluation.objects.filter(participation__register=participation.register_id)
        show_when_enough(participation.register_id, 0, of_all)
    return evaluation


def evaluation_results(activity: ActivityPage, register: Register) -> EvaluationResults:
    """Three queries, however many took part."""
    survey = survey_of(activity)
    all_answers = shown_answers(register.pk).get(0, []) if survey else []
    fields = list(survey.fields.all()) if survey and len(all_answers) >= FEWEST else []
    return results_of(survey, fields, all_answers)


def results_of(
    survey: Survey | None, fields: Iterable[SurveyField], all_answers: list[dict[str, Any]]
) -> EvaluationResults:
    """Results of all answers together; no questions while there are too few. No query."""
    questions = [_answers(field, all_answers) for field in fields] if len(all_answers) >= FEWEST else []
    return EvaluationResults(survey, len(all_answers), FEWEST, questions)


def _answers(field: SurveyField, all_answers: Iterable[Mapping[str, Any]]) -> Answers:
    given: list[Any] = [answer for answers in all_answers if fits(field, answer := answers.get(field.clean_name))]
    enough = len(given) >= FEWEST
    is_text = field.field_type in (SurveyField.Kind.SINGLELINE, SurveyField.Kind.MULTILINE)
    numbers = [] if is_text or not enough else given
    return Answers(
        label=field.label,
        kind=field.field_type,
        count=len(given),
        is_shown=enough or is_text,
        bars=_bars(field, numbers),
        mean=mean(numbers) if numbers and field.field_type == SurveyField.Kind.RATING else None,
        texts=_shuffled(given) if is_text else [],
    )


def _bars(field: SurveyField, given: list[Any]) -> list[Bar]:
    if not given:
        return []
    counts = Counter(choice for answer in given for choice in (answer if isinstance(answer, list) else [answer]))
    return [Bar(label, counts[choice], round(counts[choice] * 100 / len(given))) for choice, label in choices_of(field)]


def _shuffled(texts: Iterable[str]) -> list[str]:
    """In an order of their own: the same at every look, and not that of arrival."""
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
