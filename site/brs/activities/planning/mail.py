"""Mail about an activity: to those who take part when it is moved or cancelled, and to whom is asked to run it.

Everybody gets a mail of their own, in their own language. It is in the outbox by the transaction of what it tells of.
"""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from brs.activities.pages import ical
from brs.activities.pages.dates import when
from brs.activities.pages.models import ActivityPage, pages_of
from brs.activities.register.models import Invitation, Participation
from brs.core.mail import letter, send_each
from brs.core.names import in_mail
from brs.core.pages import address

MOVED, CANCELLED, REVIVED = "moved", "cancelled", "revived"


@dataclass(frozen=True)
class Words:
    """What a piece of news is called, and what it says."""

    subject: str | Promise
    text: str | Promise


WORDS = {
    MOVED: Words(
        _lazy("Other dates: %(title)s"),
        _lazy("%(title)s has other dates.\n\nBefore: %(before)s\nNow: %(now)s"),
    ),
    CANCELLED: Words(
        _lazy("Cancelled: %(title)s"),
        _lazy("%(title)s (%(now)s) is cancelled.\n\nWhy: %(reason)s"),
    ),
    REVIVED: Words(
        _lazy("Takes place after all: %(title)s"),
        _lazy("%(title)s takes place after all: %(now)s"),
    ),
}


def send(page: ActivityPage, what: str, before: ActivityPage | None = None) -> None:
    """Tell those who take part; nobody is told of what is over."""
    if page.state() != "past":
        tell(page.translation_key, what, before)


def addresses(key: uuid.UUID) -> dict[str, str]:
    """Of those who take part: address -> language. Who has none is not in there. One query."""
    people = Participation.objects.active().filter(register=key).select_related("learner")
    return {one.address.lower(): one.learner.language for one in people if one.address}


def tell(key: uuid.UUID, what: str, before: ActivityPage | None = None) -> int:
    """One mail to each; how many. `before`: the activity as it was, where its dates were others."""
    to = addresses(key)
    written = {language: _written(key, what, before, language) for language in set(to.values())}

    def mail(address: str, language: str) -> EmailMessage:
        subject, text, calendar = written[language]
        files = [("activity.ics", calendar, "text/calendar")] if calendar else None
        return letter(subject, text, address, attachments=files)

    return send_each(mail(*each) for each in to.items())


def ask(page: ActivityPage, invitation: Invitation) -> None:
    """Written in the language of who asks: nobody knows that of an address."""
    who = in_mail(str(invitation.invited_by))
    subject = _("%(who)s asks you to run an activity") % {"who": who}
    text = _(
        "%(who)s asks you to run “%(title)s” with them on BRS Learn.\n\nSign in by this address and answer: %(desk)s"
    )
    said = {"who": who, "title": in_mail(page.title), "desk": settings.WAGTAILADMIN_BASE_URL + reverse("desk")}
    letter(subject, text % said, invitation.email).send()


def _written(key: uuid.UUID, what: str, before: ActivityPage | None, language: str) -> tuple[str, str, bytes | None]:
    """Subject, text and calendar in a language."""
    with override(language):
        activity = pages_of([key], language, drafts=True)[key]
        undated = _("No date yet")
        said = {"title": activity.title, "now": when(activity) or undated, "reason": activity.cancelled_because}
        if before:
            said["before"] = when(before) or undated
        words = WORDS[what]
        text = str(words.text) % said
        text += "\n\n" + settings.WAGTAILADMIN_BASE_URL + address(activity)
        calendar = ical.of_activity(activity) if activity.starts_at else None
        return str(words.subject) % said, text, calendar
