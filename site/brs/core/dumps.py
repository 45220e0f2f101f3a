"""The database in one file, taken while it is in use, and put back from it: SQLite and PostgreSQL."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
COPY = "copy"  # the alias of a copy that is looked into
BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps in files beside the first
REPLACED = "replaced_"  # how names of schemas begin that were set aside
NOT_OF_POSTGRESQL = ("prepare_threshold", "client_encoding")  # but of psycopg and of this connection

Contents = dict[str, Any]


class Unusable(Exception):
    """A database or a copy of it that cannot be used, in words."""


def take(path: Path) -> Contents:
    """Write the database as it is at one moment into a new file; what is in that. Others write on meanwhile."""
    if connection.vendor == "postgresql":
        return _take_from_server(path)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return checked(path)


def _take_from_server(path: Path) -> Contents:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        kept_out = f"--exclude-schema={REPLACED}*"
        _run("pg_dump", "--format=custom", "--compress=1", f"--snapshot={snapshot}", kept_out, f"--file={path}")
        contents = _contents(DEFAULT_DB_ALIAS)
    checked(path)
    return contents


def checked(path: Path) -> Contents:
    """What is in a copy, of PostgreSQL's nothing is known before it is put back. Raises Unusable if it is damaged."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--file=/dev/null", str(path))
        return {}
    with _as_database(path):
        try:
            with connections[COPY].cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                findings = [row[0] for row in cursor.fetchall()]
            if findings != ["ok"]:
                raise Unusable(f"The database is damaged: {findings[0]}")
            return _contents(COPY)
        except DatabaseError as error:
            raise Unusable(f"The database is damaged: {error}") from error


def contents() -> Contents:
    """What is in the database in use."""
    return _contents(DEFAULT_DB_ALIAS)


def is_in_use() -> bool:
    """Whether another process has the database open, on any machine."""
    connection.close()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""
            )
            return bool(cursor.fetchone()[0])
    if not database_file().exists():
        return False
    try:
        with closing(sqlite3.connect(database_file(), timeout=1)) as database:
            database.execute("PRAGMA journal_mode=DELETE").fetchall()  # only who has it alone may
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def database_file() -> Path:
    """SQLite's file."""
    return Path(connection.settings_dict["NAME"])


def put_back(copy: Path, mark: str) -> str:
    """Use the copy from now on; where what was used before is kept, if there was any."""
    connection.close()
    if connection.vendor == "postgresql":
        return _put_back_on_server(copy, mark)
    aside = Path(f"{database_file()}{mark}")
    # What lies beside the old file belongs to it: read with the new one, it would damage that.
    for end in BESIDE:
        if (left := Path(f"{database_file()}{end}")).exists():
            left.rename(f"{aside}{end}")
    copy.replace(database_file())
    return str(aside) if aside.exists() else ""


def _put_back_on_server(copy: Path, mark: str) -> str:
    """In one transaction: it is replaced whole, or not at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
    aside = mark.lower().strip(".").replace("-", "_")
    statements = copy.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={statements}", str(copy))
    moved = f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"', f'CREATE SCHEMA "{schema}"'
    commands = [f"--command={statement}" for statement in moved]
    options = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run("psql", *options, *commands, f"--file={statements}")
    return f"the schema {aside}"


def _contents(alias: str) -> Contents:
    counted, moments = {}, []
    for words, label, key, moment in settings.BACKUP_CONTENTS:
        rows = apps.get_model(label)._base_manager.using(alias)
        counts = rows.aggregate(number=Count(key, distinct=True), newest=Max(moment))
        counted[words] = counts["number"]
        moments.append(counts["newest"])
    migrations = sorted(".".join(key) for key in MigrationRecorder(connections[alias]).applied_migrations())
    newest = max(filter(None, moments), default=None)
    return {"counted": counted, "newest": newest and newest.isoformat(timespec="seconds"), "migrations": migrations}


@contextmanager
def _as_database(path: Path) -> Iterator[None]:
    """Within it the alias COPY names the file, which stays as it is."""
    other = connections[DEFAULT_DB_ALIAS].copy(alias=COPY)
    other.settings_dict.update(NAME=str(path), OPTIONS={})
    connections[COPY] = other
    try:
        yield
    finally:
        other.close()
        del connections[COPY]


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs, connected as Django is where it needs to be."""
    from psycopg.conninfo import make_conninfo

    # As Django was told: what psycopg makes of it, older programs do not understand.
    parameters = {
        name: str(value)
        for name, value in connection.get_connection_params().items()
        if isinstance(value, str | int) and name not in NOT_OF_POSTGRESQL
    }
    environment = {**os.environ, "PGPASSWORD": parameters.pop("password", "")}
    database = [] if program == "pg_restore" else [f"--dbname={make_conninfo(**parameters)}"]
    try:
        done = subprocess.run(
            [program, *database, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise Unusable(f"{program} is missing: install PostgreSQL's client programs, as new as the server.") from error
    if done.returncode:
        raise Unusable(f"{program}: {done.stderr.strip()}")
