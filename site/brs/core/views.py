"""Views that know nothing of learning: health, and what stands in for a page that failed."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: the database answers and is migrated. 503 with what is wrong otherwise."""
    problems = []
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            problems.append("migrations are missing")
    except Exception as error:  # whatever the driver raises, the answer is the same
        problems.append(f"database: {type(error).__name__}")
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good: say so plainly, with a way back."""
    return render(request, "403_csrf.html", status=403)
