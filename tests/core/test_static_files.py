"""Where static files were not collected every page fails: /readyz says so, and which are missing."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.core.management import call_command

from brs.core import static

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_service(settings, tmp_path):
    """Names are hashed, of two files that stand for all."""
    (tmp_path / "ours").mkdir()
    for name in ("one.css", "two.css"):
        (tmp_path / "ours" / name).write_text("p { margin: 0 }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    settings.STATIC_ROOT = tmp_path / "static"
    hashed = {"BACKEND": "brs.core.static.HashedStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    static._wanted.cache_clear()
    yield
    static._wanted.cache_clear()


def started_again() -> None:
    """What a process keeps until it ends."""
    storages._storages.clear()
    staticfiles_storage._wrapped = storages.create_storage(storages.backends["staticfiles"])
    static.forget()


def collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    started_again()


def problems(client) -> list[str]:
    answer = client.get("/readyz")
    assert answer.status_code == (503 if answer.json()["problems"] else 200)
    return answer.json()["problems"]


def test_nothing_was_collected(client, in_service):
    started_again()
    assert problems(client) == ["static files: 2 are missing, such as one.css; run collectstatic, then restart"]


def test_all_were_collected(client, in_service):
    collected()
    assert problems(client) == []


def test_what_a_new_version_brings_was_not_collected(client, in_service, tmp_path):
    collected()
    (tmp_path / "ours" / "three.css").write_text("p { margin: 1 }")
    static._wanted.cache_clear()
    static.forget()
    assert problems(client) == ["static files: 1 are missing, such as three.css; run collectstatic, then restart"]


def test_one_was_taken_away(client, in_service, settings):
    collected()
    (settings.STATIC_ROOT / staticfiles_storage.hashed_files["two.css"]).unlink()
    static.forget()
    assert problems(client) == ["static files: 1 are missing, such as two.css; run collectstatic, then restart"]
