"""Screens over everything. Each view makes one call."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .glossary import glossary
from .my_learning import my_learning
from .provision import provision_screen


@never_cache
@login_required
def learning(request: HttpRequest) -> HttpResponse:
    return render(request, "home/my_learning.html", {"screen": my_learning(request.user)})


def provision(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "home/provision.html", {"screen": provision_screen(slug)})


def terms(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    return render(request, "home/glossary.html", {"terms": glossary(query), "query": query})
