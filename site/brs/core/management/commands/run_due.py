from typing import Any

from django.core.management.base import BaseCommand

from brs.core.periodic import run_due


class Command(BaseCommand):
    help = "Does once what is due by the clock: for machines where cron does it instead of the worker."

    def handle(self, **options: Any) -> None:
        for deed in run_due():
            self.stdout.write(deed)
