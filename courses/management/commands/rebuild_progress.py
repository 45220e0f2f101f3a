"""Compute everyone's progress anew from the events, and say what differed."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from courses.learning.enrolments import rebuild
from courses.learning.models import Enrolment


class Command(BaseCommand):
    help = "Rebuilds all progress from the events. With --check nothing is written, and a difference is an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only report")

    def handle(self, *, check: bool, **options) -> None:
        differing = [enrolment.pk for enrolment in Enrolment.objects.iterator() if _differs(enrolment, check)]
        message = f"{len(differing)} differences"
        if check and differing:
            raise CommandError(f"{message}, in the enrolments {', '.join(map(str, differing))}")
        self.stdout.write(message)


def _differs(enrolment: Enrolment, check: bool) -> bool:
    with transaction.atomic():
        differs = rebuild(enrolment)
        transaction.set_rollback(check)
    return differs
