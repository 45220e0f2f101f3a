"""Captions of films, as people have them, in WebVTT, which browsers play. Plain Python, to be read apart."""

import re
from dataclasses import dataclass
from typing import Any

from ..text_files import NotText, decoded

LARGEST = 2_000_000  # bytes; those of a film of three hours are 300 kB in any script
ISSUES = 20  # that are named; the rest is the same again
ARROW = "-->"
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})(?:\s|$)")
FIGURE = re.compile(r"\d")
MARKS = re.compile(r"<(?!/?[biu]>)/?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,99}\}")
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)")
BARE_ANGLE = re.compile(r"<(?!/?[biu]>)")


class NoCaptions(Exception):
    """There is no caption with its times in it, or it is no text at all."""


@dataclass(frozen=True)
class Cue:
    begins: int  # milliseconds
    ends: int
    lines: list[str]


def from_srt(data: bytes) -> dict[str, Any]:
    """`text`: the same captions as WebVTT; `issues`: lines whose times are wrong, as [number, what, line].

    What is wrong: "unreadable", "backwards" where a caption ends before it begins. Raises NoCaptions.
    """
    lines = _lines(data)
    cues: list[Cue] = []
    issues: list[list[Any]] = []
    starts = [number for number, line in enumerate(lines) if _is_meant_as_times(line, lines[max(number - 1, 0)])]
    if not starts:
        raise NoCaptions
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        begins, ends = (_milliseconds(half.strip()) for half in lines[start].split(ARROW, 1))
        if begins is None or ends is None:
            issues.append([start + 1, "unreadable", lines[start][:80]])
        elif ends <= begins:
            issues.append([start + 1, "backwards", lines[start][:80]])
        else:
            cues.append(Cue(begins, ends, _text(lines[start + 1 : following], is_last=following == len(lines))))
    written = [f"{_clock(cue.begins)} {ARROW} {_clock(cue.ends)}\n" + "\n".join(cue.lines) for cue in cues if cue.lines]
    return {"text": "\n\n".join(["WEBVTT", *written]) + "\n", "issues": issues[:ISSUES], "more": len(issues[ISSUES:])}


def from_vtt(data: bytes) -> dict[str, Any]:
    """The same, of WebVTT in whatever encoding: browsers read it in UTF-8 alone. Raises NoCaptions."""
    lines = _lines(data)
    if not lines or not lines[0].startswith("WEBVTT"):
        raise NoCaptions
    return {"text": "\n".join(lines) + "\n", "issues": [], "more": 0}


def _lines(data: bytes) -> list[str]:
    try:
        return decoded(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except NotText as error:
        raise NoCaptions from error


def _is_meant_as_times(line: str, before: str) -> bool:
    """Below the number of a caption, or with figures on both sides of the arrow; else it is an arrow in the words."""
    left, arrow, right = line.partition(ARROW)
    return bool(arrow) and (before.strip().isdecimal() or bool(FIGURE.search(left) and FIGURE.search(right)))


def _milliseconds(text: str) -> int | None:
    """The time with which a text begins; what follows it, such as a place on the picture, is nothing to us."""
    match = CLOCK.match(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(match[4].ljust(3, "0"))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _text(lines: list[str], *, is_last: bool) -> list[str]:
    """The words of a caption, without what is between it and the next: that one's number, and empty lines."""
    words = [line.strip() for line in lines]
    while words and not words[-1]:
        words.pop()
    if words and not is_last and words[-1].isdecimal():
        words.pop()
    plain = (MARKS.sub("", line).replace(ARROW, "→") for line in words)
    return [BARE_ANGLE.sub("&lt;", BARE_AMPERSAND.sub("&amp;", line)) for line in plain if line]
