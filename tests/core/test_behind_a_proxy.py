"""The configurations of proxies in the docs, run as they stand but for name, port and certificate."""

import getpass
import hashlib
import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from .test_unfinished_requests import NEVER_WHOLE, UNFINISHED, answered, connected, post, served

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "proxies"
SLOW = "half a head", "half a body", "nothing"


@pytest.fixture(scope="module")
def echo():
    yield from served("tests.core.echo")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_nginx(folder: Path, port: int, site: int) -> list[str]:
    server = (FOLDER / "nginx.conf").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{site}")
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    server = "\n".join(line for line in server.splitlines() if "ssl_certificate" not in line)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    owner = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""
    main = (
        f"{owner}daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{ worker_connections 1024; }}\n"
    )
    (folder / "nginx.conf").write_text(f"{main}http {{ access_log off;\n{places}{server}\n}}\n")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def with_caddy(folder: Path, port: int, site: int) -> list[str]:
    text = (FOLDER / "Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{site}")
    text = text.replace("learn.example.org {", f"http://localhost:{port} {{")
    text = text.replace("    servers {", "    admin off\n    servers {", 1)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(params=[with_nginx, with_caddy], ids=["nginx", "caddy"])
def proxy(request, tmp_path, echo):
    port = free_port()
    command = request.param(tmp_path, port, echo)
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(tmp_path)})
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def test_requests_come_through_and_those_that_are_cut_do_not(proxy):
    with closing(connected(proxy)) as line:
        line.sendall(post(b"x" * 2_000_000))
        assert answered(line).startswith(b"HTTP/1.1 200")
    for body, length in ((b"x" * 1_000, 2_000), (b"", 13_000_000)):
        with closing(connected(proxy)) as line:
            line.sendall(post(body, length=length))
            line.shutdown(socket.SHUT_WR)
            received = answered(line).partition(b"\r\n\r\n")[2]
        assert hashlib.sha256(body).hexdigest().encode() not in received  # Caddy itself says an empty «200»


@pytest.mark.parametrize("name", SLOW)
def test_hundreds_that_never_finish_keep_nobody_waiting(proxy, name):
    with ExitStack() as lines:
        for _number in range(UNFINISHED):
            line = lines.enter_context(closing(connected(proxy)))
            line.sendall(NEVER_WHOLE[name])
        begun = time.monotonic()
        with closing(connected(proxy)) as line:
            line.sendall(post(b"quick"))
            assert answered(line).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 3


def test_a_dozen_who_take_nothing_of_a_long_answer_keep_nobody_waiting_behind_nginx(tmp_path, echo):
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    port = free_port()
    server = subprocess.Popen(with_nginx(tmp_path, port, echo))
    time.sleep(1)
    try:
        with ExitStack() as lines:
            for _number in range(12):
                line = lines.enter_context(closing(connected(port)))
                line.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(3)
            begun = time.monotonic()
            with closing(connected(port)) as line:
                line.sendall(post(b"quick"))
                assert answered(line).startswith(b"HTTP/1.1 200")
            assert time.monotonic() - begun < 10
    finally:
        server.terminate()
        server.wait(30)
