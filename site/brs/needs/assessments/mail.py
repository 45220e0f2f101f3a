"""Mail to those who ask to speak for a Party."""

from brs.core.mail import send

from .models import FocalPoint


def say_what_became_of(focal_point: FocalPoint) -> None:
    """Whether it was confirmed, declined or ended, to the person and in their language."""
    if focal_point.ended_at is None:
        template = "needs/mail/confirmed.txt"
    else:
        template = "needs/mail/ended.txt" if focal_point.confirmed_at else "needs/mail/declined.txt"
    person = focal_point.person
    send(person.email, person.language, template, {"party": focal_point.party})
