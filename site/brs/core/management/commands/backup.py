"""A backup of database, uploaded files and settings, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from brs.core import backups
from brs.core.dumps import Unusable


class Command(BaseCommand):
    help = "Writes database, uploaded files and settings into one archive, checks it, and removes the oldest ones."
    requires_system_checks: list[str] = []  # whatever else is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; best on another disk")
        parser.add_argument("--keep", type=int, default=14, metavar="N", help="how many stay there (14)")

    def handle(self, *, folder: Path, keep: int, **options: Any) -> None:
        for open_to_all in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
            if folder.resolve().is_relative_to(Path(open_to_all).resolve()):
                raise CommandError(f"Backups cannot lie in {open_to_all}.")
        if keep < 1:
            raise CommandError("Keep one at least.")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path, contents = backups.make(folder)
            removed = backups.rotate(folder, keep, path)
        except (Unusable, DatabaseError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{path}: {path.stat().st_size / 1e6:,.1f} MB, checked")
        self.stdout.write(backups.in_words(contents))
        for alias in backups.elsewhere():
            self.stdout.write(f"Not in it: files of the storage «{alias}». Back them up where they lie.")
        if secrets := backups.secrets():
            self.stdout.write(f"Not in it, keep them elsewhere: {', '.join(secrets)}")
        for old in removed:
            self.stdout.write(f"Removed {old.name}")
