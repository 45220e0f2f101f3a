"""BRS Learn beside a bare Django page, both under gunicorn with two workers on SQLite, loaded in turns.

The machine may be shared and its speed may swing: rounds of one and the other alternate, and medians are compared.
Ratios are of the rates (what a visitor feels) and of the servers' CPU time a unit (least disturbed by others).
"""

import itertools
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.load import HOST, Round, answer, expect, load, memory_of, request

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = float(os.environ.get("SECONDS", "2"))


@dataclass
class Server:
    port: int
    process: subprocess.Popen

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="brs-bench-"))
    try:
        bench(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bench(folder: Path) -> None:
    print("Preparing a site with the starter catalogue …", file=sys.stderr)
    bare_env = environment(
        DJANGO_SETTINGS_MODULE="tests.benchmarks.bare.settings", BARE_DATABASE=f"{folder}/bare.sqlite3"
    )
    bare_sessions = json.loads(run(bare_env, "tests.benchmarks.bare.prepare"))
    site_env = site_environment(folder, "site")
    site = json.loads(run(site_env, "tests.benchmarks.prepare", "site"))
    copy_database(folder / "site.sqlite3", folder / "many.sqlite3")
    many_env = site_environment(folder, "many")
    run(many_env, "tests.benchmarks.prepare", "courses", "5000")
    with ExitStack() as servers:
        bare = servers.enter_context(serving("tests.benchmarks.bare.wsgi", bare_env, 8711))
        ours = servers.enter_context(serving("brs.wsgi", site_env, 8712))
        many = servers.enter_context(serving("brs.wsgi", many_env, 8713))
        report(bare, bare_sessions, ours, many, site)
    print("\nQueries of pages, signed in, once they have been seen before")
    print(run(site_env, "tests.benchmarks.queries"))


def report(bare: Server, bare_sessions: list[str], ours: Server, many: Server, site: dict) -> None:
    strangers, learners = itertools.cycle(bare_sessions), itertools.cycle(site["sessions"])

    def bare_page() -> None:
        expect(bare.port, request("GET", "/", next(strangers)), 200)

    def bare_insert() -> None:
        expect(bare.port, request("POST", "/insert", next(strangers)), 200)

    def page(server: Server, path: str) -> Callable[[], None]:
        return lambda: (expect(server.port, request("GET", path, next(learners)), 200), None)[1]

    def event() -> None:
        happening = {
            "id": str(uuid.uuid4()),
            "course": site["course"],
            "item": site["lesson_key"],
            "verb": "seen",
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        sent = json.dumps({"events": [happening]}).encode()
        got = expect(ours.port, request("POST", "/api/learning/events/", next(learners), sent, "application/json"), 200)
        assert b'"stored"' in got, got

    def quiz() -> None:
        session = next(learners)
        got = expect(ours.port, request("POST", site["quiz"], session), 302)
        match = re.search(rb"(?i)location: (\S+?)1/\r", got)
        assert match, got
        attempt = match[1].decode()
        for number, typed in enumerate(site["typed"], start=1):
            expect(ours.port, request("POST", f"{attempt}{number}/", session, f"answer={typed}".encode()), 302)
        expect(ours.port, request("POST", f"{attempt}submit/", session), 302)

    print(f"{ROUNDS} rounds of {SECONDS:g} s each, in turns; medians. CPU: of the servers, a unit.\n")
    print(f"{'case':34}{'a second':>10}{'p95 ms':>9}{'CPU ms':>9}   {'rate':>7}{'CPU':>7}   aim")
    in_turns("lesson, signed in", (bare_page, bare), (page(ours, site["lesson"]), ours), 0.64)
    in_turns("course, signed in", (bare_page, bare), (page(ours, site["course_page"]), ours), None)
    in_turns("batch of one event", (bare_insert, bare), (event, ours), 0.60)
    in_turns("quiz of ten questions", (bare_page, bare), (quiz, ours), 0.60, of=12)
    in_turns(
        "catalogue, 5,000 courses", (page(ours, "/en/courses/"), ours), (page(many, "/en/courses/"), many), 1 / 1.1
    )
    certificates = itertools.cycle(site["certificates"])
    alone("certificate as PDF", lambda: pdf(ours, next(certificates)), ours, 0.1)
    rss, pss = memory_of(ours.pids()[1:])
    master = memory_of(ours.pids())[1]
    print(f"\nTwo workers: {pss:.0f} MB (PSS), {rss:.0f} MB (RSS, shared pages counted twice); aim 200 MB.", end=" ")
    print(f"With gunicorn's own process {master:.0f} MB (PSS).")


def pdf(server: Server, serial: str) -> None:
    assert b"%PDF" in expect(server.port, request("GET", f"/certificates/{serial}.pdf", ""), 200)


def alone(name: str, work: Callable[[], None], server: Server, aim: float) -> None:
    """How long one person waits who is not in anybody's way: the median is to be within the aim, in seconds."""
    for _ in range(4):
        work()
    seen = load(work, SECONDS, server.pids, clients=1)
    took = sorted(seen.seconds)
    middle = statistics.median(took)
    line = f"{name:34}{seen.rate:10.1f}{took[int(len(took) * 0.95)] * 1000:9.1f}{seen.cpu_each * 1000:9.2f}"
    print(
        f"{line}   median {middle * 1000:.0f} ms   {aim * 1000:.0f} ms {'met' if middle <= aim else 'MISSED'}",
        flush=True,
    )


def in_turns(
    name: str,
    first: tuple[Callable[[], None], Server],
    second: tuple[Callable[[], None], Server],
    aim: float | None,
    *,
    of: int = 1,
) -> None:
    """Load both in alternating rounds and say how the second compares: `of` units of the first count as one."""
    for work, _server in (first, second):
        for _ in range(20 if of == 1 else 2):  # each worker has seen it
            work()
    rounds: list[list[Round]] = [[], []]
    for _ in range(ROUNDS):
        for seen, (work, server) in zip(rounds, (first, second), strict=True):
            seen.append(load(work, SECONDS, server.pids))
    base, measured = rounds
    ratio = statistics.median(b.rate * of / a.rate for a, b in zip(base, measured, strict=True))
    cpu = statistics.median(a.cpu_each * of / b.cpu_each for a, b in zip(base, measured, strict=True))
    for title, seen in ((f"  beside: {first[0].__name__}", base), (name, measured)):
        took = sorted(second for round_ in seen for second in round_.seconds)
        rate, slow = statistics.median(round_.rate for round_ in seen), took[int(len(took) * 0.95)]
        line = f"{title:34}{rate:10.1f}{slow * 1000:9.1f}"
        line += f"{statistics.median(round_.cpu_each for round_ in seen) * 1000:9.2f}"
        if seen is measured:
            verdict = "" if aim is None else f"{aim:.0%} {'met' if ratio >= aim else 'MISSED'}"
            line += f"   {ratio:7.0%}{cpu:7.0%}   {verdict}"
        print(line, flush=True)


def environment(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "PYTHONWARNINGS": "ignore", **variables}


def site_environment(folder: Path, name: str) -> dict[str, str]:
    return environment(
        DJANGO_SETTINGS_MODULE="brs.settings.production",
        BRS_SECRET_KEY="bench-only-0123456789-0123456789-0123456789-0123456789",
        BRS_HOSTS=HOST,
        BRS_ADDRESS=f"https://{HOST}",
        BRS_PROXIES="1",
        BRS_DATABASE_URL=f"sqlite:///{folder}/{name}.sqlite3",
        BRS_DATA=f"{folder}/data",
        BRS_LOG_LEVEL="ERROR",
    )


def run(env: dict[str, str], module: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def copy_database(source: Path, target: Path) -> None:
    connection = sqlite3.connect(source)
    connection.execute("VACUUM INTO ?", [str(target)])
    connection.close()


@contextmanager
def serving(application: str, env: dict[str, str], port: int):
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "warning"], env=env, cwd=ROOT)
    try:
        for _ in range(150):
            time.sleep(0.2)
            try:
                answer(port, request("GET", "/healthz", ""))
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"{application} did not start") from None
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
