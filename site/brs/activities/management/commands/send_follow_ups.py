"""To be run by a timer, once a day. Running it again, or two at once, asks nobody twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from brs.activities.evaluation import follow_up
from brs.activities.evaluation.mail import send


class Command(BaseCommand):
    help = "Asks participants 3, 6 and 12 months after an activity what came of it, by mail with a link of their own."

    def handle(self, **options: Any) -> None:
        sent = 0
        for participation, months in follow_up.due(timezone.now().date()):
            with transaction.atomic():
                taken = follow_up.prepare(participation, months)
                if taken:
                    send(taken)
                    sent += 1
        self.stdout.write(f"{sent} sent.")
