"""What readers report: taken down, answered, closed, and thrown away in time."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from brs.core.languages import best
from brs.core.mail import send
from brs.core.pages import address

from .models import ReaderReport
from .scheduling import kind_of

CLOSED_KEPT_FOR = timedelta(days=180)
OPEN_KEPT_FOR = timedelta(days=730)


def report(page: Page, report_id: uuid.UUID, language: str, **words: Any) -> ReaderReport:
    """Taken down once, however often the same form is sent."""
    subject = next((above for above in reversed(page.get_ancestors(inclusive=True)) if kind_of(above)), page)
    return ReaderReport.objects.get_or_create(
        pk=report_id,
        defaults={
            "key": page.translation_key,
            "subject_key": subject.translation_key,
            "language": language,
            "page_language": page.locale.language_code,
            **words,
        },
    )[0]


@transaction.atomic
def close(report: ReaderReport, person: Any, answer: str = "") -> bool:
    """Close it, with a mail to the reporter if there is an answer. False where somebody has closed it already."""
    answer = answer if report.email else ""
    fields = {"closed_at": timezone.now(), "closed_by": person, "answer": answer}
    if not ReaderReport.objects.open().filter(pk=report.pk).update(**fields):
        return False
    if answer:
        _send_answer(report, answer)
    return True


def _send_answer(report: ReaderReport, answer: str) -> None:
    """Without the reporter's own words: the address may be somebody else's."""
    page = best(Page.objects.filter(translation_key=report.key).select_related("locale"), report.language)
    with override(report.language):
        context = {
            "title": page.title if page else "",
            "path": address(page) if page and page.live else "",
            "day": timezone.localdate(report.reported_at),
            "answer": answer,
        }
    send(report.email, report.language, "review/mail/answer.txt", context)


def prune() -> int:
    """Half a year after it was closed a report goes, and one that nobody closed after two years."""
    now = timezone.now()
    past = Q(closed_at__lt=now - CLOSED_KEPT_FOR) | Q(closed_at=None, reported_at__lt=now - OPEN_KEPT_FOR)
    return ReaderReport.objects.filter(past).delete()[0]
