"""A form that is sent twice, by a double click or again after the line or the server broke, is done once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import SentForm

LASTS = timedelta(days=14)  # in which the same form is the same deed; as long as somebody stays signed in


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a deed that makes or ends something: the second is led where the first was. What was wrong may come again.

    That the form was sent is kept in the deed's own transaction: a server that dies has done both or neither. Two at
    once queue up at the row. What takes long without the database, as reading a file, belongs before the view.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "csrfmiddlewaretoken" not in request.POST:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            form, is_first = SentForm.objects.get_or_create(pk=_digest(request))
            if not is_first:
                return redirect(form.led_to)
            response = view(request, *args, **kwargs)
            if led_to := response.headers.get("Location", ""):
                SentForm.objects.filter(pk=form.pk).update(led_to=led_to)
            else:
                form.delete()
        return response

    guarded.is_done_once = True  # type: ignore[attr-defined]
    return guarded


def id_of_form(request: HttpRequest) -> uuid.UUID:
    """The id of what a form says: the same whenever it is sent again, another one once a field of it is changed.

    For what is kept under an id of its own, so that what comes twice changes nothing.
    """
    if "csrfmiddlewaretoken" not in request.POST:
        return uuid.uuid4()
    return uuid.uuid5(uuid.NAMESPACE_OID, _digest(request))


def prune() -> int:
    """Forget the forms that nobody sends again; how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - LASTS).delete()[0]


def _digest(request: HttpRequest) -> str:
    """Each time a form is shown it has another token: the same token with the same fields is the same form.

    The table holds nobody's words.
    """
    files = [(name, file.name, file.size) for name, several in request.FILES.lists() for file in several]
    form = f"{request.user.pk} {request.path} {request.POST.urlencode()} {files}"
    return salted_hmac("brs.core.once", form, algorithm="sha256").hexdigest()
