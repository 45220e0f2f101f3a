"""The site with the starter catalogue, on one's own machine."""

from argparse import ArgumentParser

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from brs.people.models import User

ROLES, PASSWORD = ["trainee", "facilitator", "editor", "manager"], "brs-learn-demo"


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
        for role in ROLES:
            _make_account(role)
        self.stdout.write("\nReady: http://localhost:8000\n\nAccounts, all with the password " + PASSWORD + ":")
        for role in ROLES:
            self.stdout.write(f"  {role}@example.org")
        self.stdout.write("")
        if not prepare_only:
            call_command("runserver", "localhost:8000", use_reloader=False)


def _make_account(role: str) -> None:
    email = f"{role}@example.org"
    if not User.objects.filter(email=email).exists():
        person = User.objects.create_user(email, PASSWORD, name=f"Demo {role}")
        person.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
