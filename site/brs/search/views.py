from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .results import results


def search(request: HttpRequest) -> HttpResponse:
    return render(request, "search/search.html", {"results": results(request.GET)})
