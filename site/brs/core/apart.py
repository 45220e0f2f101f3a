"""What a file holds is found out in a process of its own, within bounds of time and memory. Plain Python.

A few kilobytes can unpack to gigabytes, or be such that a library never comes to an end with them. What happens then
happens to a process that has nothing else to do, knows no secret and no database, and is ended.
"""

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any, TypeVar

from .bounds import WAIT_SECONDS, Bounds

Answer = TypeVar("Answer")

OURS = "brs."  # modules whose exceptions say something to who asked for the reading

logger = logging.getLogger(__name__)
_turn = threading.Lock()


class TooMuch(Exception):
    """It takes more time or memory than the reading of a file may."""


class Busy(Exception):
    """Others' files are being read, for longer than anybody waits."""


def read_apart(read: Callable[[bytes], Answer], data: bytes, within: Bounds) -> Answer:
    """What a function of a plain module says of the data: texts, numbers, lists and mappings by text.

    An exception of ours that it raises is raised here, without arguments. Raises TooMuch, Busy.
    """
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        answer = _answer_of_a_process(f"{read.__module__}:{read.__qualname__}", data, within)
    finally:
        _turn.release()
    if "raised" in answer:
        raise _exception(*answer["raised"])
    return answer["read"]


def _answer_of_a_process(name: str, data: bytes, within: Bounds) -> dict[str, Any]:
    # Files, not pipes: their size has a bound in the process that writes, and nobody has to take from them meanwhile.
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as mishaps:
        sent.write(data)
        sent.seek(0)
        # -B: what Python would keep of a module it imports there would be cut at the bound, and be broken for all.
        process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-W", "ignore", "-m", __name__, name, json.dumps(asdict(within))],
            stdin=sent,
            stdout=output,
            stderr=mishaps,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
        )
        try:
            process.wait(within.seconds)
        except subprocess.TimeoutExpired:
            raise TooMuch from None
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            mishaps.seek(0)
            last = mishaps.read()[-500:].decode(errors="replace").strip().rpartition("\n")[2]
            logger.warning("%s ended with %s: %s", name, process.returncode, last)
            raise TooMuch
        output.seek(0)
        return json.load(output)


def _exception(module: str, name: str) -> Exception:
    exception = getattr(import_module(module), name) if module.startswith(OURS) else TooMuch
    return exception()


def _answer(name: str, within: Bounds) -> None:
    """In the process of its own: what it may take at most is said before anything is read."""
    for what, most in (
        (resource.RLIMIT_CPU, within.cpu_seconds),
        (resource.RLIMIT_AS, within.memory),
        (resource.RLIMIT_FSIZE, within.answer),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    os.nice(10)  # pages go first
    module, _colon, function = name.partition(":")
    read = getattr(import_module(module), function)
    try:
        answer = {"read": read(sys.stdin.buffer.read())}
    except Exception as error:
        if not type(error).__module__.startswith(OURS):
            raise
        answer = {"raised": [type(error).__module__, type(error).__name__]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    _answer(sys.argv[1], Bounds(**json.loads(sys.argv[2])))
