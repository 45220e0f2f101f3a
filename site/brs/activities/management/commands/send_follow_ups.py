"""To be run by a timer, once a day. Running it again, or two at once, asks nobody twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brs.activities import follow_up
from brs.activities.follow_up_mail import send


class Command(BaseCommand):
    help = "Asks participants 3, 6 and 12 months after an activity what came of it, by mail with a link of their own."

    def handle(self, **options: Any) -> None:
        sent = failed = 0
        for participation, months in follow_up.due(timezone.now().date()):
            taken = follow_up.prepare(participation, months)
            if taken is None:
                continue
            try:
                send(taken)
            except OSError as error:  # smtplib's errors are of this kind
                follow_up.unsent(taken)
                failed += 1
                self.stderr.write(f"Not sent, to be tried again next time: {error}")
            else:
                sent += 1
        self.stdout.write(f"{sent} sent, {failed} failed.")
        if failed:
            raise CommandError(f"{failed} could not be sent.")
