"""The site under gunicorn on a real socket, over what a test has made: for what happens between processes.

A test commits what it makes (`transaction=True`). Where that is SQLite in memory, the server gets a copy of it in a
file, which `Served.rows` reads.
"""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[1]
FORM = "application/x-www-form-urlencoded"


class Served:
    def __init__(self, folder: Path, port: int, process: subprocess.Popen[bytes]):
        self.folder, self.port, self.process = folder, port, process

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the server's database."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.folder / "db.sqlite3")) as file:
                return file.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def die_once_committed(self, model: str) -> None:
        """The next process that commits such a row is killed before it does anything else, or answers."""
        (self.folder / "die").write_text(model)


def session_of(person: Any) -> str:
    """The key of a session of theirs: to be made before the site is served."""
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


class Visitor:
    """A browser without scripts: cookies, and the token of the form that was seen last."""

    def __init__(self, site: Served, session: str = ""):
        self.site, self.token = site, ""
        self.cookies = {"sessionid": session} if session else {}

    def get(self, path: str) -> str:
        answer, body = self.send("GET", path)
        assert answer.status == 200, (path, answer.status)
        if tokens := re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body):
            self.token = tokens[-1]
        return body

    def post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        """The status, and where it leads."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}, doseq=True)
        answer, _body = self.send("POST", path, body.encode(), {"Content-Type": FORM})
        return answer.status, answer.headers.get("Location", "")

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **how: Any):
        with closing(http.client.HTTPConnection("localhost", self.site.port, timeout=60)) as line:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            line.request(method, path, body, {"Cookie": cookies, **(headers or {})}, **how)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _is, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer, answer.read().decode(errors="replace")


@contextmanager
def served(folder: Path, *, workers: int = 1, application: str = "tests.dying") -> Iterator[Served]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "brs.settings.test",
        "BRS_DATABASE_URL": _database(folder),
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
        "DIE": str(folder / "die"),
    }
    gunicorn = [sys.executable, "-m", "gunicorn", application, f"--workers={workers}", f"--bind=127.0.0.1:{port}"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(gunicorn, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            while server.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield Served(folder, port, server)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _database(folder: Path) -> str:
    if connection.vendor != "sqlite":
        name, tests = os.environ["BRS_DATABASE_URL"], connection.settings_dict["NAME"]
        return re.sub(r"/\w+\?", f"/{tests}?", name)
    connection.ensure_connection()
    (folder / "db.sqlite3").write_bytes(connection.connection.serialize())
    return f"sqlite:///{folder}/db.sqlite3"
