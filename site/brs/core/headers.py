"""Headers of answers."""

from django.utils.http import content_disposition_header

from .names import one_line


def file_named(name: str, *, inline: bool = False) -> str:
    """Content-Disposition: under this name a file is saved, or shown in the browser if it is `inline`.

    In any script, and one line, whatever stands in the title that it is made of.
    """
    return content_disposition_header(not inline, one_line(name)) or "attachment"
