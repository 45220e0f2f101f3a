"""What levels and priorities are called."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    ABSENT = 0, _("Absent")
    STARTED = 1, _("Started")
    PARTIAL = 2, _("Partial")
    WORKING = 3, _("Working")
    SUSTAINED = 4, _("Sustained")


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")
