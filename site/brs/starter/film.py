"""The film of the catalogue, drawn by program: `python -m brs.starter.film` makes its files anew and needs ffmpeg.

They are kept with the catalogue's others, so that whoever loads the catalogue does not need ffmpeg.
"""

import subprocess

from PIL import Image, ImageDraw, ImageFont

from .drawings import EDGE, INK, LINE, TINTS, png
from .reading import DATA

FILE = DATA / "files" / "a-movement-in-five-steps.mp4"
FONT = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"
WIDE, HIGH = 640, 360
SECONDS, FRAMES = 6, 10  # of a scene; a second
STATIONS = [("State of\nexport", 105), ("State of\ntransit", 320), ("State of\nimport", 535)]
# What is said, and what goes from where to where.
SCENES = [
    ("1  Notify in writing: every State concerned", "notification", 105, 535),
    ("2  Answer in writing: consent, conditions or no", "answer", 535, 105),
    ("3  Check: consents and contract, then it may start", "may start", 105, 105),
    ("4  Move: the movement document travels along", "waste", 105, 535),
    ("5  Confirm: received, and later disposed of", "confirmation", 535, 105),
]


def frame(scene: int, moment: float) -> Image.Image:
    """The picture of a scene at a moment between its beginning, 0, and its end, 1."""
    words, what, start, end = SCENES[scene]
    image = Image.new("RGB", (WIDE, HIGH), "white")
    pen = ImageDraw.Draw(image)
    large, small = ImageFont.truetype(FONT, 25), ImageFont.truetype(FONT, 21)
    pen.text((24, 26), words, fill=INK, font=large)
    pen.line((105, 250, 535, 250), fill=LINE, width=3)
    for number, (name, x) in enumerate(STATIONS):
        pen.rounded_rectangle((x - 80, 212, x + 80, 288), 12, fill=TINTS[number], outline=EDGE[number], width=3)
        pen.multiline_text((x, 250), name, fill=INK, font=small, anchor="mm", align="center")
    gone = min(1.0, max(0.0, moment * 1.6 - 0.2))
    middle = start + (end - start) * gone
    width = pen.textlength(what, font=small) + 28
    left = min(max(middle - width / 2, 8), WIDE - width - 8)
    pen.rounded_rectangle((left, 130, left + width, 174), 8, fill=INK)
    pen.text((left + width / 2, 152), what, fill="white", font=small, anchor="mm")
    pen.line((middle, 174, middle, 208), fill=INK, width=3)
    done = (scene + moment) / len(SCENES)
    pen.rectangle((0, HIGH - 8, WIDE * done, HIGH), fill=EDGE[2])
    return image


def make() -> None:
    FILE.with_suffix(".png").write_bytes(png(frame(0, 0.5)))
    pictures = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDE}x{HIGH}", "-r", str(FRAMES), "-i", "-"]
    packed = ["-c:v", "libx264", "-crf", "30", "-preset", "veryslow", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    command = ["ffmpeg", "-v", "error", "-y", *pictures, *packed, str(FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as packer:
        assert packer.stdin
        for scene in range(len(SCENES)):
            for number in range(SECONDS * FRAMES):
                packer.stdin.write(frame(scene, number / (SECONDS * FRAMES)).tobytes())


if __name__ == "__main__":
    make()
