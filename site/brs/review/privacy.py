"""Who answers for content and who reviewed it, and readers who asked for an answer: all stays, without them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from brs.people.privacy import Kind, Room, register, with_address

from .models import ReaderReport


def forget_reporters(addresses: Collection[str]) -> None:
    """What is wrong with a page is wrong, whoever said so."""
    with_address(ReaderReport.objects.all(), "email", addresses).update(email="")


REVIEWS = register(
    Room(
        "review",
        (
            Kind("owned", _("Content you answer for"), "review.Review", "owner", ("key", "review_by"), stays=True),
            Kind("done", _("Reviews you did"), "review.Review", "reviewed_by", ("key", "reviewed_at"), stays=True),
            Kind(
                "reports",
                _("Problems you reported, with your address for the answer"),
                "review.ReaderReport",
                "email",
                ("key", "problem", "text", "position", "email", "reported_at", "answer", "closed_at"),
                by_address=True,
                stays=True,
            ),
            Kind(
                "answered",
                _("Readers’ reports you answered or closed"),
                "review.ReaderReport",
                "closed_by",
                ("key", "closed_at", "answer"),
                stays=True,
            ),
        ),
        forget=forget_reporters,
    )
)
