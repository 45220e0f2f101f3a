"""A database as a version left it, put in the place of the tests' own for a while."""

import json
import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from brs.core import generation, schema

# PostgreSQL's statement for each column that counts up: go on after the greatest that is there.
COUNT_ON = """
    SELECT format('SELECT setval(%L, max(%I)) FROM %I', pg_get_serial_sequence(quote_ident(t.relname), c.attname),
        c.attname, t.relname)
    FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
    WHERE c.attidentity <> '' AND t.relnamespace = current_schema()::regnamespace"""


@contextmanager
def as_left_by(version: Path, folder: Path) -> Iterator[None]:
    """Within it the default database has the version's schema and rows; an SQLite one lies in the folder."""
    before = connections[DEFAULT_DB_ALIAS]
    other = before.copy()
    name = str(folder / "db.sqlite3") if other.vendor == "sqlite" else f"upgrading_{os.getpid()}"
    other.settings_dict["NAME"] = name
    if other.vendor == "postgresql":
        _on_server(before, f'CREATE DATABASE "{name}"')
    connections[DEFAULT_DB_ALIAS] = other
    _forget()
    try:
        _load(version)
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = before
        _forget()
        if other.vendor == "postgresql":
            _on_server(before, f'DROP DATABASE "{name}"')


def _on_server(server, statement: str) -> None:
    with server._nodb_cursor() as cursor:
        cursor.execute(statement)


def _forget() -> None:
    """What this process knows of one database does not hold for the other."""
    ContentType.objects.clear_cache()
    generation.forget()
    schema.forget()


def _load(version: Path) -> None:
    statements = lzma.decompress((version / f"{connection.vendor}.sql.xz").read_bytes()).decode()
    with connection.cursor() as cursor:
        cursor.executescript(statements) if connection.vendor == "sqlite" else cursor.execute(statements)
    tables = lzma.decompress((version / "rows.jsonl.xz").read_bytes()).splitlines()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            _fill(cursor, **json.loads(table))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ON)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)


def _fill(cursor, table: str, columns: list[str], rows: list[list]) -> None:
    """PostgreSQL reads from text what SQLite keeps as a number, a text or nothing."""
    if connection.vendor == "postgresql":
        rows = [[None if value is None else str(value) for value in row] for row in rows]
    names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({values})', rows)


def every_row() -> dict[str, list[dict]]:
    """By table: each row by column."""
    content = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            content[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return content
