"""Mail about an activity: to those who take part when it is moved or cancelled, and to whom is asked to run it.

Everybody gets a mail of their own, in their own language. It is in the outbox by the transaction of what it tells of.
"""

import uuid

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.activities.pages import ical
from brs.activities.pages.dates import when
from brs.activities.pages.models import ActivityPage, pages_of
from brs.activities.register.models import Invitation, Participation
from brs.core import mail
from brs.core.languages import readers_language
from brs.core.names import in_mail
from brs.core.pages import address

MOVED = "activities/mail/moved.txt"
CANCELLED = "activities/mail/cancelled.txt"
REVIVED = "activities/mail/revived.txt"


def send(page: ActivityPage, template: str, before: ActivityPage | None = None) -> None:
    """Tell those who take part; nobody is told of what is over."""
    if page.state() != "past":
        tell(page.translation_key, template, before)


def addresses(key: uuid.UUID) -> dict[str, str]:
    """Of those who take part: address -> language. Who has none is not in there. One query."""
    people = Participation.objects.active().filter(register=key).select_related("learner")
    return {
        participation.address.lower(): participation.learner.language
        for participation in people
        if participation.address
    }


def tell(key: uuid.UUID, template: str, before: ActivityPage | None = None) -> int:
    """One mail to each; how many. `before`: the activity as it was, where its dates were others."""
    language_of = addresses(key)
    news = {language: _news(key, before, language) for language in set(language_of.values())}

    def to_one(address: str, language: str) -> EmailMessage:
        context, calendar = news[language]
        files = [("activity.ics", calendar, "text/calendar")] if calendar else None
        return mail.letter(address, language, template, context, attachments=files)

    return mail.send_each(to_one(*each) for each in language_of.items())


def ask(page: ActivityPage, invitation: Invitation) -> None:
    """Written in the language of who asks: nobody knows that of an address."""
    context = {"who": in_mail(str(invitation.invited_by)), "title": in_mail(page.title)}
    mail.send(invitation.email, readers_language(), "activities/mail/asked_to_run.txt", context)


def _news(key: uuid.UUID, before: ActivityPage | None, language: str) -> tuple[dict[str, str], bytes | None]:
    """What the mail says of the activity in a language, and its calendar."""
    with override(language):
        activity = pages_of([key], language, drafts=True)[key]
        undated = _("No date yet")
        context = {
            "title": activity.title,
            "now": when(activity) or undated,
            "before": when(before) or undated if before else "",
            "reason": activity.cancelled_because,
            "path": address(activity),
        }
        return context, ical.of_activity(activity) if activity.starts_at else None
