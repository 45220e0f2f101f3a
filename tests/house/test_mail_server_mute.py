"""The mail server takes the line and says nothing: gunicorn serves everybody, and all mail arrives once it speaks."""

import http.client
import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from brs.activities.participants import actions
from tests.given import a_home, a_trainee, an_activity, in_role
from tests.house.test_files import in_service
from tests.mail_servers import a_mail_server

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the server gets a copy of the test's SQLite database"),
]
AT_ONCE = 12  # more than a process has threads
SECONDS = 120  # who is not answered by then waits for the mail server


class Browser:
    def __init__(self, port: int, session: str = ""):
        self.port = port
        self.cookies = {"sessionid": session} if session else {}

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        heads = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Referer": "https://localhost/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)) as line:
            line.request(method, path, body, heads)
            answer = line.getresponse()
            text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def post(self, path: str, **form: str) -> int:
        _status, page = self.ask("GET", path)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return self.ask("POST", path, urlencode({**hidden, **form}))[0]


def test_nobody_waits_for_it_and_all_mail_arrives(tmp_path):
    a_home()
    manager, activity = in_role("manager"), an_activity()
    people = [a_trainee() for _ in range(3)]
    for person in people:
        actions.join(activity, person, with_code=True)
    client = Client()
    client.force_login(manager)

    with a_mail_server() as server:
        server.is_mute = True
        address = f"smtp://127.0.0.1:{server.port}"
        settings = {"DJANGO_SETTINGS_MODULE": "tests.house.with_a_patient_line", "BRS_EMAIL_URL": address}
        with in_service(tmp_path, **settings) as port:

            def sign_up(number: int) -> int:
                form = {"name": "A", "email": f"new{number}@example.org", "password1": "a-long-pass-phrase"}
                return Browser(port).post("/en/accounts/sign-up/", **form)

            assert sign_up(0) == 302
            until(lambda: server.lines == 1)  # one thread of the site waits for it from here to the end
            with ThreadPoolExecutor(AT_ONCE) as crowd:
                assert set(crowd.map(sign_up, range(1, AT_ONCE))) == {302}
            assert Browser(port).post("/en/accounts/reset/", email=people[0].email) == 302
            cancel = f"/en/desk/{activity.translation_key}/cancel/"
            assert Browser(port, client.cookies["sessionid"].value).post(cancel, reason="Storm.") == 302
            assert Browser(port).ask("GET", "/en/accounts/sign-in/")[0] == 200
            assert server.lines == 1

            server.heal()
            until(lambda: away(tmp_path))
            with closing(sqlite3.connect(tmp_path / "db.sqlite3", timeout=60)) as database, database:
                database.execute("UPDATE core_mailserver SET next_at = NULL")  # a minute later
            assert sign_up(AT_ONCE) == 302
            signed_up = [f"new{number}@example.org" for number in range(AT_ONCE + 1)]
            to = sorted([*signed_up, people[0].email, *(person.email for person in people)])
            until(lambda: len(server.arrived) >= len(to))
            assert server.addresses() == to


def away(folder) -> bool:
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=60)) as database:
        return database.execute("SELECT failures FROM core_mailserver").fetchone()[0] > 0


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
