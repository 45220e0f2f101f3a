"""When the review of a page begins to count, when it was done, and when it is due again."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from brs.core import generation

from .kinds import KINDS
from .models import ReaderReport, Review

DONE = "review.done"


def kind_of(page: Page) -> str | None:
    """The type under which the page is reviewed; None for what is reviewed with something else, or never."""
    label = page.specific_class._meta.label_lower if page.specific_class else ""
    return label if label in KINDS else None


def review_of(page: Page) -> Review:
    """That of the page in all its languages; one that is not saved where nothing is known yet."""
    return Review.objects.select_related("owner", "reviewed_by").filter(pk=page.translation_key).first() or Review(
        key=page.translation_key, kind=kind_of(page) or "", owner=page.owner
    )


def begin(page: Page) -> None:
    """A page was published. The first time, whoever made it becomes its owner, and the months of its type begin."""
    kind = kind_of(page)
    if kind is None:
        return
    review, _is_new = Review.objects.get_or_create(
        pk=page.translation_key, defaults={"kind": kind, "owner": page.owner}
    )
    if review.review_by is None and review.reviewed_at is None:
        review.review_by = review.next_date(timezone.localdate())
        review.save(update_fields=["review_by"])


def begin_missing() -> int:
    """Reviews of what was published before there were any; how many. Their months count from the publication."""
    known = Review.objects.values("key")
    pages = Page.objects.live().exclude(translation_key__in=known).select_related("content_type", "owner")
    reviews: dict[uuid.UUID, Review] = {}
    for page in pages.order_by("first_published_at", "pk").iterator(500):
        kind = kind_of(page)
        if kind and page.translation_key not in reviews:
            review = Review(key=page.translation_key, kind=kind, owner=page.owner)
            review.review_by = review.next_date(timezone.localdate(page.first_published_at))
            reviews[page.translation_key] = review
    Review.objects.bulk_create(reviews.values(), ignore_conflicts=True)
    return len(reviews)


@transaction.atomic
def mark_reviewed(page: Page, person: Any) -> Review:
    """The page holds as it stands today, says this person. The months of its type begin anew."""
    review = review_of(page)
    review.reviewed_at, review.reviewed_by = timezone.now(), person
    review.review_by = review.next_date(timezone.localdate())
    review.save()
    log(instance=page, action=DONE, user=person)
    generation.renew()  # a tool tells its readers
    return review


def forget_deleted(key: uuid.UUID) -> None:
    """The page is deleted, with what readers said of it; in another language it may still be there."""
    if not Page.objects.filter(translation_key=key).exists():
        Review.objects.filter(pk=key).delete()
        ReaderReport.objects.filter(key=key).delete()
