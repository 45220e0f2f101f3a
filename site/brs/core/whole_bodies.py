"""What is sent with a request is read to its end before anybody looks at it. Plain WSGI, around the application.

Cut in the middle, a text would be stored as if that were all of it, over the text that was there.
"""

import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from . import bounds

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE = 65_536
ADMIN = "/admin/"
CUT = "400 Bad Request", "The line broke before all was sent. Nothing of it is kept: send it again.\n"
TOO_LARGE = "413 Content Too Large", "What was sent is too large. Nothing of it is kept.\n"
WITHOUT_LENGTH = "411 Length Required", "What was sent does not say how long it is. Nothing of it is kept.\n"


def whole_bodies(application: Application) -> Application:
    """The application, for requests whose body is as long as they say."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if environ.get("HTTP_TRANSFER_ENCODING"):
            return _refused(start_response, *WITHOUT_LENGTH)
        if length > (bounds.BODY_IN_ADMIN if environ.get("PATH_INFO", "").startswith(ADMIN) else bounds.BODY):
            return _refused(start_response, *TOO_LARGE)
        if not length:
            return application(environ, start_response)
        body = tempfile.SpooledTemporaryFile(bounds.BODY_IN_MEMORY)  # noqa: SIM115
        missing = length
        while missing and (data := environ["wsgi.input"].read(min(missing, PIECE))):
            body.write(data)
            missing -= len(data)
        if missing:
            body.close()
            return _refused(start_response, *CUT)
        body.seek(0)
        environ["wsgi.input"] = body
        return application(environ, start_response)

    return serve


def _refused(start_response: Callable[..., Any], status: str, said: str) -> list[bytes]:
    text = said.encode()
    heads = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response(status, [*heads, ("Cache-Control", "no-store")])
    return [text]
