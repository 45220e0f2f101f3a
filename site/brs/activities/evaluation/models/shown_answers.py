"""Anonymous answers in the state in which they are shown."""

import uuid

from django.db import models

__all__ = ["ShownAnswers"]


class ShownAnswers(models.Model):
    """Answers of one person among those that are shown together. Of whom is known while their own row points here.

    `months`: of the follow-up so many months later, 0 of the evaluation. `answers`: as in Evaluation and FollowUp.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity_key = models.UUIDField()
    months = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["activity_key", "months"], name="shown_answers_by_activity")]
