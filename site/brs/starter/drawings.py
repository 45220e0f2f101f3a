"""Pictures without words, the same in every language; and what every picture of the catalogue is drawn with."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

INK, LINE = "#1d2b36", "#5b6b77"
# Tints and edges in the colours of the Basel, Rotterdam and Stockholm conventions, and of what they share.
TINTS = ["#e3f1ec", "#f7ebdd", "#e2ebf6", "#eceff2"]
EDGE = ["#0b6e4f", "#8a4b08", "#1f4e8c", LINE]
WIDTH = 1280


def canvas(height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, int(height)), "white")
    return image, ImageDraw.Draw(image)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _room_with_islands() -> bytes:
    """A room from above: five tables with six chairs each, all in sight of the screen, and a clear way to the door."""
    image, pen = canvas(760)
    pen.rectangle((30, 30, 1250, 730), outline=INK, width=8)
    pen.rectangle((420, 44, 860, 62), fill=EDGE[2])
    pen.line([(1250, 560), (1250, 690)], fill="white", width=12)
    pen.arc((1120, 560, 1380, 820), 180, 270, fill=LINE, width=3)
    pen.line([(1250, 560), (1250, 690)], fill=TINTS[3], width=4)
    for number, (x, y) in enumerate([(220, 250), (640, 250), (1020, 250), (380, 560), (840, 560)]):
        for dx, dy in [(-100, -66), (0, -84), (100, -66), (-100, 66), (0, 84), (100, 66)]:
            box = (x + dx - 22, y + dy - 22, x + dx + 22, y + dy + 22)
            pen.ellipse(box, fill="white", outline=LINE, width=4)
        tint = number % 3
        pen.rounded_rectangle((x - 120, y - 52, x + 120, y + 52), 50, fill=TINTS[tint], outline=EDGE[tint], width=4)
    return png(image)


DRAWINGS: dict[str, Callable[[], bytes]] = {"room-with-islands": _room_with_islands}
