"""Answers that participants give months after an activity."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brs.activities.register.models import Participation

__all__ = ["FollowUp"]


class FollowUp(models.Model):
    """One participant is asked so many months after an activity. Answered once: the link shows nothing of it later.

    `answers`: {key of the question: what was chosen by its place, places, or a text}. Never shown beside a name.
    """

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months afterwards"))
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answers = models.JSONField(default=dict)
    shown_as = models.UUIDField(null=True, blank=True, editable=False, help_text="Key of its ShownAnswers.")

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["participation", "months"], name="asked_once_each_time"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answers={}), name="answers_have_their_day"
            ),
        ]
