"""Settings come from the environment, and say clearly what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from brs.settings.environment import REQUIRED, VARIABLES

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "BRS_SECRET_KEY": "x9" * 30 + "abcdefghij",
    "BRS_HOSTS": "learn.example.org",
    "BRS_ADDRESS": "https://learn.example.org",
}


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BRS_", "DJANGO_"))}
    environment = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "brs.settings.production",
        "BRS_DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "BRS_DATA": str(tmp_path),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_is_explained_in_the_configuration_page():
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    missing = [name for name, variable in VARIABLES.items() if f"`{name}`" not in page or variable.help not in page]
    assert not missing


@pytest.mark.parametrize("name", [name for name, variable in VARIABLES.items() if variable.default is REQUIRED])
def test_production_names_the_variable_that_is_missing(tmp_path, name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    result = manage(tmp_path, "check", **given)
    assert result.returncode != 0
    assert f"Set the environment variable {name}" in result.stderr


def test_check_deploy_is_clean_in_production_settings(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


def test_migrate_makes_the_folder_of_the_database(tmp_path):
    """A fresh clone has no var/."""
    elsewhere = {"BRS_DATABASE_URL": f"sqlite:///{tmp_path}/not/there/brs.sqlite3"}
    result = manage(tmp_path, "migrate", "--plan", **PRODUCTION, **elsewhere)
    assert result.returncode == 0, result.stderr
