"""The endpoint that takes batches of events from browsers and their outboxes: docs/learning-events.md."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import path
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from brs.core.languages import readers_language
from brs.people.sessions import is_of_another

from .events import Happening, page_of
from .evidence import record_all
from .verdicts import Verdict

LARGEST_BATCH = 500
LARGEST_BODY = 1024 * 1024
ITEM = re.compile(r"[0-9a-f-]{36}(:[\w-]{1,43})?", re.ASCII)
LANGUAGES = {code for code, _name in settings.LANGUAGES}


class Malformed(Exception):
    """The batch as a whole cannot be read. `args[0]` is the code."""


class _CsrfInJson(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> JsonResponse:
        return _failure("csrf", 403)


@never_cache
@csrf_exempt  # asked for below, once it is clear that somebody is signed in, and answered in JSON
def events(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        refusal = _failure("method", 405)
        refusal["Allow"] = "POST"
        return refusal
    if not request.user.is_authenticated:
        return _failure("signed_out", 401)
    if is_of_another(request):
        return _failure("somebody_else", 403)
    if request.content_type != "application/json":
        return _failure("not_json", 415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return _failure("too_large", 413)
    return _take(request)


def _take_batch(request: HttpRequest) -> JsonResponse:
    try:
        batch, sent_at = _read(request.body)
    except Malformed as malformed:
        return _failure(malformed.args[0], 400)
    answers: list[dict[str, Any]] = []
    deliveries: dict[uuid.UUID, list[Happening]] = {}
    positions: dict[uuid.UUID, list[int]] = {}
    for position, (identity, course, happening) in enumerate(batch):
        answers.append({"id": identity, "status": "refused", "reason": "malformed"})
        if course and happening:
            deliveries.setdefault(course, []).append(happening)
            positions.setdefault(course, []).append(position)
    for course, verdicts in _delivered(request, deliveries, sent_at).items():
        for position, verdict in zip(positions[course], verdicts, strict=True):
            answers[position].update(status=verdict.status, reason=verdict.reason)
            if verdict.readings:
                answers[position]["readings"] = list(verdict.readings)
    return JsonResponse({"events": answers})


_take: Callable[[HttpRequest], HttpResponseBase] = decorator_from_middleware(_CsrfInJson)(_take_batch)


def _delivered(
    request: HttpRequest, deliveries: dict[uuid.UUID, list[Happening]], sent_at: datetime | None
) -> dict[uuid.UUID, list[Verdict]]:
    def deliver() -> dict[uuid.UUID, list[Verdict]]:
        language = readers_language()
        return record_all(request.user, deliveries, channel="outbox", language=language, sent_at=sent_at)

    try:
        return deliver()
    except IntegrityError:
        # An id was stored between looking and writing, for another learner or course: now it is seen as a conflict.
        return deliver()


def _read(body: bytes) -> tuple[list[tuple[str, uuid.UUID | None, Happening | None]], datetime | None]:
    """(id, course, happening) of each event, None where one cannot be read but for its id; and when it was sent."""
    try:
        sent = json.loads(body, parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise Malformed("not_json") from None
    match sent:
        case {"events": list(batch)}:
            pass
        case _:
            raise Malformed("no_events")
    if len(batch) > LARGEST_BATCH:
        raise Malformed("too_many")
    sent_at = sent.get("sent_at")
    return [_event(item) for item in batch], _moment(sent_at) if isinstance(sent_at, str) else None


def _event(sent: Any) -> tuple[str, uuid.UUID | None, Happening | None]:
    identity = _id(sent.get("id")) if isinstance(sent, dict) else None
    if identity is None:
        raise Malformed("event_without_id")
    match sent:
        case {"course": str(course), "item": str(item), "verb": str(verb), "occurred_at": str(occurred_at)}:
            pass
        case _:
            return str(identity), None, None
    attempt, payload, language = sent.get("attempt"), sent.get("payload", {}), sent.get("language", "")
    moment = _moment(occurred_at)
    is_readable = (
        _id(course)
        and moment
        and isinstance(payload, dict)
        and (attempt is None or _id(attempt))
        and isinstance(language, str)
        and (language == "" or language in LANGUAGES)
        and ITEM.fullmatch(item)
        and _id(page_of(item))
    )
    if not is_readable or moment is None:
        return str(identity), None, None
    if sent.get("seq") is not None:
        payload = {**payload, "seq": sent["seq"]}
    happening = Happening(identity, item, verb, moment, payload, _id(attempt), language)
    return str(identity), _id(course), happening


def _id(text: Any) -> uuid.UUID | None:
    """Only as it is usually written: the answer gives it back in the same form."""
    try:
        identity = uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
    return identity if str(identity) == text else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def _failure(code: str, status: int) -> JsonResponse:
    return JsonResponse({"error": code}, status=status)


urlpatterns = [path("api/learning/events/", events, name="events_api")]
