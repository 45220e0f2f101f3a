"""A database that lacks something the models need says so, and what it is: at /readyz, by `check`, before `migrate`."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from brs.core import schema
from tests.given import WELL

pytestmark = pytest.mark.django_db

# What is done to the database; what is then words. A table of ours, then those of Wagtail, allauth and the queue.
DROPPED = {
    "DROP TABLE needs_focalpoint": "table needs_focalpoint is missing",
    "DROP TABLE wagtailcore_pagelogentry": "table wagtailcore_pagelogentry is missing",
    "DROP TABLE account_emailconfirmation": "table account_emailconfirmation is missing",
    "DROP TABLE courses_coursepage_audiences": "table courses_coursepage_audiences is missing",
    "ALTER TABLE people_party DROP COLUMN iso3": "people_party: column (iso3, varchar(3), not null) is missing",
    "ALTER TABLE wagtailcore_site DROP COLUMN site_name": (
        "wagtailcore_site: column (site_name, varchar(255), not null) is missing"
    ),
    "ALTER TABLE django_tasks_database_dbtaskresult DROP COLUMN traceback": (
        "django_tasks_database_dbtaskresult: column (traceback, text, not null) is missing"
    ),
    "ALTER TABLE people_party ADD COLUMN capital varchar(9) NOT NULL": (
        "people_party: column (capital, varchar(9), not null) is too much"
    ),
    "DROP INDEX one_live_attempt_per_quiz": "courses_attempt: unique (one_live_attempt_per_quiz) is missing",
    "DROP INDEX email_once_whatever_its_case": "people_user: unique (email_once_whatever_its_case) is missing",
    "CREATE UNIQUE INDEX once ON people_party (iso3, m49)": "people_party: unique (iso3, m49) is too much",
}

# SQLite cannot alter these, so its table is made anew: a part of its statement, what comes instead.
# PostgreSQL's clause of ALTER TABLE does the same.
ALTERED = [
    (
        "courses_enrolment",
        r', CONSTRAINT "enrolled_once_per_course" UNIQUE \("learner_id", "course_key"\)',
        "",
        "DROP CONSTRAINT enrolled_once_per_course",
        "courses_enrolment: unique (course_key, learner_id) is missing",
    ),
    (
        "people_user",
        r'("email" varchar\(254\) NOT NULL) UNIQUE',
        r"\1",
        "DROP CONSTRAINT people_user_email_key",
        "people_user: unique (email) is missing",
    ),
    (
        "courses_attempt",
        r', CONSTRAINT "submitted_attempt_is_marked" CHECK \(.*\)\)$',
        ")",
        "DROP CONSTRAINT submitted_attempt_is_marked",
        "courses_attempt: rule (submitted_attempt_is_marked) is missing",
    ),
    (
        "needs_focalpoint",
        r'("party_id" varchar\(2\) NOT NULL) REFERENCES "people_party" \("iso2"\)',
        r"\1",
        "DROP CONSTRAINT needs_focalpoint_party_id_f18aa486_fk_people_party_iso2",
        "needs_focalpoint: reference (party_id, people_party) is missing",
    ),
    (
        "courses_enrolment",
        '"completed_at" datetime NULL',
        '"completed_at" datetime NOT NULL',
        "ALTER COLUMN completed_at SET NOT NULL",
        "courses_enrolment: column (completed_at, {moment}, null) is missing",
    ),
    (
        "people_party",
        r'"regional_group" varchar\(80\)',
        '"regional_group" varchar(20)',
        "ALTER COLUMN regional_group TYPE varchar(20)",
        "people_party: column (regional_group, varchar(80), not null) is missing",
    ),
]


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def altered(table: str, part: str, instead: str, clause: str) -> None:
    if connection.vendor == "postgresql":
        sql(f"ALTER TABLE {table} {clause}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        (statement,) = cursor.fetchone()
        other, count = re.subn(part, instead, statement)
        assert count == 1, statement
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(other)


def test_a_migrated_database_has_everything(client):
    assert schema.differences(connection) == schema.Differences()
    assert client.get("/readyz").json() == WELL
    call_command("check", tags=["database"], databases=["default"])


@pytest.mark.parametrize("statement", DROPPED)
def test_what_was_dropped_or_added_is_named(client, statement):
    sql(statement if connection.vendor == "sqlite" or "DROP TABLE" not in statement else f"{statement} CASCADE")
    assert_named(client, DROPPED[statement])


@pytest.mark.parametrize("table, part, instead, clause, words", ALTERED)
def test_what_was_altered_is_named(client, table, part, instead, clause, words):
    altered(table, part, instead, clause)
    moment = {"sqlite": "datetime", "postgresql": "timestamp with time zone"}[connection.vendor]
    assert_named(client, words.format(moment=moment))


def test_a_missing_index_makes_the_site_slow_not_unready(client):
    sql("DROP INDEX enrolment_by_course")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["warnings"] == ["courses_enrolment: index (course_key) is missing"]


def test_what_is_there_beside_what_models_need_does_no_harm(client):
    sql("ALTER TABLE people_party ADD COLUMN capital varchar(9) NULL")
    sql("ALTER TABLE people_party ADD COLUMN seats integer NOT NULL DEFAULT 0")
    sql("CREATE TABLE of_another_program (id integer NOT NULL)")
    assert client.get("/readyz").json() == WELL


def test_migrate_refuses_before_it_does_anything(client):
    MigrationRecorder(connection).record_unapplied("home", "0001_initial")
    assert client.get("/readyz").json()["problems"] == ["migrations are missing"]
    call_command("check", tags=["database"], databases=["default"])  # what these bring is not expected yet
    sql("ALTER TABLE people_party DROP COLUMN iso3")
    with pytest.raises(SystemCheckError, match="people_party: column .iso3, .* is missing"):
        call_command("migrate", skip_checks=False)
    assert ("home", "0001_initial") not in MigrationRecorder(connection).applied_migrations()


def test_asking_again_costs_next_to_nothing(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(10):  # two for the migrations that ran; the queue, mail, what is due, clocks
        client.get("/readyz")


def assert_named(client, words: str) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert words in answer.json()["problems"]
    with pytest.raises(SystemCheckError, match=re.escape(words)):
        call_command("check", tags=["database"], databases=["default"])
