"""Mail to the owners of what is to be reviewed: a month before, and when it is overdue."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page

from brs.core.languages import best_of_each
from brs.core.mail import letter, send_each
from brs.people.models import User

from .models import Review, State
from .scheduling import begin_missing

# State -> the field with the date of which the owner was told of it.
TOLD_BY = {State.SOON: "reminded_of", State.OVERDUE: "told_overdue_of"}


@transaction.atomic
def remind() -> int:
    """Write one mail to each owner about all that has come due since the last; how many mails.

    To be run once a day. Running it twice, or two at once, writes to nobody twice of the same date.
    """
    begin_missing()
    by_owner: dict[User, dict[State, list[Review]]] = defaultdict(lambda: defaultdict(list))
    for state, field in TOLD_BY.items():
        due = Review.objects.published().in_state(state).filter(owner__is_active=True)
        untold = due.filter(Q(**{field: None}) | ~Q(**{field: F("review_by")}))
        for review in untold.select_for_update(of=("self",)).select_related("owner").order_by("review_by"):
            assert review.owner is not None
            by_owner[review.owner][state].append(review)
            setattr(review, field, review.review_by)
        Review.objects.bulk_update([review for owned in by_owner.values() for review in owned[state]], [field])
    return send_each(_letter(owner, owned) for owner, owned in by_owner.items())


def _letter(owner: User, owned: dict[State, list[Review]]) -> EmailMessage:
    reviews = [review for of_a_state in owned.values() for review in of_a_state]
    with override(owner.language):
        pages = best_of_each(
            Page.objects.filter(translation_key__in=[review.key for review in reviews]).select_related("locale")
        )
        context = {
            "count": len(reviews),
            "overdue": _lines(owned[State.OVERDUE], pages),
            "soon": _lines(owned[State.SOON], pages),
        }
    return letter(owner.email, owner.language, "review/mail/reviews.txt", context)


def _lines(reviews: Iterable[Review], pages: dict[uuid.UUID, Page]) -> str:
    lines = []
    for review in reviews:
        assert review.review_by is not None
        page = pages[review.key]
        lines += [f"{date_format(review.review_by)} – {page.title}", _address(page)]
    return "\n".join(lines)


def _address(page: Page) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("review_page", args=[page.pk])
