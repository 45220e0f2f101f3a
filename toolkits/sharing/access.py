"""Who may see and change a toolkit; for everybody else it is not found."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.people.pending import with_account

from .models import Toolkit


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    return never_cache(with_account(view))


def page_of_toolkit(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """For a toolkit's owners alone: the view gets the toolkit in place of its key."""

    @wraps(view)
    def with_toolkit(request: HttpRequest, pk: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = Toolkit.objects.editable_by(request.user).counted().select_related("owner")
        return view(request, get_object_or_404(mine, pk=pk), *args, **kwargs)

    return page(with_toolkit)


def deed(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    return require_POST(page(view))


def deed_on_toolkit(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    return require_POST(page_of_toolkit(view))
