"""A mail server's answer read: whether it concerns the address, the mail or all mail, and whether it is final."""

import re
import smtplib
from dataclasses import dataclass

from .models import Reason

LONGEST_REPLY = 300
# Answers to who writes, not to whom: signing in is missing or wrong, or passing mail on is not allowed.
ABOUT_THE_SENDER = {530, 534, 535, 538}
# By the second part of an enhanced status, «5.1.1»: security and policy, which concern all that the site sends.
POLICY = re.compile(r"\b5\.7\.\d")
RELAY = re.compile(r"relay", re.IGNORECASE)
TOO_LARGE = 552


@dataclass(frozen=True)
class Failure:
    """`reply`: the server's own words. `is_for_good`: it would say so again."""

    reason: Reason
    reply: str = ""
    is_for_good: bool = False


def of(error: Exception) -> Failure:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _answered(code, words, Reason.ADDRESS)
        case smtplib.SMTPAuthenticationError():
            return Failure(Reason.SIGN_IN, _reply(error.smtp_code, error.smtp_error))
        case smtplib.SMTPSenderRefused():
            reply = _reply(error.smtp_code, error.smtp_error)
            if error.smtp_code == TOO_LARGE:
                return Failure(Reason.CONTENT, reply, is_for_good=True)
            return Failure(Reason.SENDER if error.smtp_code >= 500 else Reason.PUT_OFF, reply)
        case smtplib.SMTPDataError():
            return _answered(error.smtp_code, error.smtp_error, Reason.CONTENT)
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Failure(Reason.AWAY, _reply(error.smtp_code, error.smtp_error))
        case TimeoutError():
            return Failure(Reason.MUTE)
        case smtplib.SMTPServerDisconnected() if "timed out" in str(error):
            return Failure(Reason.MUTE)
        case ValueError():  # Unicode's errors are of this kind
            return Failure(Reason.UNREADABLE, type(error).__name__, is_for_good=True)
        case OSError():  # smtplib's own are of this kind
            return Failure(Reason.AWAY, _reply(0, str(error)))
    return Failure(Reason.OTHER, type(error).__name__)


def is_of_the_server(failure: Failure) -> bool:
    """Whether other mail would most likely fail as well."""
    return failure.reason in {Reason.AWAY, Reason.MUTE, Reason.SIGN_IN, Reason.SENDER, Reason.OTHER}


def _answered(code: int, words: bytes | str, final: Reason) -> Failure:
    """`final`: what a refusal is about, unless it says that the site may not send."""
    reply = _reply(code, words)
    if code < 500:
        return Failure(Reason.PUT_OFF, reply)
    if code in ABOUT_THE_SENDER or POLICY.search(reply) or RELAY.search(reply):
        return Failure(Reason.SENDER, reply)
    return Failure(final, reply, is_for_good=True)


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join([*([str(code)] if code > 0 else []), *text.split()])[:LONGEST_REPLY]
