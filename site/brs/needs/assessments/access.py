"""Who may read and who may answer an assessment; for everybody else it is not found."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brs.people.pending import with_account

from .models import Assessment


def page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    return never_cache(with_account(view))


def _given(of: Callable[[Any], Any]) -> Callable[..., Any]:
    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
        @wraps(view)
        def with_assessment(request: HttpRequest, pk: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            visible = of(request.user).select_related("version", "party", "submitted_by")
            return view(request, get_object_or_404(visible, pk=pk), *args, **kwargs)

        return page(with_assessment)

    return decorate


# The view gets the assessment in place of its key: for those who may read it, and for those who may answer it.
page_for_readers = _given(Assessment.objects.seen_by)


page_for_authors = _given(Assessment.objects.editable_by)


def deed_of_authors(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    return require_POST(page_for_authors(view))
