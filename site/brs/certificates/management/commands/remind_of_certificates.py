"""To be run by a timer, once a day. Running it again, or two at once, reminds nobody twice."""

from typing import Any

from django.core.management.base import BaseCommand

from brs.certificates.renewal import remind


class Command(BaseCommand):
    help = "Reminds holders of certificates that end in 60 or 14 days, and renews what was earned again."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{remind()} reminded.")
