"""Files by the parts that are asked for: a broken download goes on where it broke off, a film can be sought."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import BinaryIO

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import Response, SlicedFile, StaticFile


class _Ranges(StaticFile):
    """WhiteNoise's, which takes a range of one byte for none at all."""

    def get_range_response(self, range_header: str, base_headers: list, file_handle: BinaryIO | None) -> Response:
        headers = dict(base_headers)
        start, end = self.get_byte_range(range_header, int(headers["Content-Length"]))
        if start != end:
            return super().get_range_response(range_header, base_headers, file_handle)
        headers["Content-Range"] = f"bytes {start}-{end}/{headers['Content-Length']}"
        headers["Content-Length"] = "1"
        part = SlicedFile(file_handle, start, end) if file_handle else None
        return Response(HTTPStatus.PARTIAL_CONTENT, list(headers.items()), part)


def file_in_parts(request: HttpRequest, path: str, headers: Mapping[str, str]) -> HttpResponseBase:
    """The file or the part of it that is asked for (RFC 9110, section 14). `headers`: with the ETag of the whole."""
    asked = dict(request.META)
    if asked.get("HTTP_IF_RANGE", headers["ETag"]) != headers["ETag"]:
        del asked["HTTP_IF_RANGE"]
        asked.pop("HTTP_RANGE", None)  # it has changed since: all of it
    response = _Ranges(path, [*headers.items(), ("Accept-Ranges", "bytes")]).get_response(request.method, asked)
    answer = WhiteNoiseFileResponse(response.file or (), status=int(response.status))
    for name, value in response.headers:
        answer[name] = value
    return answer
