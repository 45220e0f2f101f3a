"""The site with the starter catalogue, on one's own machine."""

import signal
import subprocess
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from brs.starter.people import PASSWORD, ROLES


class Command(BaseCommand):
    help = "Prepares the database, loads the starter catalogue once and serves it at http://localhost:8000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="set up, but do not serve")

    def handle(self, *, prepare_only: bool, **options) -> None:
        if settings.SETTINGS_MODULE == "brs.settings.production":
            raise CommandError("The demo has accounts with known passwords: it is not for a site in service.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("compilemessages", stdout=self.stdout)
        self.stdout.write("Database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_starter", demo=True, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("\nReady: http://localhost:8000\n\nAccounts, all with the password " + PASSWORD + ":")
        for role in ROLES:
            self.stdout.write(f"  {role}@example.org")
        self.stdout.write("\nReports show no figure below five people. For some to look at: make crowd\n")
        if not prepare_only:
            self._serve()

    def _serve(self) -> None:
        """The site, and beside it the worker: large offline folders, and what is due by the clock."""
        worker = subprocess.Popen([sys.executable, sys.argv[0], "db_worker", "--backend=background", "--no-reload"])
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # as Ctrl-C does: the worker ends as well
        try:
            call_command("runserver", "localhost:8000", use_reloader=False)
        finally:
            worker.terminate()
            worker.wait(timeout=60)
