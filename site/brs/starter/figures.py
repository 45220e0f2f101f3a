"""Draws the catalogue's figures: boxes one below the other, marks on a line, stations on a circle, columns.

Drawn for a phone: letters are all of one size, legible where the picture is 328 px wide, and boxes are as high as their
words need. In Arabic figures run from the right.
"""

import functools
import math
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont, features

from .drawings import EDGE, INK, LINE, TINTS, WIDTH, canvas, png

PAD, GAP, INSET = 30, 64, 22
SIZE = 46  # 11.8 px on a phone
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
    """Boxes one below the other, each pointing to the next."""
    heights = [_height([label], WIDTH - 2 * PAD, language) for label in labels]
    image, pen = canvas(2 * PAD + sum(heights) + GAP * (len(labels) - 1))
    top = float(PAD)
    for number, (label, height) in enumerate(zip(labels, heights, strict=True)):
        if number:
            _arrow(pen, [(WIDTH / 2, top - GAP), (WIDTH / 2, top)])
        _box(pen, (PAD, top, WIDTH - PAD, top + height), label, number, language)
        top += height + GAP
    return png(image)


def _timeline(labels: list[str], language: str) -> bytes:
    """Marks on a line that runs down, each with its words beside it."""
    left = PAD + 80
    heights = [_height([label], WIDTH - PAD - left, language, inset=0) + 28 for label in labels]
    image, pen = canvas(2 * PAD + sum(heights))
    at = PAD + 30 if language != "ar" else WIDTH - PAD - 30
    tops = [PAD + sum(heights[:number]) for number in range(len(labels))]
    middles = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    pen.line([(at, middles[0]), (at, middles[-1])], fill=LINE, width=6)
    for number, (label, y, height) in enumerate(zip(labels, middles, heights, strict=True)):
        fill, edge = TINTS[number % len(TINTS)], EDGE[number % len(EDGE)]
        pen.ellipse((at - 20, y - 20, at + 20, y + 20), fill=fill, outline=edge, width=6)
        box = _towards_reader((left, y - height / 2, WIDTH - PAD, y + height / 2), language)
        _write(pen, box, label, language, centred=False)
    return png(image)


def _cycle(labels: list[str], language: str) -> bytes:
    """Stations on an ellipse, clockwise; in Arabic the other way round."""
    wide = 245
    high = _height(labels, 2 * wide, language) / 2
    # So that the second station stands wholly below the first.
    down = (2 * high + GAP) / (1 - math.cos(2 * math.pi / max(len(labels), 2)))
    image, pen = canvas(2 * (PAD + high + down))
    turn = -1 if language == "ar" else 1
    middles = []
    for number in range(len(labels)):
        angle = -math.pi / 2 + turn * 2 * math.pi * number / len(labels)
        across = WIDTH / 2 - PAD - wide
        middles.append((WIDTH / 2 + across * math.cos(angle), image.height / 2 + down * math.sin(angle)))
    for start, end in zip(middles, middles[1:] + middles[:1], strict=True):
        margin = (wide + 14, high + 14)
        _arrow(pen, [_outside(start, end, margin), _outside(end, start, margin)])
    for number, (x, y) in enumerate(middles):
        _box(pen, (x - wide, y - high, x + wide, y + high), labels[number], number, language)
    return png(image)


def _columns(labels: list[str], language: str) -> bytes:
    """Boxes side by side, two in a row where that comes out even, as high as the longest needs."""
    across = 2 if len(labels) % 2 == 0 else 1
    rows = len(labels) // across
    width = (WIDTH - 2 * PAD - (across - 1) * 24) / across
    height = _height(labels, width, language)
    image, pen = canvas(2 * PAD + rows * height + (rows - 1) * 24)
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


def _outside(start: Point, end: Point, half: Point) -> Point:
    """Where the way from one point to another leaves the box of this half width and height around the first."""
    across, down = end[0] - start[0], end[1] - start[1]
    share = min(half[0] / max(abs(across), 1), half[1] / max(abs(down), 1))
    return start[0] + across * share, start[1] + down * share


def _height(labels: list[str], width: float, language: str, inset: float = INSET) -> float:
    """Of a box of this width in which the longest of the labels has room."""
    lines = max(len(_wrapped(label, _font(language), width - 2 * inset, language)) for label in labels)
    return lines * SIZE * LEADING + 2 * inset


def _box(pen: ImageDraw.ImageDraw, box: Rectangle, text: str, number: int, language: str) -> None:
    pen.rounded_rectangle(box, 16, fill=TINTS[number % len(TINTS)], outline=EDGE[number % len(EDGE)], width=4)
    _write(pen, (box[0] + INSET, box[1], box[2] - INSET, box[3]), text, language)


def _write(pen: ImageDraw.ImageDraw, box: Rectangle, text: str, language: str, *, centred: bool = True) -> None:
    left, top, right, bottom = box
    lines = _wrapped(text, _font(language), right - left, language)
    shaped = language == "ar" and features.check("raqm")
    direction, tongue = ("rtl", "ar") if shaped else (None, None)
    x, anchor = ((left + right) / 2, "mm") if centred else ((right, "rm") if language == "ar" else (left, "lm"))
    y = (top + bottom) / 2 - (len(lines) - 1) * SIZE * LEADING / 2
    for line in lines:
        pen.text((x, y), line, fill=INK, font=_font(language), anchor=anchor, direction=direction, language=tongue)
        y += SIZE * LEADING


def _wrapped(text: str, font, width: float, language: str) -> list[str]:
    """Lines that fit. Chinese may break between any two characters, but not before a closing mark."""
    glue, pieces = (" ", text.split()) if language != "zh-hans" else ("", list(text))
    lines = [""]
    for piece in pieces:
        longer = f"{lines[-1]}{glue}{piece}" if lines[-1] else piece
        if not lines[-1] or font.getlength(longer) <= width or piece in "，。；：、）》？！":
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _arrow(pen: ImageDraw.ImageDraw, points: list[Point]) -> None:
    pen.line(points, fill=LINE, width=5, joint="curve")
    before, end = points[-2:]
    angle = math.atan2(end[1] - before[1], end[0] - before[0])
    wings = [(end[0] - 22 * math.cos(angle + turn), end[1] - 22 * math.sin(angle + turn)) for turn in (0.45, -0.45)]
    pen.polygon([end, *wings], fill=LINE)


@functools.cache
def _font_file(language: str) -> Path | None:
    return next(Path(settings.FONTS).rglob(FONTS.get(language, OTHER_FONT)), None)


@functools.cache
def _font(language: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    font_file = _font_file(language)
    return ImageFont.truetype(str(font_file), SIZE) if font_file else ImageFont.load_default(SIZE)
