"""Put a backup back."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from brs.core import backups, dumps, running


class Command(BaseCommand):
    help = "Puts the database and uploaded files of a backup in the place of those in use, and collects static files."
    requires_system_checks: list[str] = []  # the database may be anything

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="an archive, or a folder of them: the newest")
        parser.add_argument("--check", action="store_true", help="only say what is in it, and whether it is whole")

    def handle(self, *, backup: Path, check: bool, **options: Any) -> None:
        archive = backups.newest_of(backup) if backup.is_dir() else backup
        if archive is None or not archive.exists():
            raise CommandError(f"There is no backup at {backup}.")
        try:
            if check:
                self._say(archive, backups.read(archive))
                return
            self._refuse_if_running()
            contents, replaced = backups.put_back(archive)
        except (dumps.Unusable, DatabaseError, OSError) as error:
            raise CommandError(f"The backup was not restored. {error}") from error
        self._say(archive, contents)
        if dumps.contents() != {key: contents[key] for key in ("counted", "newest", "migrations")}:
            raise CommandError("The database does not have what the backup says. Restore another one.")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("Restored; static files are collected. Run manage.py migrate, then start site and worker.")
        for path in replaced:
            self.stdout.write(f"What was there before is in {path}: delete it once all is well.")

    def _refuse_if_running(self) -> None:
        if (owner := settings.DATA.stat().st_uid) != os.geteuid():
            raise CommandError(f"Run this as the user to whom {settings.DATA} belongs, number {owner}.")
        try:
            running.be_alone()
        except running.StillRunning:
            is_running = True
        else:
            is_running = dumps.is_in_use()
        if is_running:
            raise CommandError("The site is running, or the worker, or a command. Stop them all first.")

    def _say(self, archive: Path, contents: dict[str, Any]) -> None:
        self.stdout.write(f"{archive}\n{backups.in_words(contents)}")
