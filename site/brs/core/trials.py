"""Pictures of editors, read to the end once before the site takes them: what is bounded then is so ever after.

Plain Python, to be read apart (`apart.py`).
"""

import io

from PIL import Image

from . import bounds

FORMATS = ["AVIF", "GIF", "JPEG", "PNG", "WEBP"]  # those of WAGTAILIMAGES_EXTENSIONS


class NotAPicture(Exception):
    """It is of no format that is taken, or cannot be drawn to its end."""


class TooManyPixels(Exception):
    """It is larger than any camera's picture, or has very many frames."""


def picture(data: bytes) -> list[int]:
    """Width and height of a picture, of which every frame is drawn. Raises NotAPicture, TooManyPixels."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height, frames = *opened.size, getattr(opened, "n_frames", 1)
            if width * height * frames > bounds.PICTURE_PIXELS:
                raise TooManyPixels
            for frame in range(frames):
                opened.seek(frame)
                opened.load()
            return [width, height]
    except (MemoryError, TooManyPixels):
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:  # whatever a broken file makes the reader stumble over, the answer is the same
        raise NotAPicture from error
