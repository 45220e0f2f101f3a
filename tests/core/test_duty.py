"""What reaches the person on duty: reports of errors, the log, the access log; and what people see of an outage.

On real gunicorn, with a real mail server.
"""

import http.client
import logging
import os
import re
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import dropwhile
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from django.utils.log import AdminEmailHandler
from django_tasks import task

from brs.core import logs
from brs.core.error_mail import ErrorMail
from brs.core.periodic import run_due
from tests.given import a_trainee

from .test_behind_a_proxy import free_port

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = 100
DATA = ("amina@example.org", "s3cret", "ABCD-EFGH", "has said this", "sessionid")


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every mail."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        self.letters: list[str] = []
        super().__init__(("127.0.0.1", 0), Dialogue)
        address = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.for_admins = {"BRS_ADMINS": "duty@example.org,second@example.org", "BRS_EMAIL_URL": address}


class Dialogue(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    letter += line
                self.server.letters.append(letter.decode())
            elif line.upper().startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def mail_server():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Site:
    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port

    def ask(self, path: str, method="GET", body=None, **headers) -> http.client.HTTPResponse:
        """The answer, with all of its `body`."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, {"Host": "localhost", **names})
            answer = line.getresponse()
            answer.body = answer.read().decode()
            return answer

    def log(self) -> str:
        return (self.folder / "err").read_text()

    def accesses(self, count: int, since: str = "") -> list[str]:
        """A line for each request from the first on that says `since`, once there are so many: each is written after
        the answer. A slow machine may ask more than once whether the site is up.
        """
        for _ in range(600):
            lines = [line for line in (self.folder / "out").read_text().splitlines() if " ms" in line]
            lines = list(dropwhile(lambda line: since not in line, lines))
            if len(lines) >= count:
                break
            time.sleep(0.1)
        return lines


@contextmanager
def serving(folder: Path, **variables: str):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.core.failing", f"--bind=127.0.0.1:{port}", "--workers=1"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "BRS_CACHE_URL": "locmemcache://"}
    site = Site(folder, port)
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        server = subprocess.Popen(command, cwd=ROOT, env=environment | variables, stdout=out, stderr=err)
        try:
            for _ in range(600):
                try:
                    site.ask("/healthz")
                    break
                except OSError:
                    assert server.poll() is None, site.log()
                    time.sleep(0.1)
            yield site
        finally:
            server.terminate()
            server.wait(60)


def test_an_error_is_told_once_without_anybodys_data(tmp_path, mail_server):
    """While the database is away as well."""
    with serving(tmp_path, **mail_server.for_admins, BRS_DATABASE_URL=f"sqlite:///{tmp_path}/away/db") as site:
        path = "/t/ABCD-EFGH/fail/?token=s3cret"
        for _ in range(5):
            answer = site.ask(path, X_Request_ID="of-the-proxy-1")
        assert answer.status == 500
        assert answer.headers["X-Request-ID"] == "of-the-proxy-1" and "of-the-proxy-1" in answer.body
        site.ask("/fail/", "POST", "email=amina@example.org&word=s3cret", Cookie="csrftoken=1")
    letters = mail_server.letters  # the process has waited for them
    assert len(letters) == 1, letters
    letter = letters[0]
    assert "duty@example.org" in letter and "second@example.org" in letter
    assert "Subject: [BRS Learn] Broken in tests/core/failing.py:" in letter
    assert "Reference: of-the-proxy-1" in letter
    assert [word for word in DATA if word in letter] == []
    assert site.log().count("has said this") >= 5  # the log has the words


def test_djangos_own_reports_which_hold_forms_and_settings_are_off():
    names = ["", *logging.root.manager.loggerDict]
    handlers = {type(handler) for name in names for handler in logging.getLogger(name).handlers}
    assert ErrorMail in handlers and AdminEmailHandler not in handlers


def test_a_command_that_fails_is_told_once_though_each_time_is_a_process_of_its_own(tmp_path, mail_server):
    away = {"BRS_DATABASE_URL": f"sqlite:///{tmp_path}/away/db", "BRS_DATA": str(tmp_path)}
    environment = {**os.environ, **mail_server.for_admins, **away, "DJANGO_SETTINGS_MODULE": "brs.settings.local"}
    for _ in range(2):
        command = [sys.executable, "manage.py", "prune"]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        assert "The database is away: OperationalError: unable to open database file" in ended.stderr
        assert "Traceback" not in ended.stderr
    assert len(mail_server.letters) == 1 and "OperationalError in" in mail_server.letters[0]


def test_a_mail_server_that_is_away_makes_no_error_of_its_own(tmp_path):
    variables = {"BRS_ADMINS": "duty@example.org", "BRS_EMAIL_URL": "smtp://127.0.0.1:1"}
    with serving(tmp_path, **variables) as site:
        assert site.ask("/fail/").status == 500
    assert site.log().count("Traceback") == 1
    assert "was not taken by the mail server: ConnectionRefusedError" in site.log()


@pytest.mark.parametrize("database", ["sqlite:///{}/away/db", "postgres://nobody@127.0.0.1:1/none"])
def test_an_outage_of_the_database_is_one_line_and_a_503(tmp_path, database, mail_server):
    with serving(tmp_path, **mail_server.for_admins, BRS_DATABASE_URL=database.format(tmp_path)) as site:
        lines = len(site.log().splitlines())
        for number in range(REQUESTS):
            answer = site.ask("/fr/courses/" if number % 2 else "/en/accounts/profile/", Cookie=f"sessionid={'a' * 32}")
            assert answer.status == 503
        logged = site.log().splitlines()[lines:]
        assert [line for line in logged if "The database is away" in line] == logged and len(logged) in (1, 2), logged
        assert int(answer.headers["Retry-After"]) > 0
        assert (
            '<html lang="fr"' in answer.body and "site" in answer.body and answer.headers["X-Request-ID"] in answer.body
        )
        assert site.ask("/healthz").status == 200
        assert site.ask("/fail/").status == 500  # what is the code's own fault is still told as such
    assert "Broken" in site.log()
    subjects = sorted(re.search(r"Subject: \[BRS Learn\] (\w+) in", letter)[1] for letter in mail_server.letters)
    assert subjects == ["Broken", "OperationalError"]


def test_the_access_log_says_who_asked_for_what_and_no_secret(tmp_path):
    with serving(tmp_path) as site:
        site.ask("/t/ABCD-EFGH/fail/?token=s3cret", X_Request_ID="first-one")
        site.ask("/healthz?word=s3cret", X_Request_ID="no good\tid")
        site.ask("/healthz", "POST", b"x" * 13_000_000)
        lines = site.accesses(3, since="first-one")
        assert "looking at /t/…/fail/" in site.log()
        assert "s3cret" not in site.log() and "ABCD-EFGH" not in site.log()
    assert re.search(r"\] first-one - GET /t/…/fail/ 500 \d+ bytes \d+ ms$", lines[0])
    assert re.search(r"\] [0-9a-f]{32} - GET /healthz 200 2 bytes \d+ ms$", lines[1])
    assert re.search(r"\] [0-9a-f]{32} - POST /healthz 413 \d+ bytes \d+ ms$", lines[2])
    assert "s3cret" not in "".join(lines)


def test_the_access_log_can_be_switched_off(tmp_path):
    with serving(tmp_path, BRS_ACCESS_LOG="no") as site:
        site.ask("/healthz")
    assert site.accesses(0) == []


@pytest.fixture
def logged():
    """What is logged, as the site writes it."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.addFilter(logs.Context())
    handler.emit = lambda record: lines.append(f"{record.reference} {record.person} {record.getMessage()}")
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_line_says_the_person_by_their_key_alone(client, logged):
    person = a_trainee()
    client.force_login(person)
    answer = client.get("/en/accounts/profile/nothing/")
    assert answer.wsgi_request.META["brs.person"] == str(person.pk)
    assert f"- {person.pk} Not Found: /en/accounts/profile/nothing/" in logged


@pytest.mark.django_db
def test_nobody_is_looked_up_for_the_log(client, django_assert_num_queries):
    client.force_login(a_trainee())
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.wsgi_request.META["brs.person"] == "-"


def fails() -> None:
    raise ValueError("of this deed")


@pytest.mark.django_db
def test_a_deed_by_the_clock_says_which_it_is(settings, logged):
    settings.PERIODIC_DEEDS = [("tests.core.test_duty.fails", timedelta(days=1), "Fail")]
    run_due()
    assert logged == ["deed:tests.core.test_duty.fails - tests.core.test_duty.fails failed"]


failing_task = task(fails)


@pytest.mark.django_db
def test_a_task_says_which_it_is(logged):
    result = failing_task.enqueue()
    failed = f"task:{result.id} - Task id={result.id} path=tests.core.test_duty.fails state=FAILED"
    assert [line for line in logged if "state=FAILED" in line] == [failed]
    assert logs.reference.get() == "-"


SECRET_ARGUMENTS = {"code", "token", "key", "uidb36", "serial", "slip"}


def paths(resolver: URLResolver, before="") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from paths(pattern, path)
        else:
            yield f"/{path}"


def test_every_address_that_opens_something_is_masked():
    """By the names of what they carry; a key that is a UUID opens nothing by itself."""
    checked = 0
    for path in paths(get_resolver()):
        secrets = SECRET_ARGUMENTS & set(re.findall(r"<(?:str:)?(\w+)>", path))
        if not secrets or path.startswith(("/admin/", "/api/v1/")):
            continue
        asked = re.sub(r"<(?:\w+:)?(\w+)>", r"canary-\1", re.sub(r"\(\?P<(\w+)>.*?\)", r"canary-\1", path))
        masked = logs.masked(f"{asked}?next={asked}")
        assert [name for name in secrets if f"canary-{name}" in masked] == [], masked
        checked += 1
    assert checked > 20
    assert logs.masked("/en/accounts/reset/sent/") == "/en/accounts/reset/sent/"
    assert logs.masked("/verify/") == "/verify/"
