from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from .models import Row


def page(request: HttpRequest) -> HttpResponse:
    """A session, a user and four queries."""
    return render(request, "page.html", {"lists": [Row.objects.filter(kind=kind)[:10] for kind in range(4)]})


def insert(request: HttpRequest) -> HttpResponse:
    """One row, for whoever is signed in."""
    Row.objects.create(kind=9, text=request.user.username)
    return HttpResponse("stored")


urlpatterns = [path("", page), path("insert", insert)]
