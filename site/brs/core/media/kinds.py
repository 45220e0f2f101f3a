"""What a document is: a film, a recording, captions or something to read. By its ending, and by its content.

Plain Python.
"""

from typing import IO

import filetype

BEGINNING = 8_192
# Ending -> kind. What stands here is chosen for a purpose, and only the same kind may be put in its place.
KINDS = {
    "mp4": "film",
    "webm": "film",
    "m4a": "sound",
    "mp3": "sound",
    "ogg": "sound",
    "wav": "sound",
    "srt": "captions",
    "vtt": "captions",
}
# Ending -> what the type of its content begins with. An MP4 or WebM may have sound alone.
CONTENT: dict[str, tuple[str, ...]] = {
    "mp4": ("video/", "audio/"),
    "webm": ("video/", "audio/"),
    "m4a": ("audio/", "video/mp4"),
    "mp3": ("audio/",),
    "ogg": ("audio/", "video/ogg"),
    "wav": ("audio/",),
    "pdf": ("application/pdf",),
    "png": ("image/png",),
}


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str) -> str:
    """Of a file by its name: film, sound, captions, or document."""
    return KINDS.get(ending_of(name), "document")


def mime_type(file: IO[bytes]) -> str:
    """The type by the file's content, whatever its name; empty where that is not known."""
    beginning = file.read(BEGINNING)
    if beginning.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "text/vtt"
    return filetype.guess_mime(beginning) or ""


def is_as_named(name: str, file: IO[bytes]) -> bool:
    """Whether the content is what the ending says, as far as that can be told."""
    expected = CONTENT.get(ending_of(name))
    return expected is None or mime_type(file).startswith(expected)
