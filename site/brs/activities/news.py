"""Mail about an activity: to those who take part when it is moved or cancelled, and to whom is asked to run it.

Everybody gets a mail of their own, in their own language. Many are sent in the background.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override
from django_tasks import task

from brs.core.mail import letter, send_each
from brs.core.names import in_mail
from brs.core.pages import address

from . import ical
from .dates import when
from .models import ActivityPage, Invitation, Participation, pages_of

MOVED, CANCELLED, REVIVED = "moved", "cancelled", "revived"
AT_ONCE = 10  # mails; more of them wait for the worker


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
    """Tell those who take part, once it is sure; nobody is told of what is over."""
    if page.state() == "past":
        return
    count = len(addresses(page.translation_key))
    dates = _dates(before) if before else None
    backend = "default" if count <= AT_ONCE else "background"
    if count:
        transaction.on_commit(
            partial(tell.using(backend=backend).enqueue, str(page.translation_key), what, dates),
        )


def addresses(key: uuid.UUID) -> dict[str, str]:
    """Of those who take part: address -> language. Who has none is not in there. One query."""
    people = Participation.objects.standing().filter(register=key).select_related("learner")
    return {one.address.lower(): one.learner.language for one in people if one.address}


@task()
def tell(key: str, what: str, dates: list[str | None] | None) -> int:
    """One mail to each; how many were sent. An address that is refused keeps nobody else from theirs."""
    activity_key = uuid.UUID(key)
    to = addresses(activity_key)
    written = {language: _written(activity_key, what, dates, language) for language in set(to.values())}

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
    mail = letter(subject, text % said, invitation.email)
    transaction.on_commit(partial(mail.send, fail_silently=True))


def _written(key: uuid.UUID, what: str, dates: list[str | None] | None, language: str) -> tuple[str, str, bytes | None]:
    """Subject, text and calendar in a language."""
    with override(language):
        activity = pages_of([key], language, drafts=True)[key]
        undated = _("No date yet")
        said = {"title": activity.title, "now": when(activity) or undated, "reason": activity.cancelled_because}
        if dates:
            said["before"] = when(_with_dates(activity, dates)) or undated
        words = WORDS[what]
        text = str(words.text) % said
        text += "\n\n" + settings.WAGTAILADMIN_BASE_URL + address(activity)
        calendar = ical.of_activity(activity) if activity.starts_at else None
        return str(words.subject) % said, text, calendar


def _dates(page: ActivityPage) -> list[str | None]:
    """Beginning, end and zone, as a task can carry them."""
    moments = (moment.isoformat() if moment else None for moment in (page.starts_at, page.ends_at))
    return [*moments, page.time_zone]


def _with_dates(activity: ActivityPage, dates: list[str | None]) -> ActivityPage:
    first, last, zone = dates
    return ActivityPage(
        starts_at=first and datetime.fromisoformat(first),
        ends_at=last and datetime.fromisoformat(last),
        time_zone=zone or activity.time_zone,
    )
