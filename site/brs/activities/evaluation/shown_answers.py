"""Which answers are shown: what five or more people gave, or changed, since the last time; or nothing of it.

Whoever looks, takes somebody off the list, puts them back or erases them, and looks again, sees the same. So what is
shown does not follow the list, nor the rows of those who answered.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from brs.activities.register.models import Register
from brs.core.small_cells import FEWEST

from .models import ShownAnswers


@transaction.atomic
def show_when_enough(activity_key: uuid.UUID, months: int, answered: QuerySet) -> None:
    """Show what was answered since the last time once it is FEWEST people's. Three queries while it is not.

    First answers and changed ones wait apart: else a few who change theirs again and again would bring out one other's.
    `answered`: the rows of all who have, each with `answers` and the key of its `shown_as`.
    """
    Register.objects.select_for_update().get(pk=activity_key)
    shown = {row.pk: row for row in ShownAnswers.objects.filter(activity_key=activity_key, months=months)}
    new = [row for row in answered if row.shown_as is None]
    changed = [row for row in answered if row.shown_as and shown[row.shown_as].answers != row.answers]
    if len(new) >= FEWEST:
        for row in new:
            row.shown_as = uuid.uuid4()
            row.save(update_fields=["shown_as"])
        ShownAnswers.objects.bulk_create(
            ShownAnswers(pk=row.shown_as, activity_key=activity_key, months=months, answers=row.answers) for row in new
        )
    if len(changed) >= FEWEST:
        for row in changed:
            shown[row.shown_as].answers = row.answers
        ShownAnswers.objects.bulk_update([shown[row.shown_as] for row in changed], ["answers"])


def shown_answers(activity_key: uuid.UUID) -> dict[int, list[dict[str, Any]]]:
    """By months, 0 for the evaluation. One query."""
    rounds: dict[int, list[dict[str, Any]]] = {}
    for months, answers in ShownAnswers.objects.filter(activity_key=activity_key).values_list("months", "answers"):
        rounds.setdefault(months, []).append(answers)
    return rounds
