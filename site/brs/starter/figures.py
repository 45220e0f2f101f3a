"""Draws the catalogue's figures: boxes with arrows, marks on a line, stations on a circle, columns side by side.

Twice as wide as lessons show them. In Arabic they run from the right.
"""

import functools
import math
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont, features

from .drawings import EDGE, INK, LINE, TINTS, WIDTH, canvas, png

PAD, GAP, BOX = 30, 56, 132
LARGEST, SMALLEST = 36, 16
LEADING = 1.3
FONTS = {"ar": "NotoSansArabic-Regular.ttf", "zh-hans": "NotoSansCJK-Regular.ttc"}
OTHER_FONT = "NotoSans-Regular.ttf"

Rectangle = tuple[float, float, float, float]
Point = tuple[float, float]


def draw(kind: str, labels: list[str], language: str) -> bytes:
    """A PNG of a figure of one of the KINDS."""
    return KINDS[kind](labels, language)


def can_write(language: str) -> bool:
    """Whether there is a font for the language, and for Arabic what joins its letters."""
    return _font_file(language) is not None and (language != "ar" or bool(features.check("raqm")))


def _flow(labels: list[str], language: str) -> bytes:
    """Boxes in rows of three, each pointing to the next; a row is read in the direction of its language."""
    across = 3 if len(labels) != 4 else 2
    rows = [labels[start : start + across] for start in range(0, len(labels), across)]
    image, pen = canvas(2 * PAD + len(rows) * BOX + (len(rows) - 1) * GAP)
    width = (WIDTH - 2 * PAD - (across - 1) * GAP) / across
    boxes: list[Rectangle] = []
    for number in range(len(labels)):
        row, column = divmod(number, across)
        left, top = PAD + column * (width + GAP), PAD + row * (BOX + GAP)
        boxes.append(_towards_reader((left, top, left + width, top + BOX), language))
    for number, (here, there) in enumerate(zip(boxes, boxes[1:], strict=False), start=1):
        if number % across:
            forwards = there[0] > here[0]
            start, end = (here[2], there[0]) if forwards else (here[0], there[2])
            _arrow(pen, [(start, _middle(here)[1]), (end, _middle(there)[1])])
        else:
            half = here[3] + GAP / 2
            _arrow(
                pen,
                [
                    (_middle(here)[0], here[3]),
                    (_middle(here)[0], half),
                    (_middle(there)[0], half),
                    (_middle(there)[0], there[1]),
                ],
            )
    for number, (label, box) in enumerate(zip(labels, boxes, strict=True)):
        _box(pen, box, label, number, language)
    return png(image)


def _timeline(labels: list[str], language: str) -> bytes:
    """Marks on a line that runs down, each with its words beside it."""
    row = 92
    image, pen = canvas(2 * PAD + len(labels) * row)
    at = PAD + 30 if language != "ar" else WIDTH - PAD - 30
    middles = [PAD + row * (number + 0.5) for number in range(len(labels))]
    pen.line([(at, middles[0]), (at, middles[-1])], fill=LINE, width=6)
    for number, (label, y) in enumerate(zip(labels, middles, strict=True)):
        fill, edge = TINTS[number % len(TINTS)], EDGE[number % len(EDGE)]
        pen.ellipse((at - 18, y - 18, at + 18, y + 18), fill=fill, outline=edge, width=6)
        box = _towards_reader((PAD + 80, y - row / 2 + 4, WIDTH - PAD, y + row / 2 - 4), language)
        _write(pen, box, label, language, centred=False)
    return png(image)


def _cycle(labels: list[str], language: str) -> bytes:
    """Stations on an ellipse, clockwise; in Arabic the other way round."""
    image, pen = canvas(860)
    turn = -1 if language == "ar" else 1
    wide, high = (180, 66) if len(labels) <= 4 else (165, 56)
    middles = []
    for number in range(len(labels)):
        angle = -math.pi / 2 + turn * 2 * math.pi * number / len(labels)
        middles.append((WIDTH / 2 + 430 * math.cos(angle), 430 + 350 * math.sin(angle)))
    for here, there in zip(middles, middles[1:] + middles[:1], strict=True):
        margin = (wide + 24, high + 24)
        _arrow(pen, [_outside(here, there, margin), _outside(there, here, margin)])
    for number, (x, y) in enumerate(middles):
        _box(pen, (x - wide, y - high, x + wide, y + high), labels[number], number, language)
    return png(image)


def _columns(labels: list[str], language: str) -> bytes:
    """Boxes side by side, as high as the longest needs."""
    across = 2 if len(labels) == 4 else min(len(labels), 3)
    rows = math.ceil(len(labels) / across)
    height = 220
    image, pen = canvas(2 * PAD + rows * height + (rows - 1) * 24)
    width = (WIDTH - 2 * PAD - (across - 1) * 24) / across
    for number, label in enumerate(labels):
        row, column = divmod(number, across)
        left, top = PAD + column * (width + 24), PAD + row * (height + 24)
        _box(pen, _towards_reader((left, top, left + width, top + height), language), label, number, language)
    return png(image)


KINDS: dict[str, Callable[[list[str], str], bytes]] = {
    "flow": _flow,
    "timeline": _timeline,
    "cycle": _cycle,
    "columns": _columns,
}


def _towards_reader(box: Rectangle, language: str) -> Rectangle:
    """The box where it lies for readers of the language: mirrored for Arabic."""
    left, top, right, bottom = box
    return (WIDTH - right, top, WIDTH - left, bottom) if language == "ar" else box


def _middle(box: Rectangle) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _outside(here: Point, there: Point, half: Point) -> Point:
    """Where the way from one point to another leaves the box of this half width and height around the first."""
    across, down = there[0] - here[0], there[1] - here[1]
    share = min(half[0] / max(abs(across), 1), half[1] / max(abs(down), 1))
    return here[0] + across * share, here[1] + down * share


def _box(pen: ImageDraw.ImageDraw, box: Rectangle, text: str, number: int, language: str) -> None:
    pen.rounded_rectangle(box, 14, fill=TINTS[number % len(TINTS)], outline=EDGE[number % len(EDGE)], width=3)
    _write(pen, (box[0] + 16, box[1] + 8, box[2] - 16, box[3] - 8), text, language)


def _write(pen: ImageDraw.ImageDraw, box: Rectangle, text: str, language: str, *, centred: bool = True) -> None:
    """The text inside the box, as large as it fits."""
    left, top, right, bottom = box
    for size in range(LARGEST, SMALLEST - 1, -2):
        font = _font(language, size)
        lines = _wrapped(pen, text, font, right - left, language)
        if len(lines) * size * LEADING <= bottom - top:
            break
    shaped = language == "ar" and features.check("raqm")
    direction, tongue = ("rtl", "ar") if shaped else (None, None)
    x, anchor = ((left + right) / 2, "mm") if centred else ((right, "rm") if language == "ar" else (left, "lm"))
    y = (top + bottom) / 2 - (len(lines) - 1) * size * LEADING / 2
    for line in lines:
        pen.text((x, y), line, fill=INK, font=font, anchor=anchor, direction=direction, language=tongue)
        y += size * LEADING


def _wrapped(pen, text: str, font, width: float, language: str) -> list[str]:
    """Lines that fit. Chinese may break between any two characters, but not before a closing mark."""
    glue, pieces = (" ", text.split()) if language != "zh-hans" else ("", list(text))
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}{glue}{piece}" if lines[-1] else piece
        if not lines[-1] or pen.textlength(longer, font=font) <= width or piece in "，。；：、）》？！":
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _arrow(pen: ImageDraw.ImageDraw, way: list[Point]) -> None:
    pen.line(way, fill=LINE, width=4, joint="curve")
    before, end = way[-2:]
    angle = math.atan2(end[1] - before[1], end[0] - before[0])
    wings = [(end[0] - 18 * math.cos(angle + turn), end[1] - 18 * math.sin(angle + turn)) for turn in (0.45, -0.45)]
    pen.polygon([end, *wings], fill=LINE)


@functools.cache
def _font_file(language: str) -> Path | None:
    return next(Path(settings.FONTS).rglob(FONTS.get(language, OTHER_FONT)), None)


@functools.cache
def _font(language: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    found = _font_file(language)
    return ImageFont.truetype(str(found), size) if found else ImageFont.load_default(size)
