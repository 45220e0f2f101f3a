"""How the database of a version was made, which `test_upgrade.py` brings to the newest: run from that version's code.

    PYTHONHASHSEED=0 python -m tests.upgrading.make rows tests/upgrading/1.0
    sh tests/postgresql.sh python -m tests.upgrading.make schema tests/upgrading/1.0

The first makes `rows.jsonl.xz`, the starter catalogue with its demo and what people do in deeds.py, and
`sqlite.sql.xz`; the second `postgresql.sql.xz`. Clock and dice are made: the same code gives the same rows, but for the
time in signed sessions. They are as SQLite keeps them, which PostgreSQL reads from text. What is derived is left out:
the index of search, and references between pages.

Never make that of an older version anew: it stands for databases that exist.
"""

import itertools
import json
import lzma
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

DERIVED = re.compile(r"wagtailsearch_indexentry|wagtailcore_referenceindex|sqlite_|cache$")
BEGAN = datetime(2026, 11, 30, 9, tzinfo=UTC)


def rows(folder: Path) -> None:
    """All that a site holds after its first weeks, on SQLite."""
    data = tempfile.mkdtemp()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "brs.settings.local",
        "BRS_DATA": data,
        "BRS_DATABASE_URL": f"sqlite:///{data}/db.sqlite3",
        "BRS_HOSTS": "testserver",
        "BRS_EMAIL_URL": "dummymail://",
    }
    dice, ticks = random.Random(1), itertools.count()
    with (
        patch("os.urandom", dice.randbytes),
        patch("random._urandom", dice.randbytes),
        patch("django.utils.timezone.now", lambda: BEGAN + timedelta(milliseconds=next(ticks))),
    ):
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from .deeds import live

        call_command("demo", prepare_only=True)
        live()
        connection.close()
    dump(Path(data, "db.sqlite3"), folder)


def dump(database: Path, folder: Path) -> None:
    """Past Django, which would turn what SQLite keeps into Python's dates and truths."""
    with closing(sqlite3.connect(database)) as connection:
        parts = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql <> '' ORDER BY type = 'table' DESC, name"
        )
        statements = {name: statement for name, statement in parts if not _is_made_by_another(name)}
        tables = [
            name for name in statements if statements[name].startswith("CREATE TABLE") and not DERIVED.match(name)
        ]
        _write(folder / "sqlite.sql.xz", [f"{statement};" for statement in statements.values()])
        _write(folder / "rows.jsonl.xz", [_rows(connection, table) for table in tables])


def _is_made_by_another(name: str) -> bool:
    """SQLite's own tables, and those in which a table for searching keeps its words."""
    return name.startswith("sqlite_") or re.search(r"_fts_(data|idx|content|docsize|config)$", name) is not None


def _rows(connection: sqlite3.Connection, table: str) -> str:
    rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    columns = [name for name, *_about in rows.description]
    return json.dumps({"table": table, "columns": columns, "rows": rows.fetchall()}, ensure_ascii=False)


def schema(folder: Path) -> None:
    """What `migrate` and `createcachetable` make on PostgreSQL."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "brs.settings.local"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    program = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))[-1]
    server = connection.connection.info
    reached = [f"--host={server.host}", f"--username={server.user}", server.dbname]
    command = [program, "--schema-only", "--no-owner", "--no-privileges", *reached]
    statements = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Settings of its session and remarks: another version may not know them.
    lines = [line for line in statements.splitlines() if line and not re.match(r"--|SET |SELECT pg_catalog|\\", line)]
    _write(folder / "postgresql.sql.xz", lines)


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    _program, what, folder = sys.argv
    {"rows": rows, "schema": schema}[what](Path(folder))
