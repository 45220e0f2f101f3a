"""Book the figures of the months that are over."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from brs.reports.disclosure.monthly_closing import close_months, differences, newest_closed


class Command(BaseCommand):
    help = (
        "Books the figures of each month that is over: run it daily. With --check it only compares with the evidence."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how many cells the next month would correct")

    def handle(self, *, check: bool, **options) -> None:
        if check:
            self.stdout.write(f"{len(differences())} differences")
            return
        rows = close_months()
        newest = newest_closed()
        self.stdout.write(f"{rows} rows; figures are out up to {newest:%Y-%m}." if newest else "Nothing to book yet.")
