"""Which quizzes ask a question: by Wagtail's index of references, so drafts of quizzes count once they are saved."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from .models import Question


def _references() -> QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Question),
        base_content_type=ContentType.objects.get_for_model(Page),
    )


def count_uses(questions: Iterable[Question]) -> dict[int, int]:
    """In how many quizzes each is asked by name, by id of the question; pools are not counted. One query."""
    ids = [str(question.pk) for question in questions]
    rows = _references().filter(to_object_id__in=ids).values_list("to_object_id")
    return {int(pk): count for pk, count in rows.annotate(quizzes=Count("object_id", distinct=True))}


def is_used() -> Any:
    """For a query of questions: whether some quiz asks it."""
    return Exists(_references().filter(to_object_id=Cast(OuterRef("pk"), CharField())))


def quizzes_asking(question: Question) -> list[Page]:
    """The quizzes that ask it, by their place in the tree. Two queries."""
    ids = {int(pk) for pk in _references().filter(to_object_id=str(question.pk)).values_list("object_id", flat=True)}
    return list(Page.objects.filter(pk__in=ids).order_by("path"))
