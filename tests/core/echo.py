"""A site that says what it was sent: served by gunicorn in `test_unfinished_requests.py`."""

import hashlib

from brs.core.long_answers import long_answers
from brs.core.whole_bodies import whole_bodies


def _said(environ, start_response):
    body = environ["wsgi.input"].read()
    content = b"x" * 50_000_000 if environ["PATH_INFO"] == "/large" else hashlib.sha256(body).hexdigest().encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(content)))])
    return [content[at : at + 65_536] for at in range(0, len(content), 65_536)]


application = whole_bodies(long_answers(_said))
