"""A slip's requests, and the move of its work to somebody's own account, are done one after the other."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import slips


class SlipMiddleware:
    """Holds a slip's account for as long as something is done by it: it is not handed over in the middle of that.

    Who comes after it was handed over is nobody, and asked to sign in: what they sent waits until they have.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method != "POST" or not request.user.is_authenticated or not slips.is_slip(request.user):
            return None
        with transaction.atomic():
            if slips.hold(request.user.pk):
                return view(request, *args, **kwargs)
        request.user = AnonymousUser()
        return None
