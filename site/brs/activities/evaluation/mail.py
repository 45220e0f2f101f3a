"""The mail that asks what came of an activity."""

from django.conf import settings
from django.urls import reverse

from brs.activities.pages.models import pages_of
from brs.core import mail
from brs.core.names import in_mail

from .follow_up import token_of
from .models import FollowUp


def send(follow_up: FollowUp) -> None:
    """In the participant's language."""
    participation = follow_up.participation
    language = participation.learner.language
    page = pages_of([participation.register_id], language).get(participation.register_id)
    token = token_of(follow_up)
    stop = settings.WAGTAILADMIN_BASE_URL + reverse("follow_up_decline", args=[token])
    context = {
        "name": in_mail(participation.name),
        "months": follow_up.months,
        "title": page.title if page else "",
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("follow_up", args=[token]),
        "stop": stop,
    }
    template, headers = "activities/mail/follow_up.txt", {"List-Unsubscribe": f"<{stop}>"}
    mail.send(participation.address, language, template, context, headers=headers)
