"""A migration that was once recorded stays as it is: databases have it behind them, and would never hear of a change.

`migrations.sha256` holds the digest of each, as `sha256sum` writes it; lines are added, never changed.
"""

import hashlib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
RECORD = Path(__file__).with_name("migrations.sha256")


def faults(record: str, digests: dict[str, str]) -> list[str]:
    """What is wrong with the migrations that are there, by path, given those on record."""
    lines = [line.split(maxsplit=1) for line in record.splitlines()]
    recorded = {path: digest for digest, path in reversed(lines)}
    return [
        *(f"{path} is recorded twice: leave its first line alone" for path in recorded if _times(path, lines) > 1),
        *(
            f"{path} is gone: migrations are neither removed nor renamed, but undone by a new one"
            for path in recorded.keys() - digests.keys()
        ),
        *(
            f"{path} was edited: put it back (git checkout), and say what changes in a new migration"
            for path, digest in digests.items()
            if digest != recorded.get(path, digest)
        ),
        *(
            f"{path} is new: sha256sum {path} >> {RECORD.relative_to(ROOT)}"
            for path in sorted(digests.keys() - recorded.keys())
        ),
    ]


def _times(path: str, lines: list[list[str]]) -> int:
    return [recorded for _digest, recorded in lines].count(path)


def migrations() -> dict[str, str]:
    """The digest of each migration of our apps, by path."""
    folders = [Path(app.path, "migrations") for app in apps.get_app_configs() if _is_ours(Path(app.path))]
    files = [file for folder in folders for file in folder.glob("*.py") if file.name != "__init__.py"]
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _is_ours(folder: Path) -> bool:
    return folder.is_relative_to(ROOT) and "site-packages" not in folder.parts


def test_no_recorded_migration_changes_and_none_is_unrecorded():
    wrong = faults(RECORD.read_text(), migrations())
    assert not wrong, "\n".join(wrong)


def test_each_change_of_the_past_is_refused():
    first, second = sorted(migrations().items())[:2]
    record = "".join(f"{digest}  {path}\n" for path, digest in (first, second))
    untouched = dict((first, second))
    other = hashlib.sha256(b"edited").hexdigest()
    moved = first[0].replace("0001_initial", "0001_first")

    assert faults(record, untouched) == []
    assert [f"{first[0]} was edited" in fault for fault in faults(record, {**untouched, first[0]: other})] == [True]
    assert [f"{first[0]} is gone" in fault for fault in faults(record, dict([second]))] == [True]
    renamed = faults(record, {moved: first[1], second[0]: second[1]})
    assert f"{first[0]} is gone" in renamed[0]
    assert f"sha256sum {moved} >> tests/house/migrations.sha256" in renamed[1]


def test_recording_an_old_one_again_makes_no_edit_right():
    ((path, digest), *_others) = sorted(migrations().items())
    other = hashlib.sha256(b"edited").hexdigest()
    messages = faults(f"{digest}  {path}\n{other}  {path}\n", {path: other})
    assert "recorded twice" in messages[0]
    assert "was edited" in messages[1]
