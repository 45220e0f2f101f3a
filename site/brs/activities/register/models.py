"""The register of an activity, with those who take part, and marks of attendance."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brs.core.codes import new_join_code
from brs.people import slips
from brs.people.invitations import InvitationByAddress

from .marks import AttendanceEntry

__all__ = ["AttendanceMark", "Enlisting", "Invitation", "Participation", "Register"]


def _new_secret() -> str:
    return secrets.token_hex(16)


class RegisterQuerySet(models.QuerySet):
    def run_by(self, person) -> "RegisterQuerySet":
        """Those of the activities that the person runs."""
        return self.filter(pk__in=Register.facilitators.through.objects.filter(user=person).values("register"))


class Register(models.Model):
    """The list of who takes part in an activity (by the translation key of its page), how one joins, who runs it."""

    activity_key = models.UUIDField(primary_key=True)
    join_code = models.CharField(_("join code"), max_length=9, unique=True, default=new_join_code, editable=False)
    secret = models.CharField(max_length=32, default=_new_secret, editable=False)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("facilitators")
    )
    toolkits = models.ManyToManyField("toolkits.Toolkit", related_name="+", blank=True, verbose_name=_("toolkits"))
    joining_closed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        permissions = [
            ("run_activity", "Can plan activities and run one's own"),
            ("oversee_activities", "Can run every activity"),
        ]

    def __str__(self) -> str:
        return self.join_code


class Invitation(InvitationByAddress):
    """Somebody is asked to run an activity with others."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="invitations")

    class Meta(InvitationByAddress.Meta):
        constraints = [models.UniqueConstraint(fields=["register", "email"], name="asked_once_to_run")]


class Enlisting(models.Model):
    """A list that was pasted or uploaded, so that it can be undone."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="enlistings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-made_at", "-pk"]


class ParticipationQuerySet(models.QuerySet):
    def of(self, person) -> "ParticipationQuerySet":
        return self.filter(learner=person)

    def active(self) -> "ParticipationQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def arrived(self) -> "ParticipationQuerySet":
        """Those who have come, and not only stand on the list."""
        return self.active().exclude(joined_at=None)


class Participation(models.Model):
    """Somebody in an activity, with their name, Party and so on as given for it.

    `learner` is their own account, or until they claim it one without an address that only their slip opens:
    see brs.people.slips.
    """

    class Way(models.TextChoices):
        LIST = "list", _("On the list")
        CODE = "code", _("By the join code")
        OPEN = "open", _("Signed up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(Register, models.CASCADE, related_name="participations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    name = models.CharField(_("name as on certificates"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    party = models.ForeignKey(
        "people.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    gender = models.CharField(_("gender"), max_length=5, blank=True)
    slip = models.CharField(_("personal code"), max_length=9, unique=True, default=new_join_code, editable=False)
    way = models.CharField(_("how they came"), max_length=4, choices=Way.choices)
    enlisting = models.ForeignKey(
        Enlisting, models.SET_NULL, null=True, blank=True, related_name="participations", editable=False
    )
    listed_at = models.DateTimeField(default=timezone.now, editable=False)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    passed_practical = models.BooleanField(_("practical passed"), null=True, blank=True)
    practical_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    declined_follow_up_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["register", "learner"], name="takes_part_once"),
            models.UniqueConstraint(
                fields=["register", "email"], condition=~Q(email=""), name="listed_once_by_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address that mail reaches them at: their account's, else the one on the list; empty where there is none.

        What the list says of somebody who has an account may be an old address, and somebody else's today.
        """
        return self.email if slips.is_slip(self.learner) else self.learner.email


class AttendanceMarkQuerySet(models.QuerySet):
    def marks(self) -> list[AttendanceEntry]:
        """As the fold in attendance.py sees them."""
        rows = self.values_list("id", "participation_id", "session", "is_present", "at")
        return [AttendanceEntry(*row) for row in rows]


class AttendanceMark(models.Model):
    """Somebody was there in a session, or was not. Append-only; the latest said counts: see attendance.py."""

    class Way(models.TextChoices):
        QR = "qr", _("By the code in the room")
        LIST = "list", _("By the facilitator's list")
        IMPORT = "import", _("By import")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="marks")
    session = models.CharField(max_length=36, help_text=_("Id of the agenda's block."))
    is_present = models.BooleanField()
    way = models.CharField(max_length=6, choices=Way.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(help_text=_("When it was said, by the device's clock, never later than received."))
    received_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["participation", "session"], name="mark_by_person_and_session")]
