"""The mail that asks what came of an activity."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.activities.pages.models import pages_of
from brs.core.mail import letter
from brs.core.names import in_mail

from .follow_up import token_of
from .models import FollowUp


def send(follow_up: FollowUp) -> None:
    """In the participant's language."""
    participation = follow_up.participation
    language = participation.learner.language
    with override(language):
        page = pages_of([participation.register_id], language).get(participation.register_id)
        address = settings.WAGTAILADMIN_BASE_URL + reverse("follow_up", args=[token_of(follow_up)])
        stop = settings.WAGTAILADMIN_BASE_URL + reverse("follow_up_decline", args=[token_of(follow_up)])
        text = _(
            "%(name)s,\n\n%(months)d months ago you took part in “%(title)s”. What came of it? Two minutes, without "
            "signing in:\n\n%(address)s\n\nNobody sees your name beside what you say.\n\nNot to be asked again about "
            "this activity:\n%(stop)s"
        ) % {
            "name": in_mail(participation.name),
            "months": follow_up.months,
            "title": page.title if page else "",
            "address": address,
            "stop": stop,
        }
        mail = letter(_("What came of it?"), text, participation.address, headers={"List-Unsubscribe": f"<{stop}>"})
    mail.send()
