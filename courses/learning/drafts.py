"""What was typed into a quiz that tells at once, and not sent: it waits in the session.

An answer that is recorded there is marked and closed, so nothing is recorded without the learner's own word.
"""

from typing import Any

from django.http import HttpRequest, QueryDict

from brs.core.arrival import save_in

from .models import Attempt

LARGEST = 5_000  # characters; a short text may have 500
_KEY = "typed"


def keep(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """What the form of a question holds, in place of what it held before. Of one attempt at a time.

    What the form had sent before, and arrives after, changes nothing.
    """
    if _is_late(request, attempt, number):
        return
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name == "reading" or name.partition(":")[0] == "answer":
            typed.setlist(name, [value for value in values if value])
    said = typed.urlencode()
    if len(said) <= LARGEST:
        _write(request, attempt, number, said)


def typed(request: HttpRequest, attempt: Attempt) -> dict[int, QueryDict]:
    """By number of a question what was typed into its form, of those in which anything was."""
    return {int(number): QueryDict(said) for number, said in _part(request, attempt, "forms").items() if said}


def forget(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """It has been sent."""
    if str(number) in _part(request, attempt, "forms"):
        _write(request, attempt, number, "")


def _write(request: HttpRequest, attempt: Attempt, number: int, said: str) -> None:
    save, place = save_in(request.POST, request.user.pk), str(number)
    forms = {**_part(request, attempt, "forms"), place: said}
    saves = _part(request, attempt, "saves") | ({place: [str(save.form), save.number]} if save else {})
    request.session[_KEY] = {"attempt": str(attempt.pk), "forms": forms, "saves": saves}


def _is_late(request: HttpRequest, attempt: Attempt, number: int) -> bool:
    save = save_in(request.POST, request.user.pk)
    form, last = _part(request, attempt, "saves").get(str(number), ("", 0))
    return save is not None and str(save.form) == form and save.number < last


def _part(request: HttpRequest, attempt: Attempt, name: str) -> dict[str, Any]:
    """By number of a question: `forms`, what was typed; `saves`, key and number of the form's last save."""
    kept = request.session.get(_KEY, {})
    return kept.get(name, {}) if kept.get("attempt") == str(attempt.pk) else {}
