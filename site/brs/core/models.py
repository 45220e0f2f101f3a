from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How far somebody has used up a limit. `key` tells nobody who it is; `used_until` is in seconds: see limits.py."""

    key = models.CharField(max_length=32, primary_key=True)
    used_until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """A form whose deed was done, and where it led. `digest` tells nobody what was in it, nor whose: see once.py."""

    digest = models.CharField(max_length=64, primary_key=True)
    led_to = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.digest


class WaitingMail(models.Model):
    """A mail that the mail server has not taken yet: see waiting_mail.py. `message` is the whole of it."""

    to = models.EmailField()
    sender = models.CharField(max_length=320)
    message = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.to


class PeriodicRun(models.Model):
    """When something that is done by the clock was last begun and ended, and is due again: see periodic.py."""

    deed = models.CharField(max_length=100, primary_key=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("periodic deed")
        verbose_name_plural = _("periodic deeds")
        default_permissions = ["view"]

    def __str__(self) -> str:
        return self.deed
