"""How many people did what, by month: booked when the month is over, and never changed afterwards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .counts import Cell, Count


class Closing(models.Model):
    """A month whose figures are out. `month` is its first day."""

    month = models.DateField(primary_key=True)
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["month"]


class PublicSet(models.Model):
    """Parties of whom public addresses tell together, as a region and group (each may be empty) are asked for.

    Never changed: of a region and group the last one counts, and no later one may tell anything beside those before.
    """

    region = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=10, blank=True)
    parties = models.JSONField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]


class Counted(models.Model):
    """So many people more (or fewer) are in a cell since a month; see counting.py for what the columns say."""

    month = models.DateField()
    kind = models.CharField(max_length=10)
    subject = models.UUIDField()
    measure = models.CharField(max_length=9)
    place = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=5, blank=True)
    role = models.CharField(max_length=11, blank=True)
    is_confirmed = models.BooleanField(default=False)
    people = models.IntegerField()
    amount = models.IntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "measure", "month", "place", "gender", "role", "is_confirmed"],
                name="%(class)s_once",
            )
        ]

    @property
    def cell(self) -> Cell:
        return Cell(self.kind, self.subject, self.measure, self.place, self.gender, self.role, self.is_confirmed)

    @property
    def count(self) -> Count:
        return Count(self.people, self.amount)


class Fact(Counted):
    """What screens, exports and the API are made of."""

    class Meta(Counted.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        # Reports add up hundreds of thousands of rows: from this alone, without looking up each of them.
        indexes = [
            models.Index(
                fields=["kind", "subject", "measure", "month", "place", "is_confirmed", "people", "amount"],
                name="fact_to_add_up",
            )
        ]
        permissions = [("see_figures", "Can see the figures of the Secretariat")]


class Gone(Counted):
    """What those who erased their accounts had brought to published months: it stays, and says of nobody who it was."""
