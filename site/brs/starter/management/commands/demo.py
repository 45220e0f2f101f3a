"""The site with the starter catalogue, on one's own machine."""

from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from brs.people.models import User

EDITOR, PASSWORD = "editor@example.org", "brs-learn-demo"


class Command(BaseCommand):
    help = "Prepares the database, loads the starter catalogue once and serves it at http://localhost:8000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="set up, but do not serve")

    def handle(self, *, prepare_only: bool, **options) -> None:
        if settings.SETTINGS_MODULE == "brs.settings.production":
            raise CommandError("The demo has accounts with known passwords: it is not for a site in service.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_starter", stdout=self.stdout)
        if not User.objects.filter(email=EDITOR).exists():
            editor = User.objects.create_user(EDITOR, PASSWORD, name="Demo editor")
            editor.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
        self.stdout.write(
            f"\nReady: http://localhost:8000\nEditor: http://localhost:8000/admin/ as {EDITOR}, {PASSWORD}\n"
        )
        if not prepare_only:
            call_command("runserver", "localhost:8000", use_reloader=False)
