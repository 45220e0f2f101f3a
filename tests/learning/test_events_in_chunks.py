"""A batch of events, and a form, whose sender does not know how long they are: read whole, or refused whole."""

import json
import socket
import uuid
from contextlib import closing

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning.api import LARGEST_BODY
from courses.learning.enrolments import enrol
from tests.given import a_course, a_trainee, lessons_of
from tests.served import FORM, Visitor, served, session_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_it_is_read_whole_or_refused_whole(tmp_path):
    course, learner = a_course(lessons=2), a_trainee()
    first, second = [lesson.translation_key for lesson in lessons_of(course)]
    enrol(learner, course.translation_key, language="en")
    session = session_of(learner)
    done = {
        "id": str(uuid.uuid4()),
        "course": str(course.translation_key),
        "item": str(first),
        "verb": "done",
        "occurred_at": timezone.now().isoformat(),
    }
    with served(tmp_path) as site:
        visitor = Visitor(site, session)
        visitor.get("/en/accounts/profile/")
        head = {"Content-Type": "application/json", "X-CSRFToken": visitor.token}

        def send(path, pieces, head):
            answer, body = visitor.send("POST", path, iter(pieces), head, encode_chunked=True)
            return answer.status, body

        batch = json.dumps({"events": [done]}).encode()
        pieces = [batch[at : at + 50] for at in range(0, len(batch), 50)]
        assert _cut(site.port, visitor.cookies, visitor.token, pieces).startswith(b"HTTP/1.1 400")
        assert not site.rows("SELECT id FROM courses_event WHERE verb = 'done'")
        for status in ("stored", "duplicate"):
            assert json.loads(send("/api/learning/events/", pieces, head)[1])["events"][0]["status"] == status
        large = [b" " * 65_536] * (LARGEST_BODY // 65_536)
        assert send("/api/learning/events/", [*large, *pieces], head) == (413, '{"error": "too_large"}')
        form = [b"csrfmiddlewaretoken=", visitor.token.encode()]
        path = reverse("mark_done", args=[course.translation_key, second])
        assert send(path, form, {"Content-Type": FORM})[0] == 302
        assert len(site.rows("SELECT id FROM courses_event WHERE verb = 'done'")) == 2


def _cut(port: int, cookies: dict[str, str], token: str, pieces: list[bytes]) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    head = (
        "POST /api/learning/events/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: application/json\r\nX-CSRFToken: {token}\r\nCookie: {cookie}\r\n\r\n"
    )
    chunks = [b"%X\r\n%s\r\n" % (len(piece), piece) for piece in pieces]  # all of it but the end
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as line:
        line.sendall(head.encode() + b"".join(chunks))
        line.shutdown(socket.SHUT_WR)
        return line.recv(65_536)
