"""What is sent with a request is read to its end before anybody looks at it. Plain WSGI, around the application.

Cut in the middle, a text would be stored as if that were all of it, over the text that was there.
"""

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

from . import bounds

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE = 65_536
ADMIN = "/admin/"
CUT = "400 Bad Request", "The line broke before all was sent. Nothing of it is kept: send it again.\n"
TOO_LARGE = "413 Content Too Large", "What was sent is too large. Nothing of it is kept.\n"
WITHOUT_LENGTH = "411 Length Required", "What was sent does not say how long it is. Nothing of it is kept.\n"


def whole_bodies(application: Application) -> Application:
    """The application, for requests whose body is as long as they say, or came in chunks to the last of them.

    It is told how long a body is that came in chunks: nobody behind it need know of them.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        is_chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))
        most = bounds.BODY_IN_ADMIN if environ.get("PATH_INFO", "").startswith(ADMIN) else bounds.BODY
        if is_chunked and not environ.get("wsgi.input_terminated"):
            return _refused(start_response, *WITHOUT_LENGTH)
        if length > most:
            return _refused(start_response, *TOO_LARGE)
        if not length and not is_chunked:
            return application(environ, start_response)
        body = tempfile.SpooledTemporaryFile(bounds.BODY_IN_MEMORY)  # noqa: SIM115
        is_whole = _copy(environ["wsgi.input"], body, most + 1 if is_chunked else length)
        size = body.tell()
        if not is_whole or size > most or (length and size < length):
            body.close()
            return _refused(start_response, *(TOO_LARGE if size > most else CUT))
        body.seek(0)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(size)})
        return application(environ, start_response)

    return serve


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> bool:
    """So many bytes, or as many as there are; whether that went well."""
    try:
        while most and (data := source.read(min(most, PIECE))):
            target.write(data)
            most -= len(data)
    except Exception:  # each server has its own for a body whose chunks end in the middle, or are none
        return False
    return True


def _refused(start_response: Callable[..., Any], status: str, message: str) -> list[bytes]:
    text = message.encode()
    heads = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response(status, [*heads, ("Cache-Control", "no-store")])
    return [text]
