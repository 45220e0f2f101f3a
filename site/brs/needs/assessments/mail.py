"""Mail to those who ask to speak for a Party."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from brs.core.mail import letter

from .models import FocalPoint

CONFIRMED = (
    gettext_lazy("You speak for %(party)s"),
    gettext_lazy("The Secretariat has confirmed that you speak for %(party)s. You can now answer for it:"),
)
DECLINED = (
    gettext_lazy("You do not speak for %(party)s"),
    gettext_lazy(
        "The Secretariat could not confirm that you speak for %(party)s. You can still answer for yourself, "
        "and ask again:"
    ),
)
ENDED = (
    gettext_lazy("You no longer speak for %(party)s"),
    gettext_lazy(
        "The Secretariat has noted that you no longer speak for %(party)s. What you answered for it stays with it. "
        "You can still answer for yourself:"
    ),
)


def say_what_became_of(focal_point: FocalPoint) -> None:
    """Whether it was confirmed, declined or ended, to the person and in their language."""
    if focal_point.ended_at is None:
        _send(focal_point, *CONFIRMED)
    else:
        _send(focal_point, *(ENDED if focal_point.confirmed_at else DECLINED))


def _send(focal_point: FocalPoint, subject: str | Promise, text: str | Promise) -> None:
    person = focal_point.person
    with override(person.language):
        names = {"party": str(focal_point.party)}
        address = settings.WAGTAILADMIN_BASE_URL + reverse("needs")
        body = f"{text % names}\n\n{address}\n\n{_('If this is not so, answer this mail.')}"
        letter(subject % names, body, person.email).send()
