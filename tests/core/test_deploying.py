"""What docs/deploying.md and duty.md say is run, word for word, on a copy of the checkout that has nothing yet.

Install, use, back up while somebody writes and the site serves, lose everything, restore, find all that was
acknowledged before the backup, upgrade.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import textwrap
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PEOPLE_BEFORE = 20
BLOCK = re.compile(r"^ *<!-- run by a test: (.+?) -->\n *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SHELL = ".venv/bin/python manage.py shell --verbosity 0 < {}"
# Says a number, and when, once the person and the document are committed: acknowledged.
WRITER = """
import itertools, time
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from brs.people.models import User
for number in itertools.count():
    User.objects.create_user(f"{number}@example.org", None)
    get_document_model().objects.create(title=f"{number}", file=ContentFile(b"%d" % number, f"of-{number}.txt"))
    print(number, time.time(), flush=True)
"""
FOUND = """
import json
from wagtail.documents import get_document_model
from brs.people.models import User
people = list(User.objects.values_list("email", flat=True))
print(json.dumps([people, {each.title: each.file.read().decode() for each in get_document_model().objects.all()}]))
"""
LOSE = """
from django.db import connection
connection.cursor().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
"""


class Machine:
    """A checkout and all it writes, in one folder that stands for the machine's root."""

    def __init__(self, folder: Path, database: str):
        self.folder, self.checkout, self.database = folder, folder / "checkout", database
        self.port = free_port()
        self.data = folder / "var/lib/brs-learn"
        page = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("deploying.md", "duty.md"))
        self.blocks = {name: textwrap.dedent(text) for name, text in BLOCK.findall(page)}
        listed = subprocess.check_output(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
        )
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.checkout / name)
        (self.checkout / ".venv").symlink_to((ROOT / ".venv").resolve())  # as `make install` leaves it
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("BRS_", "DJANGO_"))}
        self.environment = {**environment, "PYTHONPATH": f"{self.checkout / 'site'}:{self.checkout}"}

    def script(self, text: str) -> str:
        """What the page says, but for the machine's root, the port, and the database where it is PostgreSQL."""
        text = self.blocks["environment"] + self.database + text
        return text.replace("/var/", f"{self.folder}/var/").replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")

    def start(self, text: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["sh", "-euc", self.script(text)],
            cwd=self.checkout,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, name: str, *, succeeds: bool = True) -> str:
        return self.run_text(self.blocks[name], succeeds=succeeds)

    def run_text(self, text: str, *, succeeds: bool = True) -> str:
        process = self.start(text)
        output = process.communicate(timeout=600)[0]
        assert (process.returncode == 0) is succeeds, output
        return output

    @contextmanager
    def going(self, text: str):
        """Until it is killed, as by a power cut."""
        process = self.start(text)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    @contextmanager
    def serving(self):
        """The site, once it answers; what /readyz says."""
        with self.going(self.blocks["site"]) as process:
            for _ in range(900):
                assert process.poll() is None, process.stdout.read()
                try:
                    answer = self.ask("/readyz")
                    break
                except OSError:
                    time.sleep(0.2)
            yield json.loads(answer)

    def ask(self, path: str) -> bytes:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("GET", path, headers={"Host": "learn.example.org", "X-Forwarded-Proto": "https"})
            return line.getresponse().read()

    def lose_everything(self) -> None:
        shutil.rmtree(self.data / "media")
        shutil.rmtree(self.data / "static")
        if connection.vendor == "sqlite":
            assert (self.data / "brs.sqlite3-wal").stat().st_size  # as the crash left it
            with (self.data / "brs.sqlite3").open("r+b") as file:
                file.write(b"\0" * 50_000)
        else:
            self.run_text(SHELL.format(self.folder / "lose"))


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def machine(tmp_path):
    for name, code in (("writer", WRITER), ("found", FOUND), ("lose", LOSE)):
        (tmp_path / name).write_text(code)
    if connection.vendor == "sqlite":
        yield Machine(tmp_path, "")
        return
    name = f"deploying_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    address = os.environ["BRS_DATABASE_URL"].replace("/postgres?", f"/{name}?")
    yield Machine(tmp_path, f"export BRS_DATABASE_URL='{address}'\n")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_the_page_says_is_enough(machine):
    machine.run("first install")
    with machine.serving() as status:
        assert status["ready"], status
        with machine.going(SHELL.format(machine.folder / "writer")) as writer:
            acknowledged = [next(writer.stdout) for _ in range(PEOPLE_BEFORE)]
            begun = time.time()
            made = machine.run("backup")
            ended = time.time()
            while (moment := float(next(writer.stdout).split()[1])) < begun:
                pass
            assert begun < moment < ended, "Nobody wrote during the backup"
        assert "is running" in machine.run("restore", succeeds=False)
        if shutil.which("curl"):  # not on each machine that runs the tests
            assert '"ready": true' in machine.run("ready")
        assert " people" in machine.run("last backup")
        for name in ("state", "room", "static files", "by hand"):
            machine.run(name)
    machine.lose_everything()
    restored = machine.run("restore")
    people, documents = json.loads(machine.run_text(SHELL.format(machine.folder / "found")).splitlines()[-1])
    numbers = [line.split()[0] for line in acknowledged]
    assert {f"{number}@example.org" for number in numbers} <= set(people)
    assert {number: number for number in numbers}.items() <= documents.items()
    assert f" {len(people)} people" in made and f" {len(people)} people" in restored
    machine.run("upgrade")
    with machine.going(machine.blocks["worker"]) as worker, machine.serving() as status:
        assert status["ready"], status
        assert b"<html" in machine.ask("/en/")
        assert worker.poll() is None
