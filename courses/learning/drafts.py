"""What was typed into a quiz that tells at once, and not sent: it waits in the session.

An answer that is recorded there is marked and closed, so nothing is recorded without the learner's own word.
"""

from django.http import HttpRequest, QueryDict

from .models import Attempt

LARGEST = 5_000  # characters; a short text may have 500
_KEY = "typed"


def keep(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """What the form of a question holds, in place of what it held before. Of one attempt at a time."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name == "reading" or name.partition(":")[0] == "answer":
            typed.setlist(name, [value for value in values if value])
    said = typed.urlencode()
    if len(said) > LARGEST:
        return
    request.session[_KEY] = {"attempt": str(attempt.pk), "forms": {**_forms(request, attempt), str(number): said}}


def typed(request: HttpRequest, attempt: Attempt) -> dict[int, QueryDict]:
    """By number of a question what was typed into its form, of those in which anything was."""
    return {int(number): QueryDict(said) for number, said in _forms(request, attempt).items() if said}


def forget(request: HttpRequest, attempt: Attempt, number: int) -> None:
    """It has been sent."""
    if str(number) in _forms(request, attempt):
        del request.session[_KEY]["forms"][str(number)]
        request.session.modified = True


def _forms(request: HttpRequest, attempt: Attempt) -> dict[str, str]:
    kept = request.session.get(_KEY, {})
    return kept["forms"] if kept.get("attempt") == str(attempt.pk) else {}
