"""A form that is sent twice, by a double click or again on a slow line, is done once."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

LASTS = 60  # seconds in which the same form is the same deed
PATIENCE, STEP = 10, 0.1


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a deed that makes or ends something: the second is led where the first was. What was wrong may come again.

    Each time a form is shown it has another token: the same token with the same fields is the same form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "csrfmiddlewaretoken" not in request.POST:
            return view(request, *args, **kwargs)
        form = f"{request.user.pk} {request.path} {request.POST.urlencode()}"
        key = f"sent:{salted_hmac('brs.core.once', form).hexdigest()}"
        if not cache.add(key, "", LASTS) and (led_to := _answer_of_first(key)):
            return redirect(led_to)
        led_to = ""
        try:
            answer = view(request, *args, **kwargs)
            led_to = answer.headers.get("Location", "")
        finally:
            if led_to:
                cache.set(key, led_to, LASTS)
            else:
                cache.delete(key)
        return answer

    return guarded


def _answer_of_first(key: str) -> str:
    """Where the first was led, once it is done; empty where it came to nothing."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        led_to = cache.get(key)
        if led_to != "":
            return led_to or ""
        time.sleep(STEP)
    return ""
