"""A backup has all that was there at its moment and is put back whole, or refused; what was there before is kept."""

import fcntl
import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from brs.core import backups, dumps, running
from brs.people.models import User
from tests.upgrading.database import as_left_by

pytestmark = pytest.mark.django_db
VERSION = Path(__file__).resolve().parents[1] / "upgrading" / "1.0"


@pytest.fixture
def site(db, django_db_blocker, tmp_path, settings, monkeypatch):
    """One with a database of its own, and a file."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT, settings.STATIC_ROOT = settings.DATA / "media", settings.DATA / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(running, "_held", None)
    running.hold()
    (settings.MEDIA_ROOT / "documents").mkdir(parents=True)
    (settings.MEDIA_ROOT / "documents" / "guide.pdf").write_bytes(b"%PDF of then")
    with django_db_blocker.unblock(), as_left_by(VERSION, settings.DATA):
        yield settings
    os.close(running._held)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def backup(folder: Path, **options) -> str:
    output = io.StringIO()
    call_command("backup", str(folder), stdout=output, **options)
    return output.getvalue()


def restore(backup: Path, **options) -> str:
    output = io.StringIO()
    call_command("restore", str(backup), stdout=output, **options)
    return output.getvalue()


def guide(site) -> bytes:
    return (site.MEDIA_ROOT / "documents" / "guide.pdf").read_bytes()


def emails() -> set[str]:
    return set(User.objects.values_list("email", flat=True))


def rewritten(archive: Path, changes: dict[str, bytes | None]) -> None:
    """With other bytes in some of its files, or without some."""
    before = archive.with_suffix(".before")
    archive.rename(before)
    with tarfile.open(before) as old, tarfile.open(archive, "w") as new:
        for member in old:
            content = changes.get(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    before.unlink()


def test_all_comes_back_as_it_was(site, folder):
    then = emails()
    made = backup(folder)
    User.objects.create_user("later@example.org", None)
    (site.MEDIA_ROOT / "documents" / "guide.pdf").write_bytes(b"%PDF of now")
    (site.MEDIA_ROOT / "images").mkdir()
    (site.STATIC_ROOT).mkdir()
    output = restore(folder)
    assert emails() == then and guide(site) == b"%PDF of then"
    assert not (site.MEDIA_ROOT / "images").exists()
    in_words = f"{len(then):,} people, "
    assert in_words in made and in_words in output
    assert all(number and words in output for words, number in dumps.contents()["counted"].items())


def test_what_was_there_before_is_kept_and_in_no_backup(site, folder):
    backup(folder)
    (site.MEDIA_ROOT / "documents" / "guide.pdf").write_bytes(b"%PDF of now")
    output = restore(folder)
    (replaced,) = site.MEDIA_ROOT.glob(".replaced-*/documents/guide.pdf")
    assert replaced.read_bytes() == b"%PDF of now" and str(replaced.parent.parent) in output
    assert output.count("What was there before is in") == 2
    archive = backups.newest_of(folder)
    archive.unlink()
    backup(folder)
    with tarfile.open(backups.newest_of(folder)) as members:
        assert [name for name in members.getnames() if "guide" in name] == ["media/documents/guide.pdf"]
    restore(folder)  # on PostgreSQL a second schema is set aside


def test_what_a_crash_left_beside_an_sqlite_file_goes_away_with_it(site, folder):
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite's files")
    then = emails()
    backup(folder)
    for number in range(200):
        User.objects.create_user(f"{number}@example.org", None)
    file = dumps.database_file()
    left = Path(f"{file}-wal").read_bytes()
    assert left
    connection.close()
    file.write_bytes(b"\0" * 100_000)
    Path(f"{file}-wal").write_bytes(left)
    Path(f"{file}-shm").write_bytes(b"x" * 32_768)
    restore(folder)
    assert emails() == then
    assert dumps.checked(file)["counted"]["people"] == len(then)


def test_a_damaged_database_makes_no_backup_and_says_so(site, folder):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL says so itself")
    connection.close()
    with dumps.database_file().open("r+b") as file:
        file.seek(40_000)
        file.write(b"x" * 400_000)
    with pytest.raises(CommandError, match="No backup was made"):
        backup(folder)
    assert not list(folder.iterdir())


def test_secrets_are_named_and_not_kept(site, folder, monkeypatch):
    monkeypatch.setenv("BRS_SECRET_KEY", "do-not-keep-me")
    monkeypatch.setenv("BRS_EMAIL_FROM", "BRS Learn <no-reply@example.org>")
    output = backup(folder)
    archive = backups.newest_of(folder)
    assert "keep them elsewhere: BRS_SECRET_KEY" in output
    assert b"do-not-keep-me" not in archive.read_bytes() and archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as members:
        written = members.extractfile("settings.env").read().decode()
    assert "# BRS_SECRET_KEY=" in written and "BRS_EMAIL_FROM='BRS Learn <no-reply@example.org>'" in written


def test_the_newest_stay_whatever_the_clock_said(site, folder):
    folder.mkdir()
    for year in (2024, 2025, 2999):
        (folder / f"brs-learn-{year}-01-01T00-00-00Z.tar").write_bytes(b"")
    (folder / "mine.tar").write_bytes(b"")
    output = backup(folder, keep=2)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 3 and names[1:] == ["brs-learn-2999-01-01T00-00-00Z.tar", "mine.tar"]
    assert "Removed brs-learn-2025" in output and "Removed brs-learn-2024" in output


def test_one_that_fails_removes_nothing_and_leaves_nothing(site, folder, monkeypatch):
    folder.mkdir()
    (folder / "brs-learn-2024-01-01T00-00-00Z.tar").write_bytes(b"")
    monkeypatch.setattr(backups, "_digest", lambda source, target: "other")  # as of a disk that gives other bytes back
    with pytest.raises(CommandError, match="damaged are database"):
        backup(folder, keep=1)
    assert [path.name for path in folder.iterdir()] == ["brs-learn-2024-01-01T00-00-00Z.tar"]


def test_none_lies_where_everybody_may_read_or_the_next_one_would_have_it(site):
    for folder in (site.MEDIA_ROOT, site.STATIC_ROOT / "backups"):
        with pytest.raises(CommandError, match="cannot lie in"):
            backup(folder)


def cut(archive: Path) -> None:
    os.truncate(archive, archive.stat().st_size - 20_000)


def cut_short(archive: Path) -> None:
    os.truncate(archive, 5_000)


def emptied(archive: Path) -> None:
    archive.write_bytes(b"")


def with_a_bit_changed(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[content.index(b"%PDF of then")] ^= 1
    archive.write_bytes(content)


def without_a_file(archive: Path) -> None:
    rewritten(archive, {"media/documents/guide.pdf": None})


def changed_contents(archive: Path, **changes) -> None:
    with tarfile.open(archive) as members:
        contents = json.load(members.extractfile("contents.json"))
    rewritten(archive, {"contents.json": json.dumps({**contents, **changes}).encode()})


def of_another_database(archive: Path) -> None:
    changed_contents(archive, vendor="oracle")


def of_a_newer_version(archive: Path) -> None:
    changed_contents(archive, migrations=["people.9999_more"])


def leading_outside(archive: Path) -> None:
    with tarfile.open(archive, "a") as members:
        members.addfile(tarfile.TarInfo("media/../../evil"), io.BytesIO())


BAD = {
    cut: "its end is missing|unexpected end",
    cut_short: "unexpected end",
    emptied: "empty",
    with_a_bit_changed: "damaged are media/documents/guide.pdf",
    without_a_file: "damaged are media/documents/guide.pdf",
    of_another_database: "It is of oracle",
    of_a_newer_version: "does not know people.9999_more",
    leading_outside: "lies outside",
}


@pytest.mark.parametrize("spoil", BAD, ids=[spoil.__name__ for spoil in BAD])
def test_a_bad_one_is_refused_before_anything_is_replaced(site, folder, spoil):
    backup(folder)
    spoil(backups.newest_of(folder))
    User.objects.create_user("later@example.org", None)
    (site.MEDIA_ROOT / "documents" / "guide.pdf").write_bytes(b"%PDF of now")
    with pytest.raises(CommandError, match=BAD[spoil]):
        restore(folder)
    assert "later@example.org" in emails() and guide(site) == b"%PDF of now"
    assert not [path for path in site.DATA.rglob(".*") if path.is_dir()]
    assert not (site.DATA.parent / "evil").exists()


def test_what_those_that_were_killed_left_goes_with_the_next_ones(site, folder):
    left = [folder / ".brs-learn-a", site.DATA / ".brs-learn-b", site.MEDIA_ROOT / ".brs-learn-c"]
    for path in left:
        path.mkdir(parents=True)
        (path / "part").write_bytes(b"x")
        os.utime(path, (0, 0))
    backup(folder)
    assert not left[0].exists()
    restore(folder)
    assert not [path for path in left if path.exists()]


def test_it_is_refused_while_something_runs(site, folder):
    backup(folder)
    other = os.open(site.DATA / running.NAME, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_SH)
    with pytest.raises(CommandError, match="is running"):
        restore(folder)
    os.close(other)


def test_it_is_refused_while_the_database_is_open_elsewhere(site, folder):
    """On another machine, or by a program that is not ours."""
    backup(folder)
    other = connection.copy()
    other.ensure_connection()
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_user")
    with pytest.raises(CommandError, match="is running"):
        restore(folder)
    other.close()
    restore(folder)


def test_nothing_starts_meanwhile(site):
    running.be_alone()
    held = running._held
    with pytest.raises(Exception, match="A backup is being restored"):
        running.hold()
    os.close(held)


def test_what_is_in_one_may_be_asked_at_any_time(site, folder):
    backup(folder)
    User.objects.create_user("later@example.org", None)
    assert f"{User.objects.count() - 1:,} people" in restore(folder, check=True)
    assert "later@example.org" in emails()


def test_there_is_none(site, folder):
    folder.mkdir()
    with pytest.raises(CommandError, match="There is no backup"):
        restore(folder)


def test_a_machine_that_has_nothing_yet(site, folder):
    then = emails()
    backup(folder)
    if connection.vendor == "sqlite":
        connection.close()
        shutil.rmtree(site.DATA)
        site.DATA.mkdir()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    restore(folder)
    assert emails() == then and guide(site) == b"%PDF of then"
