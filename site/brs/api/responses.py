"""What holds for every answer of the API: how often one may ask, what need not be sent again, who may read it."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import parse_etags, quote_etag
from ninja import NinjaAPI
from ninja.errors import ValidationError

from brs.core import generation
from brs.core.limits import Limit, TooManyTries, place_of
from brs.reports.disclosure.monthly_closing import newest_closed

OFTEN = Limit("api", most=120, seconds=60)
FRESH_SECONDS = 300


class Refused(Exception):
    """Asked for what there is not. `where` names the parameter."""

    def __init__(self, parameter: str, what: str, status: int = 422):
        self.where, self.what, self.status = parameter, what, status


def served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Within the limit; with an ETag, so that who has the answer already gets none; for pages of other sites too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            OFTEN.take(place_of(request))
        except TooManyTries as many:
            refusal = problem("too_many_requests", [("", f"Ask again in {many.seconds} seconds.")], 429)
            refusal["Retry-After"] = str(many.seconds)
            return refusal
        tag = _tag(request)
        # What was compressed on its way is known by a weak tag.
        if tag in {etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))}:
            return _for_all(HttpResponse(status=304), tag)
        response = view(request, *args, **kwargs)
        return _for_all(response, tag if response.status_code == 200 else "")

    return answer


def _tag(request: HttpRequest) -> str:
    """Of all that an answer follows from: what is published, which months are out, what is asked."""
    parts = f"{generation.current()} {newest_closed()} {request.get_full_path()}"
    return quote_etag(hashlib.sha256(parts.encode()).hexdigest()[:32])


def _for_all(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    if tag:
        answer["ETag"] = tag
        answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer


def problem(error: str, problems: list[tuple[str, str]], status: int) -> JsonResponse:
    detail = [{"where": parameter, "what": what} for parameter, what in problems]
    return _for_all(JsonResponse({"error": error, "detail": detail}, status=status), "")  # type: ignore[return-value]


def answer_problems(api: NinjaAPI) -> None:
    """In one form, whatever was wrong."""

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [
            (".".join(map(str, detail["loc"][1:])) or detail["loc"][0], detail["msg"]) for detail in error.errors
        ]
        return problem("not_valid", problems, 422)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem("not_found" if error.status == 404 else "not_valid", [(error.where, error.what)], error.status)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem("not_found", [("", "There is nothing at this address.")], 404)
