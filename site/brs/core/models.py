from django.db import models
from django.utils import timezone


class Allowance(models.Model):
    """How far somebody has used up a limit. `key` tells nobody who it is; `used_until` is in seconds: see limits.py."""

    key = models.CharField(max_length=32, primary_key=True)
    used_until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class WaitingMail(models.Model):
    """A mail that the mail server has not taken yet: see waiting_mail.py. `message` is the whole of it."""

    to = models.EmailField()
    sender = models.CharField(max_length=320)
    message = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.to
