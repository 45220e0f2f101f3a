"""A line on which requests can be held up, so that a later one overtakes: real sockets between a browser and a site."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

PATIENCE = 60  # seconds, on a machine however slow


@dataclass
class Connection:
    near: socket.socket
    far: socket.socket = field(init=False)
    may_go: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)


class SlowLine:
    """Listens on `port` of this machine and carries everything to the site's port and back.

    Whatever the sender does meanwhile, what is held reaches the site when it is released: it was under way.
    """

    def __init__(self, site_port: int):
        self.site_port = site_port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.holding = b""
        self.held: list[Connection] = []
        self.news = threading.Condition()
        threading.Thread(target=self._serve, daemon=True).start()

    def hold(self, marker: bytes) -> None:
        """Requests that contain `marker`, from now on; none for an empty one."""
        self.holding = marker

    def wait_for_one(self) -> None:
        """Until a request is held."""
        with self.news:
            assert self.news.wait_for(lambda: self.held, timeout=PATIENCE)

    def release(self) -> None:
        """Let go what is held, and wait until the site has answered it; what comes from now on passes."""
        self.holding = b""
        with self.news:
            released, self.held = self.held, []
        for connection in released:
            connection.answered.clear()
            connection.may_go.set()
        assert all(connection.answered.wait(PATIENCE) for connection in released)

    def close(self) -> None:
        self.release()
        self.listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self.listening.accept()
                connection = Connection(near)
                self._connect(connection)
                threading.Thread(target=self._carry_there, args=(connection,), daemon=True).start()

    def _connect(self, connection: Connection) -> None:
        connection.far = socket.create_connection(("127.0.0.1", self.site_port))
        threading.Thread(target=self._carry_back, args=(connection, connection.far), daemon=True).start()

    def _carry_there(self, connection: Connection) -> None:
        with contextlib.suppress(OSError):
            while request := self._request(connection.near):
                if self.holding and self.holding in request:
                    connection.may_go.clear()
                    with self.news:
                        self.held.append(connection)
                        self.news.notify_all()
                    connection.may_go.wait()
                    self._connect(connection)  # the site does not wait for so long
                connection.far.sendall(request)
            connection.far.shutdown(socket.SHUT_WR)

    @staticmethod
    def _request(near: socket.socket) -> bytes:
        """A whole one, with its body; what there is of it where the sender goes."""
        request, missing = b"", 1
        while missing > 0 and (part := near.recv(65536)):
            request += part
            head, end, body = request.partition(b"\r\n\r\n")
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            length = int(lengths[0].partition(b":")[2]) if lengths else 0
            missing = length - len(body) if end else 1
        return request

    @staticmethod
    def _carry_back(connection: Connection, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := far.recv(65536):
                connection.answered.set()
                connection.near.sendall(part)
            if far is connection.far:
                connection.near.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def slow_line(site_port: int) -> Iterator[SlowLine]:
    line = SlowLine(site_port)
    try:
        yield line
    finally:
        line.close()
