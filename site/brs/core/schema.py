"""Whether the database has what the models need: tables, columns, keys and rules, those of other packages' apps too.

That all migrations have run does not say so: one that was edited after it ran never runs again.

Both sides are put in the same words and compared as sets. What is there is asked of the database's own catalogue in
four statements: Django's introspection takes hundreds and parses SQL, too slow for `/readyz`, which is asked often.

Conditions of partial indexes and of rules are known by their names alone.
"""

import functools
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ForeignKey, Model, UniqueConstraint

SECONDS_REMEMBERED = 60

# By vendor, the same columns in each. Of a column: its table, name, type, whether it must be filled, whether it fills
# itself. Of an index, a row for each of its columns: its table, name, whether it is unique, whether partial, the column
# (none for an expression). Of a foreign key: its table, column, the table it leads to. Of a rule: its table and
# `CONSTRAINT "name" CHECK`, as it stands in the statement that made the table, which is all that SQLite keeps of it.
CATALOGUES = {
    "sqlite": {
        "columns": """
            SELECT t.name, c.name, c.type, c."notnull", c.dflt_value IS NOT NULL OR c.pk
            FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.rootpage""",
        "indexes": """
            SELECT t.name, i.name, i."unique", i.partial, c.name
            FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table'
            UNION ALL SELECT t.name, 'primary key', 1, 0, c.name
            FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk""",
        "references": """
            SELECT t.name, r."from", r."table"
            FROM sqlite_master t, pragma_foreign_key_list(t.name) r WHERE t.type = 'table'""",
        "rules": "SELECT name, sql FROM sqlite_master WHERE type = 'table'",
    },
    "postgresql": {
        "columns": """
            SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod), c.attnotnull,
                c.atthasdef OR c.attidentity <> ''
            FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
            WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace
                AND c.attnum > 0 AND NOT c.attisdropped""",
        "indexes": """
            SELECT t.relname, i.relname, x.indisunique, x.indpred IS NOT NULL, c.attname
            FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
            CROSS JOIN unnest(x.indkey) WITH ORDINALITY k (attnum, place)
            LEFT JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.attnum
            WHERE t.relnamespace = current_schema()::regnamespace AND x.indisvalid
            ORDER BY 1, 2, k.place""",
        "references": """
            SELECT t.relname, c.attname, o.relname
            FROM pg_constraint x JOIN pg_class t ON t.oid = x.conrelid JOIN pg_class o ON o.oid = x.confrelid
            JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = x.conkey[1]
            WHERE x.contype = 'f' AND t.relnamespace = current_schema()::regnamespace""",
        "rules": """
            SELECT t.relname, 'CONSTRAINT "' || x.conname || '" CHECK'
            FROM pg_constraint x JOIN pg_class t ON t.oid = x.conrelid
            WHERE x.contype = 'c' AND t.relnamespace = current_schema()::regnamespace""",
    },
}
RULE = re.compile(r'CONSTRAINT "([^"]+)" CHECK')

Fact = tuple[str, ...]  # what it is about, then its words


@dataclass(frozen=True)
class Differences:
    """In words, each: what breaks the site, and what only makes it slow."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class Table:
    facts: set[Fact] = field(default_factory=set)
    optional: set[str] = field(default_factory=set)  # columns that a row may leave out


def readiness() -> Differences:
    """Of this process's default database; what was compared is remembered for a minute, or until a migration runs."""
    applied = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return _lately_compared(frozenset(applied), int(time.monotonic() // SECONDS_REMEMBERED))


@functools.lru_cache(maxsize=1)
def _lately_compared(_applied: frozenset[tuple[str, str]], _minute: int) -> Differences:
    if _pending(MigrationExecutor(connections[DEFAULT_DB_ALIAS])):
        return Differences(("migrations are missing",))
    return differences(connections[DEFAULT_DB_ALIAS])


forget = _lately_compared.cache_clear


def differences(connection: BaseDatabaseWrapper) -> Differences:
    """Between the database and the models, these as they were at its last migration where some are yet to run."""
    executor = MigrationExecutor(connection)
    models = apps.get_models(include_auto_created=True)
    if _pending(executor):
        ran = [node for node in executor.loader.applied_migrations if node in executor.loader.graph.nodes]
        models = executor.loader.project_state(ran).apps.get_models(include_auto_created=True)
    return _compared(_wanted(connection, models), _present(connection))


def _pending(executor: MigrationExecutor) -> bool:
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _compared(wanted: dict[str, set[Fact]], present: dict[str, Table]) -> Differences:
    problems, warnings = [], []
    for name, facts in sorted(wanted.items()):
        table = present.get(name)
        if table is None:
            problems.append(f"table {name} is missing")
            continue
        if not table.facts:
            continue  # one of SQLite's for searching, which has no types and no keys
        columns = {fact[1] for fact in facts if fact[0] == "column"}
        absent = columns - {fact[1] for fact in table.facts if fact[0] == "column"}
        for fact in sorted(facts - table.facts):
            if fact[0] == "column" or absent.isdisjoint(fact):  # what a missing column carries is missing with it
                (warnings if fact[0] == "index" else problems).append(f"{name}: {_words(fact)} is missing")
        problems += [
            f"{name}: {_words(fact)} is too much"
            for fact in sorted(table.facts - facts)
            if not _does_no_harm(fact, table.optional - columns)
        ]
    return Differences(tuple(problems), tuple(warnings))


def _words(fact: Fact) -> str:
    return f"{fact[0]} ({', '.join(fact[1:])})"


def _does_no_harm(fact: Fact, unused: set[str]) -> bool:
    """Indexes; columns that a row may leave out; rules that come with a column's type, named by PostgreSQL itself."""
    kind, name = fact[:2]
    return kind == "index" or (kind == "column" and name in unused) or (kind == "rule" and name.endswith("_check"))


def _wanted(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> dict[str, set[Fact]]:
    return {
        model._meta.db_table: set(_facts(connection, model)) for model in models if model._meta.can_migrate(connection)
    }


def _facts(connection: BaseDatabaseWrapper, model: type[Model]) -> Iterator[Fact]:
    meta: Any = model._meta
    longest = connection.ops.max_name_length()

    def columns(names: Iterable[str]) -> list[str]:
        return [meta.get_field(name.removeprefix("-")).column for name in names]

    for column in meta.local_concrete_fields:
        # Of which type the key of a many-to-many table is, Django's migrations and models do not agree.
        if not (meta.auto_created and column.primary_key):
            yield _column(column.column, column.db_type(connection) or "", not column.null)
        if column.unique:
            yield ("unique", column.column)
        elif column.db_index:
            yield ("index", column.column)
        if isinstance(column, ForeignKey) and column.db_constraint:  # type: ignore[attr-defined]
            yield ("reference", column.column, column.target_field.model._meta.db_table)
    for names in meta.unique_together:
        yield ("unique", *sorted(columns(names)))
    for rule in meta.constraints:
        if rule in meta.total_unique_constraints:
            yield ("unique", *sorted(columns(rule.fields)))
        else:
            yield ("unique" if isinstance(rule, UniqueConstraint) else "rule", rule.name[:longest])
    for index in meta.indexes:
        is_plain = index.fields and not index.condition
        yield ("index", *(columns(index.fields) if is_plain else [index.name[:longest]]))


def _present(connection: BaseDatabaseWrapper) -> dict[str, Table]:
    """By the table's name."""
    tables: dict[str, Table] = defaultdict(Table)
    with connection.cursor() as cursor:
        rows = {}
        for kind, statement in CATALOGUES[connection.vendor].items():
            cursor.execute(statement)
            rows[kind] = cursor.fetchall()
    for table, name, kind, must_be_filled, fills_itself in rows["columns"]:
        tables[table].facts.add(_column(name, kind, must_be_filled))
        if fills_itself or not must_be_filled:
            tables[table].optional.add(name)
    for (table, name, is_unique, is_partial), parts in groupby(rows["indexes"], itemgetter(0, 1, 2, 3)):
        columns = [column for *_index, column in parts]
        words = [name] if is_partial or None in columns else columns
        tables[table].facts.add(("index", *words))
        if is_unique:
            tables[table].facts.add(("unique", *sorted(words)))
    for table, column, other in rows["references"]:
        tables[table].facts.add(("reference", column, other))
    for table, statement in rows["rules"]:
        tables[table].facts |= {("rule", name) for name in RULE.findall(statement)}
    return tables


def _column(name: str, kind: str, must_be_filled: bool) -> Fact:
    kind = kind.lower().replace(", ", ",").replace("character varying", "varchar").replace(" without time zone", "")
    return ("column", name, kind, "not null" if must_be_filled else "null")
