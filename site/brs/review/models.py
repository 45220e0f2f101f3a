"""When content was reviewed and is to be reviewed again, who answers for it, and what readers say is wrong with it."""

import uuid
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

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

Row = TypeVar("Row", bound=models.Model)

NOTICE = relativedelta(months=1)  # so long before, the owner is reminded
LONGEST_TEXT = 2_000  # characters of what a reader says, and of an answer


class State(models.TextChoices):
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due within a month")
    LATER = "later", _("Not due yet")
    NO_DATE = "no-date", _("No date")


class AboutPages(models.QuerySet[Row]):
    """Of rows whose `key` is the translation key of a page."""

    def of_pages_of(self, user: Any) -> Self:
        """About the pages that somebody may edit."""
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        return self.filter(key__in=editable.values("translation_key"))

    def conditions(self) -> dict[Any, Q]:
        """What is true of the rows in each state."""
        raise NotImplementedError

    def in_state(self, *states: str) -> Self:
        conditions = self.conditions()
        return self.filter(reduce(or_, [conditions[state] for state in states], Q(pk__in=[])))


class ReviewQuerySet(AboutPages["Review"]):
    def conditions(self) -> dict[Any, Q]:
        today = timezone.localdate()
        return {
            State.OVERDUE: Q(review_by__lt=today),
            State.SOON: Q(review_by__gte=today, review_by__lte=today + NOTICE),
            State.LATER: Q(review_by__gt=today + NOTICE),
            State.NO_DATE: Q(review_by=None),
        }

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


class ReportQuerySet(AboutPages["ReaderReport"]):
    def open(self) -> "ReportQuerySet":
        return self.filter(closed_at=None)

    def conditions(self) -> dict[Any, Q]:
        return {
            ReaderReport.State.OPEN: Q(closed_at=None),
            ReaderReport.State.ANSWERED: Q(closed_at__isnull=False) & ~Q(answer=""),
            ReaderReport.State.CLOSED: Q(closed_at__isnull=False, answer=""),
        }


class ReaderReport(models.Model):
    """What a reader says is wrong with a page. `key`: of the page, `subject_key`: of the course or tool that it is in.

    `language` is that of the interface, in which an answer is written; `page_language` that of the page as it was read.
    """

    class Problem(models.TextChoices):
        MISTAKE = "mistake", _("A mistake in the content")
        LINK = "link", _("A link leads nowhere")
        DISPLAY = "display", _("Something does not load or show")
        TRANSLATION = "translation", _("The translation is wrong")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without an answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.UUIDField()
    subject_key = models.UUIDField()
    problem = models.CharField(_("what is wrong"), max_length=12, choices=Problem.choices)
    text = models.TextField(_("please describe it"), max_length=LONGEST_TEXT)
    position = models.CharField(_("where on the page"), max_length=200, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(max_length=10)
    page_language = models.CharField(max_length=10)
    reported_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), blank=True, max_length=LONGEST_TEXT)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    page: Page  # these two by report_desk.with_titles
    title: str

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="report_by_page"),
            models.Index(fields=["closed_at", "reported_at"], name="report_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(answer="", closed_by=None), name="an_answer_closes_the_report"
            )
        ]

    @property
    def state(self) -> "ReaderReport.State":
        if self.closed_at is None:
            return self.State.OPEN
        return self.State.ANSWERED if self.answer else self.State.CLOSED

    @property
    def state_in_words(self) -> str | Promise:
        return self.state.label
