"""Mail: every letter of ours is a template, and is made and sent here.

`templates/<app>/mail/<name>.txt`: its first line is the subject, the rest the text. Nothing is escaped for HTML. Beside
the context it has `site`, the public address with scheme and host, to which `{% url %}` adds a path.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context, Engine
from django.utils.translation import override

from .names import one_line

# Stands for the line breaks in people's words while the template is filled: only its own first line ends the subject.
LINE_SEPARATOR = "\u2028"


class LastLetter(EmailMessage):
    """To an address that is forgotten by it: nothing of it is kept where it cannot be delivered."""


def send(to: str, language: str, name: str, context: dict[str, Any], **more: Any) -> int:
    """Put a mail into the outbox, in the transaction of what it tells of; how many: none to who has no letterbox.

    `name`: of its template. `more`: attachments, headers.
    """
    return letter(to, language, name, context, **more).send()


def send_last(to: str, language: str, name: str, context: dict[str, Any]) -> int:
    """As `send`, to an address that is forgotten by it."""
    return LastLetter(*_filled_in(language, name, context), to=[to]).send()


def send_each(letters: Iterable[EmailMessage]) -> int:
    """Put many letters into the outbox at once; how many."""
    return get_connection().send_messages(list(letters)) or 0


def letter(to: str, language: str, name: str, context: dict[str, Any], **more: Any) -> EmailMessage:
    """A mail to one address that is not sent yet."""
    return EmailMessage(*_filled_in(language, name, context), to=[to], **more)


def _filled_in(language: str, name: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text in a language. The subject is one line, whoever's words are in it."""
    with override(language):
        words = {key: _without_line_breaks(value) for key, value in context.items()}
        filled = Context({**words, "site": settings.WAGTAILADMIN_BASE_URL}, autoescape=False)
        subject, _line_break, text = Engine.get_default().get_template(name).render(filled).partition("\n")
    return one_line(subject), text.replace(LINE_SEPARATOR, "\n").strip()


def _without_line_breaks(value: Any) -> Any:
    """Words as one line. Numbers and days stay, for the template to count and to write in the language."""
    return value if isinstance(value, int | date | None) else LINE_SEPARATOR.join(str(value).splitlines())
