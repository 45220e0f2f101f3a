"""Errors that nobody handled are told to BRS_ADMINS by mail: where, when and in whose code, never with whose data.

What an error says, settings, forms and cookies stay out of it: the line of the log has the words, under the same
reference. It goes straight to the mail server, since the database may be what is broken.
"""

import hashlib
import logging
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core import mail

from . import logs
from .outages import causes_of

SECONDS_BETWEEN_MAILS = 600  # of one fault
MOST_AN_HOUR = 30  # of all faults, by one process
FOLDER = "told"  # in BRS_DATA: an empty file for each fault that was told a while ago
ROOT = Path(__file__).resolve().parents[3]

log = logging.getLogger(__name__)


class ErrorMail(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.sent_at: dict[str, float] = {}
        self.left_out: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Where the same fault was told just now, it is only counted."""
        if not settings.ADMINS:
            return
        fault = fault_of(record)
        if not self._may_tell(fault):
            self.left_out[fault] = self.left_out.get(fault, 0) + 1
            return
        text = _text(record, fault, self.left_out.pop(fault, 0))
        # Whoever met the fault does not wait for the mail server; a process that ends does.
        threading.Thread(target=_send, args=(fault, text), name="error mail").start()

    def _may_tell(self, fault: str) -> bool:
        now = time.time()
        self.sent_at = {known_fault: at for known_fault, at in self.sent_at.items() if now - at < 3600}
        if len(self.sent_at) >= MOST_AN_HOUR or now - self.sent_at.get(fault, 0) < SECONDS_BETWEEN_MAILS:
            return False
        self.sent_at[fault] = now
        return not _told_by_another(fault)


def _told_by_another(fault: str) -> bool:
    """Whether another process has told it just now, which a file says; where none can be written, it is told again."""
    stamp = settings.DATA / FOLDER / hashlib.sha256(fault.encode()).hexdigest()[:32]
    try:
        stamp.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stamp.exists() and time.time() - stamp.stat().st_mtime < SECONDS_BETWEEN_MAILS:
            return True
        for other in stamp.parent.iterdir():
            if time.time() - other.stat().st_mtime > SECONDS_BETWEEN_MAILS:
                other.unlink(missing_ok=True)
        stamp.touch()
    except OSError:
        pass
    return False


def _send(fault: str, text: str) -> None:
    try:
        with mail.get_connection(settings.EMAIL_DELIVERY) as connection:
            mail.mail_admins(fault, text, connection=connection)
    except Exception as error:  # each backend has its own; a warning causes no mail
        log.warning("The report of an error was not taken by the mail server: %s", type(error).__name__)


def fault_of(record: logging.LogRecord) -> str:
    """«KeyError in site/brs/needs/actions.py:93»: by it the same fault is known again."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return f"{getattr(record, 'outage', record.levelname)} in {_ours(record.pathname)}:{record.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    at = (ours or frames or [traceback.FrameSummary(record.pathname, record.lineno, "")])[-1]
    return f"{type(error).__name__} in {_ours(at.filename)}:{at.lineno}"


def _text(record: logging.LogRecord, fault: str, left_out: int) -> str:
    request = getattr(record, "request", None)
    path = logs.masked(getattr(request, "path", "") or logs.NOBODY)
    lines = [
        fault,
        "",
        f"When:      {datetime.fromtimestamp(record.created, UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"Reference: {logs.reference.get()}",
        f"Person:    {logs.person()}",
        f"Address:   {getattr(request, 'method', '')} {path}".rstrip(),
        f"Logged by: {record.name}",
        f"Since the last such mail of this process: {left_out} more",
        "",
        "The log has the words, under the reference; docs/duty.md says how to go on.",
        "",
    ]
    for error in causes_of(record.exc_info[1] if record.exc_info else None):
        lines += [f"{type(error).__name__}:", *traceback.format_list(traceback.extract_tb(error.__traceback__))]
    return "\n".join(lines)


def _ours(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])
