from django.core.management.base import BaseCommand

from brs.taxonomy.classification import rebuild


class Command(BaseCommand):
    help = "Writes the index of what carries which term anew from the live pages."

    def handle(self, **options) -> None:
        self.stdout.write(f"{rebuild()} rows")
