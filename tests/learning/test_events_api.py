"""A browser delivers what its learner did: once, twice, late, malformed, signed out, for somebody else's attempt."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.learning.answers import answers_of
from courses.learning.attempts import QuizRules, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt, Enrolment, Event, Outline, Progress
from courses.questions.models import QuestionVersion
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db
ADDRESS = "/api/learning/events/"


@pytest.fixture
def outline() -> Outline:
    return an_outline(lessons=2, quiz=True)


@pytest.fixture
def enrolment(outline) -> Enrolment:
    return enrol(a_trainee(), outline.course_key, language="en")


def signed_in(enrolment: Enrolment, **options) -> Client:
    client = Client(**options)
    client.force_login(enrolment.learner)
    return client


def an_event(enrolment: Enrolment, verb: str = "done", item: int = 0, **fields) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "course": str(enrolment.course_key),
        "item": enrolment.outline.items[item]["key"],
        "verb": verb,
        "occurred_at": timezone.now().isoformat(),
        **fields,
    }


def post(client: Client, body, **options):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ADDRESS, text, content_type="application/json", **options)


def send(enrolment: Enrolment, *events: dict) -> list[tuple[str, str]]:
    answer = post(signed_in(enrolment), {"events": events})
    assert answer.status_code == 200, answer.content
    receipts = answer.json()["events"]
    assert [receipt["id"] for receipt in receipts] == [event["id"] for event in events]
    return [(receipt["status"], receipt["reason"]) for receipt in receipts]


def an_attempt(enrolment: Enrolment) -> Attempt:
    options = [{"id": "a", "text": "A", "correct": True, "feedback": ""}]
    options.append({"id": "b", "text": "B", "correct": False, "feedback": ""})
    content = {"type": "single_choice", "stem": "?", "feedback": "", "points": 1, "options": options}
    version = QuestionVersion.objects.create(digest=uuid.uuid4().hex, key=uuid.uuid4(), language="en", content=content)
    quiz = QuizRules(uuid.UUID(enrolment.outline.items[2]["key"]), "Quiz", pass_mark=80)
    return start_attempt(enrolment, quiz, [(version, ["a", "b"])])


# Where the choices of that attempt's question stand.
A, B = "~1", "~2"


def an_answer(enrolment: Enrolment, attempt: Attempt, answer=A, seq: int = 1, **payload) -> dict:
    payload = {"question": attempt.questions[0]["key"], "answer": answer, **payload}
    return an_event(enrolment, "answered", item=2, attempt=str(attempt.pk), payload=payload, seq=seq)


def test_each_event_has_its_answer_in_order(enrolment):
    done = an_event(enrolment)
    other = an_event(enrolment, verb="passed")
    assert send(enrolment, done, done, other) == [("stored", ""), ("duplicate", ""), ("refused", "server_only")]
    assert send(enrolment, done) == [("duplicate", "")]
    assert Progress.objects.get(enrolment=enrolment).done_count == 1


def test_what_a_page_of_somebody_else_sends_is_turned_down_and_waits(enrolment):
    """Two people at one computer: the page of the first is still open when the second has signed in."""
    batch = {"events": [an_event(enrolment)]}
    answer = post(signed_in(enrolment), batch, headers={"X-Person": str(a_trainee().pk)})
    assert (answer.status_code, answer.json()) == (403, {"error": "somebody_else"})
    assert not Event.objects.filter(verb="done").exists()
    assert post(signed_in(enrolment), batch, headers={"X-Person": str(enrolment.learner_id)}).status_code == 200


def test_a_batch_may_concern_several_courses_and_one_not_enrolled_in_is_refused(enrolment):
    second = enrol(enrolment.learner, an_outline().course_key, language="en")
    foreign = {**an_event(enrolment), "course": str(an_outline().course_key)}
    sent = [an_event(second), foreign, an_event(enrolment)]
    assert send(enrolment, *sent) == [("stored", ""), ("refused", "not_enrolled"), ("stored", "")]


def test_an_item_of_another_course_is_refused(enrolment):
    assert send(enrolment, an_event(enrolment, item=0) | {"item": an_outline().items[0]["key"]}) == [
        ("refused", "not_in_outline")
    ]


def test_the_language_read_in_is_kept_with_each_event(enrolment):
    arabic = an_event(enrolment, verb="seen", language="ar")
    send(enrolment, arabic)
    assert Event.objects.get(id=arabic["id"]).language == "ar"
    assert Event.objects.get(id=arabic["id"]).channel == "outbox"


@pytest.mark.parametrize(
    ("verb", "payload", "reason"),
    [
        ("answered", {"answer": "a", "correct": True}, "server_only"),
        ("answered", {"answer": "a", "points": 5}, "server_only"),
        ("answered", {}, "bad_payload"),
        ("answered", {"answer": "a", "question": "q"}, "unknown_attempt"),
        ("answered", {"answer": {"a": ["deep"]}}, "bad_payload"),
        ("answered", {"answer": [["deep"]]}, "bad_payload"),
        ("answered", {"answer": "a", "showing": ["odd"]}, "bad_payload"),
        ("reflected", {"text": 5}, "bad_payload"),
        ("reflected", {"text": "x" * 30_000}, "bad_payload"),
        ("reflected", {"text": "null \u0000 byte"}, "bad_payload"),
        ("reflected", {"text": "half a pair \ud800"}, "bad_payload"),
        ("undone", {"undoes": ["x"]}, "bad_payload"),
        ("watched", {"fraction": 7}, "bad_payload"),
        ("done", {"score": 100}, "bad_payload"),
    ],
)
def test_what_a_client_cannot_say_is_refused(enrolment, verb, payload, reason):
    assert send(enrolment, an_event(enrolment, verb, payload=payload)) == [("refused", reason)]


@pytest.mark.parametrize(
    "fields",
    [
        {"occurred_at": "yesterday"},
        {"occurred_at": "2026-01-01T10:00:00"},
        {"occurred_at": 12},
        {"course": "basics"},
        {"item": "x" * 500},
        {"payload": ["a"]},
        {"language": ["en"]},
        {"language": "tlh"},
        {"attempt": "mine"},
        {"verb": None},
    ],
)
def test_an_event_that_cannot_be_read_is_refused_and_the_rest_is_stored(enrolment, fields):
    assert send(enrolment, an_event(enrolment) | fields, an_event(enrolment)) == [
        ("refused", "malformed"),
        ("stored", ""),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (" ", "not_json"),
        (b"\xff\xfe", "not_json"),
        ('{"events": [NaN]}', "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "no_events"),
        ({"events": {}}, "no_events"),
        ({"events": [{"verb": "done"}]}, "event_without_id"),
        ({"events": ["done"]}, "event_without_id"),
        ({"events": [{}] * 501}, "too_many"),
    ],
)
def test_a_malformed_batch_is_answered_with_a_code(enrolment, body, code):
    answer = post(signed_in(enrolment), body)
    assert (answer.status_code, answer.json()) == (400, {"error": code})


def test_a_body_too_large_is_not_read(enrolment):
    answer = post(signed_in(enrolment), "x" * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json()) == (413, {"error": "too_large"})


def test_it_takes_only_a_post_of_json_from_someone_signed_in(enrolment):
    client = signed_in(enrolment)
    assert client.get(ADDRESS).status_code == 405
    assert client.post(ADDRESS, {"events": "[]"}).status_code == 415
    signed_out = post(Client(), {"events": []})
    assert (signed_out.status_code, signed_out.json()) == (401, {"error": "signed_out"})


def test_a_request_without_its_token_is_refused_in_json(enrolment):
    strict = signed_in(enrolment, enforce_csrf_checks=True)
    answer = post(strict, {"events": []})
    assert (answer.status_code, answer.json()) == (403, {"error": "csrf"})
    strict.cookies["csrftoken"] = "a" * 32
    assert post(strict, {"events": []}, headers={"X-CSRFToken": "a" * 32}).status_code == 200


def test_an_answer_in_an_attempt_counts_by_its_sequence_whatever_arrives_last(enrolment):
    attempt = an_attempt(enrolment)
    assert (
        send(enrolment, an_answer(enrolment, attempt, B, seq=2), an_answer(enrolment, attempt, A, seq=1))
        == [("stored", "")] * 2
    )
    assert answers_of(attempt) == {attempt.questions[0]["key"]: "b"}


def test_an_answer_after_submission_is_stored_as_late_and_never_counted(enrolment):
    attempt = an_attempt(enrolment)
    send(enrolment, an_answer(enrolment, attempt, A))
    submitted = submit_attempt(attempt, language="en")
    assert send(enrolment, an_answer(enrolment, attempt, B, seq=9)) == [("stored", "late")]
    again = submit_attempt(attempt, language="en")
    assert (again.answers, again.points, again.submitted_at) == (
        submitted.answers,
        submitted.points,
        submitted.submitted_at,
    )
    assert Event.objects.filter(attempt=attempt.pk, verb="passed").count() == 1


def test_answers_that_do_not_belong_to_the_attempt_are_refused(enrolment, outline):
    attempt = an_attempt(enrolment)
    stranger = enrol(a_trainee(), outline.course_key, language="en")
    assert send(stranger, an_answer(stranger, attempt)) == [("refused", "unknown_attempt")]
    assert send(
        enrolment,
        an_answer(enrolment, attempt, question=str(uuid.uuid4())),
        an_answer(enrolment, attempt, answer="no option"),
        an_answer(enrolment, attempt, answer={A: ["deep"]}),
        an_answer(enrolment, attempt, question=["deep"]),
        an_answer(enrolment, attempt) | {"verb": "done", "payload": {}, "seq": None},
        an_answer(enrolment, attempt) | {"item": enrolment.outline.items[0]["key"]},
    ) == [("refused", code) for code in ("not_in_attempt", *["bad_payload"] * 4, "unknown_attempt")]
    assert answers_of(attempt) == {}


def test_a_clock_that_is_wrong_is_clamped(enrolment):
    ahead = an_event(enrolment, occurred_at=(timezone.now() + timedelta(days=400)).isoformat())
    before = an_event(enrolment, occurred_at="0001-01-01T00:00:00+14:00")
    assert send(enrolment, ahead, before) == [("stored", "")] * 2
    assert Event.objects.get(id=ahead["id"]).occurred_at <= timezone.now()
    assert Event.objects.get(id=before["id"]).occurred_at == enrolment.enrolled_at


@pytest.mark.parametrize("size", [1, 50])
def test_a_batch_takes_the_same_few_queries_whatever_its_size(enrolment, size):
    client = signed_in(enrolment)
    batch = {"events": [an_event(enrolment, verb="seen") for _ in range(size)]}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert post(client, batch).status_code == 200
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 9, statements


def test_a_number_that_can_be_two_is_asked_back(enrolment):
    content = {"type": "numeric", "stem": "?", "feedback": "", "points": 1}
    content |= {"answer": "12", "tolerance": "0", "unit": "t"}
    version = QuestionVersion.objects.create(digest=uuid.uuid4().hex, key=uuid.uuid4(), language="en", content=content)
    quiz = QuizRules(uuid.UUID(enrolment.outline.items[2]["key"]), "Quiz", pass_mark=80)
    attempt = start_attempt(enrolment, quiz, [(version, [])])
    event = an_answer(enrolment, attempt, "12,000 t")
    [entry] = post(signed_in(enrolment), {"events": [event]}).json()["events"]
    assert entry == {
        "id": event["id"],
        "status": "refused",
        "reason": "ambiguous",
        "readings": ["12000", "12.000"],
    }
    assert send(enrolment, an_answer(enrolment, attempt, "12,000 t", reading="12.000")) == [("stored", "")]
    assert Event.objects.get(verb="answered").payload["answer"] == "12.000"
    assert send(enrolment, an_answer(enrolment, attempt, "many")) == [("refused", "bad_payload")]
    assert (
        send(enrolment, an_answer(enrolment, attempt, 12.125), an_answer(enrolment, attempt, 12))
        == [("stored", "")] * 2
    )
    assert submit_attempt(attempt, language="en").passed


def test_what_was_stored_as_it_was_typed_is_the_same_when_it_comes_again(enrolment):
    """From a device that had not heard that it was stored, before numbers were stored as digits."""
    content = {"type": "numeric", "stem": "?", "feedback": "", "points": 1, "answer": "1", "tolerance": "0", "unit": ""}
    version = QuestionVersion.objects.create(digest=uuid.uuid4().hex, key=uuid.uuid4(), language="en", content=content)
    quiz = QuizRules(uuid.UUID(enrolment.outline.items[2]["key"]), "Quiz", pass_mark=80)
    attempt = start_attempt(enrolment, quiz, [(version, [])])
    event = an_answer(enrolment, attempt, "12,5")
    send(enrolment, event)
    Event.objects.filter(id=event["id"]).update(payload={**event["payload"], "seq": event["seq"]})
    assert send(enrolment, event) == [("duplicate", "")]
    assert list(answers_of(attempt).values()) == ["12,5"]
