"""Drafts: answers that were typed into a quiz that tells at once and not sent wait in the session.

An answer that is recorded there is marked and closed, so nothing is recorded without the learner's own word.
"""

from typing import Any

from django.http import HttpRequest, QueryDict

from brs.core.arrival import save_in

from .models import Attempt

LARGEST = 5_000  # characters; a short text may have 500
_KEY = "typed"


def keep(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """Keep the form of a question in place of what was kept of it before. Of one attempt at a time.

    A save that the form had sent before, and that arrives after a later one, changes nothing.
    """
    if _is_late(request, attempt, number):
        return
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name == "reading" or name.partition(":")[0] == "answer":
            typed.setlist(name, [value for value in values if value])
    querystring = typed.urlencode()
    if len(querystring) <= LARGEST:
        _write(request, attempt, number, querystring)


def typed(request: HttpRequest, attempt: Attempt) -> dict[int, QueryDict]:
    """By number of a question its form as it was typed, without the forms that are empty."""
    forms = _part(request, attempt, "forms")
    return {int(number): QueryDict(querystring) for number, querystring in forms.items() if querystring}


def forget(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """Drop the draft of a question that has been sent."""
    if str(number) in _part(request, attempt, "forms"):
        _write(request, attempt, number, "")


def _write(request: HttpRequest, attempt: Attempt, number: int, querystring: str) -> None:
    save, key = save_in(request.POST, request.user.pk), str(number)
    forms = {**_part(request, attempt, "forms"), key: querystring}
    saves = _part(request, attempt, "saves") | ({key: [str(save.form), save.number]} if save else {})
    request.session[_KEY] = {"attempt": str(attempt.pk), "forms": forms, "saves": saves}


def _is_late(request: HttpRequest, attempt: Attempt, number: int) -> bool:
    save = save_in(request.POST, request.user.pk)
    form, last = _part(request, attempt, "saves").get(str(number), ("", 0))
    return save is not None and str(save.form) == form and save.number < last


def _part(request: HttpRequest, attempt: Attempt, name: str) -> dict[str, Any]:
    """By number of a question: `forms`, its form as a query string; `saves`, key and number of its last save."""
    draft = request.session.get(_KEY, {})
    return draft.get(name, {}) if draft.get("attempt") == str(attempt.pk) else {}
