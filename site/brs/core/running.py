"""Whether anything of this installation runs on this machine: the site, the worker, a command.

Each of its processes holds a shared lock on a file in BRS_DATA from its start to its end, however that comes. Whoever
replaces the data takes the lock alone, and nothing starts meanwhile.
"""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NAME = "running.lock"
_held: int | None = None  # kept open: closing it gives the lock back


class StillRunning(Exception):
    """Something else of this installation runs."""


def hold() -> None:
    """From here to the end of the process. Raises ImproperlyConfigured while a backup is being restored."""
    global _held
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        _held = _opened(settings.DATA / NAME)
        fcntl.flock(_held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ImproperlyConfigured("A backup is being restored. Start again when it is done.") from error
    except OSError:
        return  # whoever may not write there restores nothing there


def be_alone() -> None:
    """From here to the end of the process, which holds it. Raises StillRunning where something else runs."""
    if _held is None:
        raise StillRunning
    try:
        fcntl.flock(_held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StillRunning from error


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY)  # another user made it
