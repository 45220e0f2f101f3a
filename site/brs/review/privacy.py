"""Who answers for content and who reviewed it: what they did stays, without them."""

from django.utils.translation import gettext_lazy as _

from brs.people.privacy import Kind, Room, register

REVIEWS = register(
    Room(
        "review",
        (
            Kind("owned", _("Content you answer for"), "review.Review", "owner", ("key", "review_by"), stays=True),
            Kind("done", _("Reviews you did"), "review.Review", "reviewed_by", ("key", "reviewed_at"), stays=True),
        ),
    )
)
