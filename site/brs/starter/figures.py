"""Draws the catalogue's figures: boxes with arrows, marks on a line, stations on a circle, columns side by side."""

import io
import math
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

INK, LINE, FILLS = "#1b2a33", "#6b7d87", ["#dcefe7", "#f7e8d2", "#dde9f7", "#eceff1"]
WIDTH, PAD, BOX = 1280, 40, 130
FONTS = {
    "ar": "NotoSansArabic-Regular.ttf",
    "zh-hans": "NotoSansCJK-Regular.ttc",
}


def draw(kind: str, labels: list[str], language: str) -> bytes:
    """A PNG, 1280 px wide, of a figure of a kind of the catalogue; read from the right in Arabic."""
    rows = [labels] if kind == "timeline" and len(labels) <= 4 else _in_rows(labels, 1 if kind == "columns" else 3)
    if kind == "cycle":
        return _cycle(labels, language)
    if kind == "columns":
        rows = _in_rows(labels, 3)
    height = PAD * 2 + len(rows) * BOX + (len(rows) - 1) * 60
    image = Image.new("RGB", (WIDTH, height), "white")
    pen = ImageDraw.Draw(image)
    for row, texts in enumerate(rows):
        step = (WIDTH - 2 * PAD) / len(texts)
        top = PAD + row * (BOX + 60)
        for place, text in enumerate(texts):
            column = len(texts) - 1 - place if language == "ar" else place
            left = PAD + column * step + 20
            right = left + step - 40
            _box(pen, (left, top, right, top + BOX), text, FILLS[(row * 3 + place) % len(FILLS)], language)
            if kind != "columns" and place + 1 < len(texts):
                start, end = (left, left - 40) if language == "ar" else (right, right + 40)
                _arrow(pen, (start, top + BOX / 2), (end, top + BOX / 2))
        if kind != "columns" and row + 1 < len(rows):
            _arrow(pen, (WIDTH / 2, top + BOX), (WIDTH / 2, top + BOX + 60))
    return _png(image)


def _cycle(labels: list[str], language: str) -> bytes:
    image = Image.new("RGB", (WIDTH, 860), "white")
    pen = ImageDraw.Draw(image)
    turn = -1 if language == "ar" else 1
    centres = []
    for place in range(len(labels)):
        angle = -math.pi / 2 + turn * 2 * math.pi * place / len(labels)
        centres.append((WIDTH / 2 + 430 * math.cos(angle), 430 + 330 * math.sin(angle)))
    for here, there in zip(centres, centres[1:] + centres[:1], strict=True):
        _arrow(pen, _towards(here, there, 0.35), _towards(here, there, 0.65))
    for place, (x, y) in enumerate(centres):
        _box(pen, (x - 180, y - 62, x + 180, y + 62), labels[place], FILLS[place % len(FILLS)], language)
    return _png(image)


def _in_rows(labels: list[str], most: int) -> list[list[str]]:
    return [labels[start : start + most] for start in range(0, len(labels), most)]


def _towards(here: tuple[float, float], there: tuple[float, float], share: float) -> tuple[float, float]:
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share


def _box(pen: ImageDraw.ImageDraw, corners: tuple[float, ...], text: str, fill: str, language: str) -> None:
    pen.rounded_rectangle(corners, 14, fill=fill, outline=LINE, width=2)
    left, top, right, bottom = corners
    for size in range(34, 13, -2):
        font = _font(language, size)
        lines = _wrapped(pen, text, font, right - left - 24, language)
        height = len(lines) * size * 1.35
        if height <= bottom - top - 12:
            break
    y = (top + bottom - height) / 2
    for line in lines:
        pen.text(((left + right) / 2, y), line, fill=INK, font=font, anchor="ma")
        y += size * 1.35


def _wrapped(pen, text: str, font, width: float, language: str) -> list[str]:
    glue = "" if language == "zh-hans" else " "
    lines = [""]
    for word in list(text) if language == "zh-hans" else text.split():
        longer = f"{lines[-1]}{glue}{word}" if lines[-1] else word
        if pen.textlength(longer, font=font) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _arrow(pen: ImageDraw.ImageDraw, start: tuple[float, float], end: tuple[float, float]) -> None:
    pen.line([start, end], fill=LINE, width=4)
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    wings = [(end[0] - 16 * math.cos(angle + turn), end[1] - 16 * math.sin(angle + turn)) for turn in (0.5, -0.5)]
    pen.polygon([end, *wings], fill=LINE)


def _font(language: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = FONTS.get(language, "NotoSans-Regular.ttf")
    found = next(Path(settings.FONTS).rglob(name), None)
    # Pillow's own font has no other script, but its boxes are better than no catalogue at all.
    return ImageFont.truetype(str(found), size) if found else ImageFont.load_default(size)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
