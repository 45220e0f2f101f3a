"""When content was reviewed and is to be reviewed again, and who answers for it."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .kinds import KINDS

NOTICE = relativedelta(months=1)  # so long before, the owner is reminded


class State(models.TextChoices):
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due within a month")
    LATER = "later", _("Not due yet")
    NO_DATE = "no-date", _("No date")


class ReviewQuerySet(models.QuerySet["Review"]):
    def of_pages_of(self, user: Any) -> "ReviewQuerySet":
        """Of the pages that somebody may edit."""
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        return self.filter(key__in=editable.values("translation_key"))

    def in_state(self, *states: str) -> "ReviewQuerySet":
        today = timezone.localdate()
        condition = {
            State.OVERDUE: Q(review_by__lt=today),
            State.SOON: Q(review_by__gte=today, review_by__lte=today + NOTICE),
            State.LATER: Q(review_by__gt=today + NOTICE),
            State.NO_DATE: Q(review_by=None),
        }
        wanted = Q(pk__in=[])
        for state in states:
            wanted |= condition[State(state)]
        return self.filter(wanted)

    def published(self) -> "ReviewQuerySet":
        """Of what is published in some language: the rest need not be right."""
        return self.filter(Exists(Page.objects.live().filter(translation_key=OuterRef("key"))))


class Review(models.Model):
    """Of a page in all its languages: `key` is their translation key.

    A subject is reviewed once, whatever the number of its translations: what follows from it for them is seen at the
    translation desk. A copy has a key of its own and so is reviewed by itself. `reminded_of` and `told_overdue_of` are
    the dates about which the owner was written to; another date is written about anew.
    """

    key = models.UUIDField(primary_key=True)
    kind = models.CharField(_("type"), max_length=40, choices=[(label, kind.title) for label, kind in KINDS.items()])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Answers for the content and gets a mail a month before the review, and when it is overdue."),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reminded_of = models.DateField(null=True)
    told_overdue_of = models.DateField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["review_by"], name="review_by_date")]

    @property
    def state(self) -> State:
        today = timezone.localdate()
        if self.review_by is None:
            return State.NO_DATE
        if self.review_by < today:
            return State.OVERDUE
        return State.SOON if self.review_by <= today + NOTICE else State.LATER

    @property
    def state_in_words(self) -> str | Promise:
        return self.state.label

    @property
    def months(self) -> int:
        return KINDS[self.kind].months

    def next_date(self, since: date) -> date:
        return since + relativedelta(months=self.months)
