"""Migrations: none is missing, and an app's migrations never wait for those of an app above it."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

LAYERS = [
    "core",
    "taxonomy",
    "people",
    "certificates",
    "review",
    "courses",
    "toolkits",
    "activities",
    "needs",
    "home",
    "reports",
    "starter",
]


def test_no_model_change_lacks_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_depend_downwards_only(db):
    graph = MigrationLoader(connection).disk_migrations
    for (app, name), migration in graph.items():
        if app not in LAYERS:
            continue
        above = set(LAYERS[LAYERS.index(app) + 1 :])
        wrong = [needed for needed in migration.dependencies if needed[0] in above]
        assert not wrong, f"{app}.{name} depends on {wrong}"


def test_every_app_of_ours_has_a_layer():
    ours = {a.label for a in apps.get_app_configs() if a.name.startswith("brs.") and a.label != "wagtailusers"}
    assert ours | {"courses", "toolkits"} == set(LAYERS)
