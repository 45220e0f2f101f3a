"""How gunicorn serves the site where no proxy stands before it: a thread is given a request that has come whole.

Of its own it gives each connection a thread at once, and a few that never finish their request stop the site.
"""

import re
import selectors
import socket
import struct
import tempfile
import time
from concurrent.futures import Future
from functools import partial
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from . import bounds

HEAD_ENDS = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
LINE_ENDS = b"\r\n"
HEXADECIMAL, LONGEST_LENGTH = b"0123456789abcdefABCDEF", 15
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
PIECE = 65_536


class Arrived(SocketUnreader):
    """What gunicorn reads a request from: what has come of it, which is all that will."""

    def __init__(self, sock: socket.socket, request: Any):
        super().__init__(sock)
        self.request = request

    def chunk(self, size_hint: int | None = None) -> bytes:
        size = min(max(size_hint or 0, self.mxchunk), self.max_body_chunk)
        return bytes(self.request.read(size))


class Chunks:
    """Finds the end of a body that comes in chunks, as it comes: RFC 9112, section 7.1. gunicorn reads what is in them.

    `is_wrong`: no end of it can be known.
    """

    def __init__(self) -> None:
        self.data_left = 0  # of the chunk that is coming, with the end of its line
        self.line = bytearray()  # what has come of the size of a chunk, or of a line below the last one
        self.is_below_last = self.is_over = self.is_wrong = False

    def take(self, seen: bytes) -> int:
        """How many of these bytes belong to the body."""
        at = 0
        while at < len(seen) and not self.is_over:
            start = at
            if self.data_left:
                at += min(self.data_left, len(seen) - at)
                self.data_left -= at - start
                continue
            at = seen.find(b"\n", start) + 1 or len(seen)
            self.line += seen[start:at]
            if self.line.endswith(b"\n") or len(self.line) > bounds.CHUNK_LINE:
                self._read_line()
        return at

    def _read_line(self) -> None:
        line = bytes(self.line)
        self.line.clear()
        if self.is_below_last:
            self.is_wrong = not line.endswith(LINE_ENDS)
            self.is_over = self.is_wrong or line == LINE_ENDS
        elif (length := _chunk_length(line)) is None:
            self.is_over = self.is_wrong = True
        elif length:
            self.data_left = length + len(LINE_ENDS)
        else:
            self.is_below_last = True


def _chunk_length(line: bytes) -> int | None:
    """What a chunk's first line says, in hexadecimal digits, before any extensions; None for no such line."""
    text = line.removesuffix(LINE_ENDS)
    digits = text.partition(b";")[0].rstrip(b" \t")
    is_number = 0 < len(digits) <= LONGEST_LENGTH and all(digit in HEXADECIMAL for digit in digits)
    return int(digits, 16) if is_number and text != line and b"\r" not in text else None


class Connection(TConn):
    """A connection with the request that is arriving on it.

    `missing`: bytes of its body; None before its head. `chunks`: of a body that comes in them, which does not say how
    long it is. `is_refused`: the rest of it is not read, and the connection ends with the answer.
    """

    def begin(self) -> None:
        self.sock.setblocking(False)
        self.data_ready = True  # a thread need not wait for more
        self.head = bytearray()
        self.missing: int | None = None
        self.chunks: Chunks | None = None
        self.is_refused = False
        self.request = tempfile.SpooledTemporaryFile(bounds.BODY_IN_MEMORY)  # noqa: SIM115
        self.timeout = time.monotonic() + bounds.HEAD_SECONDS

    def take(self) -> bool:
        """Takes what has come, and nothing of a next request; whether the request is as whole as it gets.

        Raises ConnectionError where there will be none.
        """
        if self.missing is None:
            self._take_of_head()
        elif self.chunks:
            return self._take_of_chunks(self.chunks)
        elif data := self.sock.recv(min(self.missing, PIECE)):
            self.request.write(data)
            self.missing -= len(data)
        else:
            return True  # who asked has ended in the middle of the body, and is told so
        return self.missing == 0

    def _take_of_head(self) -> None:
        seen = self.sock.recv(PIECE, socket.MSG_PEEK)
        before = bytes(self.head[-3:])
        at = (before + seen).find(HEAD_ENDS)
        self.head += self.sock.recv(len(seen) if at < 0 else at + len(HEAD_ENDS) - len(before))
        if not seen or len(self.head) > bounds.HEAD:
            raise ConnectionError
        if at >= 0:
            self.request.write(self.head)
            length = int(match[1]) if (match := LENGTH.search(self.head)) else 0
            self.chunks = Chunks() if CHUNKED.search(self.head) else None
            self.is_refused = length > bounds.BODY_IN_ADMIN
            self.missing = 0 if self.is_refused else length or bool(self.chunks)
            self.timeout = time.monotonic() + bounds.HEAD_SECONDS + length / bounds.BODY_BYTES_A_SECOND
            if self.missing and EXPECTS.search(self.head):
                self.sock.send(CONTINUE)

    def _take_of_chunks(self, chunks: Chunks) -> bool:
        seen = self.sock.recv(PIECE, socket.MSG_PEEK)
        if not seen:
            self.is_refused = True  # who asked has ended in the middle of it, and is told so
            return True
        taken = self.sock.recv(chunks.take(seen))
        self.request.write(taken)
        self.timeout += len(taken) / bounds.BODY_BYTES_A_SECOND
        self.is_refused = chunks.is_wrong or self.request.tell() > len(self.head) + bounds.BODY_IN_ADMIN
        return chunks.is_over or self.is_refused

    def init(self) -> None:
        """In the thread, before it reads the request."""
        super().init()
        self.request.seek(0)
        self.parser.unreader = Arrived(self.sock, self.request)


class Worker(ThreadWorker):
    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except BlockingIOError:
            return  # another worker took it
        except ConnectionError:
            return
        self.nr_conns += 1
        # Whoever takes nothing of an answer for so long gets no more of it.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", bounds.STALLED_SECONDS, 0))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", bounds.STALLED_SECONDS, 0))
        self._await(Connection(self.cfg, sock, client, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """The next request on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        try:
            is_whole = conn.take()
        except BlockingIOError:
            return
        except OSError:
            self._give_up(conn)
            return
        if is_whole:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self.enqueue_req(conn)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        return bool(super().handle_request(req, conn)) and not conn.is_refused

    def finish_request(self, conn: Connection, done: Future) -> None:
        """Of its own gunicorn lets everybody wait for who does not take leave."""
        if done.cancelled() or done.exception() or done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.nr_conns -= 1
            conn.close()
            return
        conn.timeout = time.monotonic() + bounds.LEAVING_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_leaving, conn))

    def _on_leaving(self, conn: Connection, client: socket.socket) -> None:
        try:
            if conn.sock.recv(PIECE):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._give_up(conn)

    def murder_pending(self) -> None:
        """Gives up the requests that are overdue."""
        now = time.monotonic()
        for conn in [conn for conn in self.pending_conns if conn.timeout < now]:
            self._give_up(conn)

    def _await(self, conn: Connection) -> None:
        conn.begin()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _give_up(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        conn.close()
