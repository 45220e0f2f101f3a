"""The migrated test database, kept from one run to the next: migrating takes longer than most runs of tests."""

import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
# What a migrated database follows from.
SOURCES = (
    "*/migrations/*.py",
    "site/brs/*/migrations/*.py",
    "uv.lock",
    "site/brs/people/roles.py",
    "site/brs/settings/base.py",
)


@contextmanager
def kept_database():
    """Within it, migrating the tests' SQLite database copies the one made from the same migrations, if there is one."""
    migrate = Command.handle

    def migrate_or_copy(command: Command, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or not connection.is_in_memory_db():
            return migrate(command, *args, **options)
        database = KEPT / f"{_fingerprint()}.sqlite3"
        connection.ensure_connection()
        if database.exists():
            with closing(sqlite3.connect(database)) as source:
                source.backup(connection.connection)
            return None
        result = migrate(command, *args, **options)
        KEPT.mkdir(parents=True, exist_ok=True)
        part = database.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(part)) as target:
            connection.connection.backup(target)
        for outdated in KEPT.glob("*.sqlite3"):
            outdated.unlink(missing_ok=True)
        part.replace(database)
        return result

    with patch.object(Command, "handle", migrate_or_copy):
        yield


def _fingerprint() -> str:
    digest = hashlib.sha256(",".join(settings.INSTALLED_APPS).encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:32]
