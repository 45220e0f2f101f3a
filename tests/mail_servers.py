"""A mail server of the tests' own, on a real socket: one that takes mail, and every kind that does not."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message

READY = "220 mail.example.org"


class MailServer(socketserver.ThreadingTCPServer):
    """`answers`: what it says to a command, a rule by each verb; to others it says yes. `seconds`: how long each takes.

    One that is mute takes the line and says nothing.
    """

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), _Conversation)
        self.port: int = self.server_address[1]
        self.is_mute, self.seconds = False, 0.0
        self.answers: dict[str, Callable[[str], str]] = {}
        self.arrived: list[Message] = []
        self.lines = 0
        self.let_go = threading.Event()

    def addresses(self) -> list[str]:
        return sorted(str(message["To"]) for message in self.arrived)

    def heal(self) -> None:
        """It takes mail from now on, and ends the lines on which it said nothing."""
        self.is_mute, self.seconds, self.answers = False, 0.0, {}
        self.let_go.set()


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.lines += 1
        if self.server.is_mute:
            self.server.let_go.wait()
            return
        with suppress(OSError):
            self.say(READY)
            while line := self.rfile.readline().decode().strip():
                verb = line.split()[0].upper()
                rule = self.server.answers.get(verb)
                answer = rule(line) if rule else ""
                if verb == "DATA" and not answer:
                    self.say("354 Go ahead")
                    self.take()
                    answer = self.server.answers.get(".", lambda _line: "")("")
                self.say(answer or "250 OK")
                if verb == "QUIT":
                    return

    def say(self, words: str) -> None:
        time.sleep(self.server.seconds)
        self.wfile.write(f"{words}\r\n".encode())

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        if "." not in self.server.answers:
            self.server.arrived.append(message_from_bytes(b"".join(lines)))


@contextmanager
def a_mail_server(port: int = 0) -> Iterator[MailServer]:
    with MailServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.let_go.set()
            server.shutdown()
            thread.join()
