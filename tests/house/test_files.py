"""Of what lies under BRS_DATA, nobody gets a file by a path but pictures as pages show them, and what is static.

Each folder holds a canary, asked for by everybody in every raw spelling of its path: of the application itself, and of
the server as it runs in service, on a bare socket, since clients tidy paths up before they ask.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from brs.core.pictures import name_of_picture
from tests.given import a_document, a_trainee, in_role

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ["visitor", "trainee", "facilitator", "editor", "manager"]
CANARY = b"a canary that nobody should see"
PICTURE = b"a picture for everybody"
FOLDERS = ["", "media", "media/documents", "media/original_images", "media/avatar_images", "media/images/below"]
FOLDERS += ["offline", "tests", "mail"]

STEPS_UP = ["../", "..%2f", "..%2F", "%2e%2e/", "%2E%2e%2F", ".%2e/", "%252e%252e%252f", "..%252f", "%25252e%25252e/"]
STEPS_UP += ["..\\", "..%5c", "..%255c", "..;/", "..%00/", "....//", "./../", "..//", ".././", "%2e%2e%5c", "..%20/"]
STEPS_UP += ["%c0%ae%c0%ae/", "..%c0%af", "..%u2215", "%ef%bc%8e%ef%bc%8e/", "..%ef%bc%8f", "..%e2%81%84", "x/../../"]
ENDS = [".", "/", "/.", "%00", "%00.png", "%20", "::$DATA", ";.png", "~", "?x", "%3fx", "%0a", "%23"]
# Where one stands when going up, and how many steps it is from there to BRS_DATA.
STARTS = {"/media/images/": 2, "/media/": 1, "/static/": 1, "/documents/1/": 2, "/": 0}
PLAIN = ["/", "/media/", "/MEDIA/", "/Media/", "//media/", "/./media/", "/media//", "/en/media/"]


def spellings(data: Path) -> set[str]:
    """Ways to ask for the canaries: every one for what is the most wanted, the likeliest for the rest."""
    asked = set()
    for folder in FOLDERS:
        path = f"{folder}/canary.png".lstrip("/")
        in_every_way = folder in ("", "media/documents")
        for start, steps in STARTS.items() if in_every_way else [("/media/images/", 2)]:
            ways_up = STEPS_UP if start == "/media/images/" else STEPS_UP[:5]
            asked |= {start + up * steps + path for up in ways_up}
            asked.add(start + "..%2f" * steps + path.replace("/", "%2f"))
        asked |= {
            f"/media/images/{absolute}" for absolute in (data / path, f"%2f{data / path}", f"file://{data / path}")
        }
        asked.add("/media/images/" + "../" * 12 + str(data / path).lstrip("/"))
        below_media = path.removeprefix("media/")
        asked |= {start + below_media for start in PLAIN} | {"/" + path, f"/media/images../{below_media}"}
        if not in_every_way:
            continue
        for end in ENDS:
            asked |= {"/media/images/../../" + path + end, f"/media/{below_media}{end}"}
        for spelt in (
            path.upper(),
            path.title(),
            f"images/{below_media}",
            f"images/../{below_media}",
            f"IMAGES/../{path}",
        ):
            asked |= {start + spelt for start in PLAIN}
        asked |= {f"/media/images%2f..%2f{below_media}", f"/static../{path}", f"/media/images/..{below_media}"}
    return asked


def laid_out(data: Path) -> None:
    for folder in FOLDERS:
        (data / folder).mkdir(parents=True, exist_ok=True)
        (data / folder / "canary.png").write_bytes(CANARY)
    (data / "media" / "images" / "picture.png").write_bytes(PICTURE)


@pytest.fixture
def everybody() -> dict[str, Client]:
    """Each in their browser. A document lies in a collection that none of them is let into."""
    clients = {role: Client() for role in PEOPLE}
    for role, client in clients.items():
        if role != "visitor":
            client.force_login(a_trainee() if role == "trainee" else in_role(role))
    return clients


@pytest.fixture
def closed_document():
    document = a_document(content=CANARY, name="closed.csv")
    closed = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Nobody"))
    document.collection = closed
    document.save()
    return document


def spellings_of_a_document(document) -> set[str]:
    number, name = str(document.pk), document.filename
    arabic = "".join(chr(0x660 + int(digit)) for digit in number)
    numbers = [number, f"0{number}", f"%3{number[0]}{number[1:]}", arabic, f"{number}%20", f"+{number}"]
    names = [name, name.upper(), f"{name}/", f"{name}%00", f"./{name}", f"/{name}", f"x/../{name}", f"{name}?x"]
    asked = {f"/documents/{odd}/{name}" for odd in numbers} | {f"/documents/{number}/{odd}" for odd in names}
    asked |= {f"/{start}/{number}/{name}" for start in ("DOCUMENTS", "/documents", "documents/", "x/../documents")}
    return asked | {f"/documents/{name}", f"/media/documents/{name}", f"/documents/{'9' * 300}/x"}


@pytest.mark.parametrize("role", PEOPLE)
def test_the_application_serves_no_file_by_a_path(role, everybody, closed_document):
    data = settings.MEDIA_ROOT.parent
    laid_out(data)
    got = set()
    for path in spellings(data) | spellings_of_a_document(closed_document):
        answer = everybody[role].get(path)
        if CANARY in answer.getvalue() or answer.status_code >= 500:
            got.add((path, answer.status_code))
    assert got == set()
    assert everybody[role].get("/media/images/picture.png").getvalue() == PICTURE


class Line:
    """A connection to a server that sends paths as they are."""

    def __init__(self, port: int, session: str = ""):
        self.port, self.session, self.socket = port, session, None

    def get(self, path: str) -> tuple[int, bytes]:
        cookie = f"Cookie: sessionid={self.session}\r\n" if self.session else ""
        asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n{cookie}\r\n"
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.sendall(asked.encode())
        answer = http.client.HTTPResponse(self.socket, method="GET")
        answer.begin()
        body = answer.read()
        if answer.will_close:
            self.socket.close()
            self.socket = None
        return answer.status, body


@contextmanager
def in_service(folder: Path, **more: str) -> Iterator[int]:
    """The site under production settings, more of them where given, and gunicorn, on a copy of the test's database.

    Gives its port.
    """
    connection.ensure_connection()
    (folder / "db.sqlite3").write_bytes(connection.connection.serialize())  # with what the test has not committed
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BRS_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "brs.settings.production",
        "BRS_SECRET_KEY": settings.SECRET_KEY,
        "BRS_HOSTS": "localhost",
        "BRS_ADDRESS": "https://localhost",
        "BRS_PROXIES": "1",
        "BRS_DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "BRS_CACHE_URL": "locmemcache://",
        "BRS_DATA": str(folder),
        "BRS_LOG_LEVEL": "ERROR",
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
        **more,
    }
    manage = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v0"]
    subprocess.run(manage, env=environment, check=True, cwd=ROOT)
    gunicorn = [str(Path(sys.executable).with_name("gunicorn")), "brs.wsgi", "--workers=1", f"--bind=127.0.0.1:{port}"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(gunicorn, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            for _ in range(600):
                try:
                    Line(port).get("/healthz")
                    break
                except OSError:
                    time.sleep(0.2)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the server gets a copy of the test's SQLite database")
def test_the_server_in_service_serves_no_file_by_a_path(tmp_path, everybody, closed_document):
    laid_out(tmp_path)
    stored = tmp_path / "media" / closed_document.file.name
    stored.write_bytes(CANARY)
    asked = spellings(tmp_path) | spellings_of_a_document(closed_document)
    got = set()
    with in_service(tmp_path) as port:
        for role, client in everybody.items():
            session = client.cookies.get("sessionid")
            line = Line(port, session.value if session else "")
            for path in [*asked, *(f"https://localhost{path}" for path in spellings_of_a_document(closed_document))]:
                status, body = line.get(path.replace(" ", "%20"))
                if CANARY in body or status >= 500:
                    got.add((role, path, status))
            assert line.get("/media/images/picture.png") == (200, PICTURE)
            assert line.get(f"/static/{next(p.name for p in (tmp_path / 'static').glob('icon.*.svg'))}")[0] == 200
    assert got == set()


class Elsewhere(Storage):
    """A storage that is no folder and has addresses of its own, as S3 has."""

    def __init__(self):
        self.files = {}

    def _save(self, name, content):
        self.files[name] = content.read()
        return name

    def _open(self, name, mode="rb"):
        return ContentFile(self.files[name], name)

    def exists(self, name):
        return name in self.files

    def size(self, name):
        return len(self.files[name])

    def url(self, name):
        return f"https://storage.example.org/{name}"


@pytest.fixture
def elsewhere(monkeypatch) -> Elsewhere:
    storage = Elsewhere()
    monkeypatch.setattr(get_document_model()._meta.get_field("file"), "storage", storage)
    return storage


def test_documents_that_lie_elsewhere_come_through_the_application_too(elsewhere, client, closed_document):
    """A storage's own address asks nobody who they are."""
    assert closed_document.file.storage is elsewhere
    assert client.get(closed_document.url).status_code == 302
    for headers in ({}, {"Range": "bytes=0-1"}):
        answer = client.get(a_document(content=b"for everybody").url, headers=headers)
        assert (answer.status_code, answer.getvalue()) == (200, b"for everybody")


@pytest.mark.parametrize(
    "address", ["/media/images/../documents/x", "/media/documents/x", "/media/images/..", "/media/images/", "/x", ""]
)
def test_an_offline_folder_takes_nothing_for_a_picture_that_is_none(address):
    """Its maker reads pictures by the addresses that stand in pages, which editors write."""
    assert name_of_picture(address) is None
    assert name_of_picture(address.replace("/..", "/%2e%2e")) is None
    assert name_of_picture("/media/images/a.width-640.webp") == "images/a.width-640.webp"


def test_pictures_are_kept_in_the_folder_that_is_served():
    picture = storages["pictures"].save("images/new.png", ContentFile(PICTURE))
    assert Client().get(f"/media/{picture}").getvalue() == PICTURE
