"""Time and queries of each report, export and figure of the API, on the database of the environment."""

import statistics
import time
import tracemalloc

import django

django.setup()

from django.core.cache import cache  # noqa: E402  after the setup
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from brs.people.models import User  # noqa: E402
from brs.reports.api.v1 import Public  # noqa: E402
from brs.reports.exports import FORMS  # noqa: E402
from brs.reports.screens import SCREENS  # noqa: E402
from courses.learning.models import Enrolment  # noqa: E402
from tests.benchmarks.load import HOST  # noqa: E402

ROUNDS = 5


def main() -> None:
    client = Client(SERVER_NAME=HOST, headers={"x-forwarded-proto": "https"})
    client.force_login(User.objects.filter(groups__name="manager").first())
    print(f"{User.objects.count()} people, {Enrolment.objects.count()} enrolments; medians of {ROUNDS}")
    print(f"{'':34}{'ms':>7}{'CPU ms':>8}{'queries':>9}{'kB':>8}")
    addresses = [reverse("figures"), *(reverse("figures_screen", args=[name]) for name in SCREENS)]
    addresses += [f"{reverse('figures_screen', args=['attainment'])}?convention=basel&region=african&group=ldc"]
    addresses += [reverse("figures_document")]
    for where in [*addresses, *(f"/api/v1/figures/{name}" for name in Public.__args__)]:
        line(client, where)
    print("\nThe longest export, streamed")
    for form in FORMS:
        export(client, reverse("figures_export", args=["data", form]))


def line(client: Client, where: str) -> None:
    client.get(where)
    walls, busy, size = [], [], 0
    with CaptureQueriesContext(connection) as queries:
        for _round in range(ROUNDS):
            cache.clear()
            client.get("/en/")  # so that the edition has its name again
            before, start, cpu = len(connection.queries), time.perf_counter(), time.process_time()
            size = len(client.get(where).content)
            walls.append(time.perf_counter() - start)
            busy.append(time.process_time() - cpu)
            count = len(connection.queries) - before
    del queries
    name = where.removeprefix("/en/").removeprefix("/api/v1/")[:33]
    middle = f"{statistics.median(walls) * 1000:>7.0f}{statistics.median(busy) * 1000:>8.0f}"
    print(f"{name:34}{middle}{count:>9}{size / 1024:>8.0f}")


def export(client: Client, where: str) -> None:
    start = time.process_time()
    tracemalloc.start()
    size = sum(len(piece) for piece in client.get(where).streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    said = f"{size / 1e6:.1f} MB in {time.process_time() - start:.0f} s of CPU, at most {peak / 1e6:.1f} MB of memory"
    print(f"{where.rsplit('/', 1)[1]:12}{said}")


main()
