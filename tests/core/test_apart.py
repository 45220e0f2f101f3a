"""Reading in a process of its own: what it says comes back as it is, and what takes too much is ended."""

import os
import sys
import time

import pytest

from brs.core import apart
from brs.core.apart import Busy, TooMuch, read_apart
from brs.core.bounds import Bounds
from brs.core.workbook_rows import NotAWorkbook

SMALL = Bounds(cpu_seconds=1, seconds=30, memory=200_000_000, answer=100_000)


def given_back(data: bytes) -> dict:
    return {"text": data.decode(), "numbers": [1, 2.5, None]}


def refused(data: bytes) -> None:
    raise NotAWorkbook


def stumbled(data: bytes) -> None:
    raise ValueError(data)


def without_end(data: bytes) -> None:
    while True:
        pass


def asleep(data: bytes) -> None:
    time.sleep(60)


def swollen(data: bytes) -> int:
    return len(bytes(10**9))


def talkative(data: bytes) -> str:
    return "a" * 200_000


def crashed(data: bytes) -> None:
    os.abort()


def surroundings(data: bytes) -> list:
    return [sorted(os.environ), "django" in sys.modules, "brs.settings" in sys.modules]


def test_what_is_read_comes_back_as_plain_data():
    text = "Ünïcode, العربية, 中文, \n\0"
    assert read_apart(given_back, text.encode(), SMALL) == {"text": text, "numbers": [1, 2.5, None]}


def test_our_own_exception_comes_back_as_itself():
    with pytest.raises(NotAWorkbook):
        read_apart(refused, b"", SMALL)


@pytest.mark.parametrize("read", [without_end, swollen, talkative, crashed, stumbled])
def test_what_takes_too_much_is_ended(read):
    with pytest.raises(TooMuch):
        read_apart(read, b"x", SMALL)
    assert read_apart(given_back, b"and the next is read", SMALL)["text"] == "and the next is read"


def test_what_waits_for_ever_is_ended_by_the_clock():
    begun = time.monotonic()
    with pytest.raises(TooMuch):
        read_apart(asleep, b"", Bounds(cpu_seconds=5, seconds=5, memory=200_000_000, answer=1000))
    assert time.monotonic() - begun < 30


def test_no_secret_and_no_database_is_at_hand_there(monkeypatch):
    monkeypatch.setenv("BRS_SECRET_KEY", "not for everybody")
    names, has_django, has_settings = read_apart(surroundings, b"", SMALL)
    assert not [name for name in names if name.startswith(("BRS", "DJANGO"))]
    assert not has_django and not has_settings


def test_a_worker_reads_one_file_at_a_time_and_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.1)
    with apart._turn, pytest.raises(Busy):
        read_apart(given_back, b"", SMALL)


def test_nothing_is_left_of_the_modules_that_are_imported_there(tmp_path, monkeypatch):
    (tmp_path / "a_reader.py").write_text("def read(data):\n    return len(data)\n" + "# a long module\n" * 1_000)
    monkeypatch.syspath_prepend(tmp_path)
    import a_reader

    (tmp_path / "__pycache__").exists() and [file.unlink() for file in (tmp_path / "__pycache__").iterdir()]
    assert read_apart(a_reader.read, b"four", SMALL) == 4
    assert not list(tmp_path.rglob("*.pyc"))
