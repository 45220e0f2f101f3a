"""Throw away what is past its time."""

from typing import Any

from django.core.management.base import BaseCommand

from brs.core.pruning import prune


class Command(BaseCommand):
    help = "Throws away what is past its time: sessions, limits, invitations, results of tasks."

    def handle(self, **options: Any) -> None:
        for what, number in prune().items():
            self.stdout.write(f"{number:7} {what}")
