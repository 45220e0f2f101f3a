"""The site, whose process is killed as soon as it has committed a row of the model that a file names: `served.py`."""

import os
import signal
from pathlib import Path

from django.db import transaction
from django.db.models.signals import post_save

from brs.wsgi import application

__all__ = ["application"]
DIE = Path(os.environ["DIE"])


def _die(sender, **_said):
    if DIE.exists() and DIE.read_text() == sender._meta.label:
        transaction.on_commit(lambda: (DIE.unlink(), os.kill(os.getpid(), signal.SIGKILL)))


post_save.connect(_die)
