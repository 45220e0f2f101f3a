"""Asking a server for pages as fast as it answers: small enough not to be the bottleneck itself."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOST = "bench.example"
CLIENTS = 4
TOKEN = "b" * 32  # of CSRF: the cookie and the header say the same


@dataclass
class Round:
    """What one round of load saw: seconds of each unit of work, how long it took, CPU seconds of the server."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.seconds)


def request(method: str, path: str, session: str, body: bytes = b"", kind: str = "") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}",
        "X-Forwarded-Proto: https",
        "Accept-Encoding: gzip",
        f"Cookie: sessionid={session}; csrftoken={TOKEN}",
        "Connection: close",
    ]
    if method == "POST":
        lines += [
            f"Origin: https://{HOST}",
            f"X-CSRFToken: {TOKEN}",
            f"Content-Type: {kind or 'application/x-www-form-urlencoded'}",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answer(port: int, sent: bytes) -> tuple[int, bytes]:
    """Status and everything else that came back."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(sent)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    whole = b"".join(parts)
    return int(whole[9:12]), whole


def expect(port: int, sent: bytes, *statuses: int) -> bytes:
    status, whole = answer(port, sent)
    if status not in statuses:
        raise SystemExit(f"{status} instead of {statuses} for\n{sent.decode()}\n\n{whole[:2000].decode()}")
    return whole


def load(work: Callable[[], None], seconds: float, pids: Callable[[], list[int]], clients: int = CLIENTS) -> Round:
    """One round: so many clients do the work again and again."""
    seen = Round()
    until = time.perf_counter() + seconds

    def client() -> None:
        while (start := time.perf_counter()) < until:
            work()
            seen.seconds.append(time.perf_counter() - start)

    before, start = cpu_of(pids()), time.perf_counter()
    at_work = [threading.Thread(target=client) for _ in range(clients)]
    for worker in at_work:
        worker.start()
    for worker in at_work:
        worker.join()
    seen.lasted = time.perf_counter() - start
    seen.cpu = cpu_of(pids()) - before
    return seen


def cpu_of(pids: list[int]) -> float:
    """Seconds of CPU that processes have used, in user space and in the kernel."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def memory_of(pids: list[int]) -> tuple[float, float]:
    """Megabytes: RSS added up (shared pages count in each process), and PSS (shared pages are divided)."""
    sizes = {"Rss": 0, "Pss": 0}
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in sizes:
                sizes[name] += int(rest.split()[0])
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024
