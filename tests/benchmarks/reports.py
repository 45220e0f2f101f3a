"""Time and queries of each report, export and list of the API, seen before, on the database of the environment."""

import itertools
import math
import re
import statistics
import time
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402  after the setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from brs.api.v1 import PREFIX, Public, api  # noqa: E402
from brs.people.models import User  # noqa: E402
from brs.reports.counting.models import Fact  # noqa: E402
from brs.reports.screens.exports import FORMS  # noqa: E402
from brs.reports.screens.registry import SCREENS  # noqa: E402
from courses.learning.models import Enrolment  # noqa: E402

ROUNDS = 15
STATUS = Path("/proc/self/status")
PLACES = itertools.count(1)


def main() -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(groups__name="manager").first())
    print(
        f"\n{User.objects.count():,} people, {Enrolment.objects.count():,} enrolments, {Fact.objects.count():,} figures"
    )
    print(f"{ROUNDS} times each{'':23}{'median ms':>10}{'p95 ms':>8}{'CPU ms':>8}{'queries':>9}{'kB':>7}")
    addresses = [reverse("figures"), *(reverse("figures_screen", args=[name]) for name in SCREENS)]
    addresses += [f"{reverse('figures_screen', args=['attainment'])}?convention=basel&region=african&group=ldc"]
    addresses += [reverse("figures_document"), "/en/plan/"]
    addresses += [f"{PREFIX}{path}" for path in lists_of_the_api()]
    for path in [*addresses, *(f"{PREFIX}/figures/{name}" for name in Public.__args__)]:
        line(client, path)
    print("\nThe longest export, streamed")
    for form in FORMS:
        export(client, reverse("figures_export", args=["data", form]))


def lists_of_the_api() -> list[str]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return [path for path in paths if "{" not in path]


def line(client: Client, path: str) -> None:
    got(client, path)
    walls, busy, size = [], [], 0
    with CaptureQueriesContext(connection) as queries:
        for _round in range(ROUNDS):
            before, start, cpu = len(queries), time.perf_counter(), time.process_time()
            size = len(got(client, path).content)
            walls.append(time.perf_counter() - start)
            busy.append(time.process_time() - cpu)
            count = len(queries) - before
    p95 = sorted(walls)[math.ceil(ROUNDS * 0.95) - 1]
    times = f"{statistics.median(walls) * 1000:>10.0f}{p95 * 1000:>8.0f}{statistics.median(busy) * 1000:>8.0f}"
    print(f"{path.removeprefix('/en/')[:33]:34}{times}{count:>9}{size / 1024:>7.0f}")


def got(client: Client, path: str):
    """Each time from another place, so that nobody asks too often."""
    answer = client.get(path, REMOTE_ADDR=f"2001:db8:{next(PLACES):x}::1")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def export(client: Client, path: str) -> None:
    """How much memory the process takes more than before, at most."""
    start, before = time.process_time(), kilobytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # from here on the peak is counted
    pieces = list(map(len, got(client, path).streaming_content))
    more = max(0, kilobytes("VmHWM") - before) / 1024
    summary = f"{sum(pieces) / 1e6:.1f} MB in {time.process_time() - start:.1f} s of CPU, {more:.1f} MB of memory more"
    print(f"{path.rsplit('/', 1)[1]:12}{summary}")


def kilobytes(name: str) -> int:
    return int(re.search(rf"{name}:\s+(\d+)", STATUS.read_text())[1])


main()
