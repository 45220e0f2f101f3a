"""Pictures as people have them, made fit for pages. Plain Python, to be read apart (`brs.core.apart`).

What a camera writes beside the picture (where it was taken, by which device) is left out; how it is turned and its
colours stay.
"""

import base64
import io
from typing import Any

from PIL import Image, ImageCms, ImageOps

from .. import bounds
from . import svg

LONGEST_SIDE = 2560  # pixels; twice what the widest page shows
# Format by content -> what a file of it is called, the first where we name it.
ENDINGS: dict[str, list[str]] = {
    "AVIF": ["avif"],
    "GIF": ["gif"],
    "JPEG": ["jpg", "jpeg"],
    "PNG": ["png"],
    "WEBP": ["webp"],
    "HEIF": ["heic", "heif"],
    "SVG": ["svg"],
}
SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88},
    "AVIF": {"quality": 75},
}
DEEP = {"I;16", "I;16L", "I;16B", "I"}  # grey of 16 bits
METADATA = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class NotAPicture(Exception):
    """It is of no format that is taken, or cannot be drawn to its end."""


class TooManyPixels(Exception):
    """It is larger than any camera's picture, or has very many frames."""


def prepared(data: bytes) -> dict[str, Any]:
    """Format and size of a picture as it came (`format`, `size`), and as it is stored (`stored_format`, `stored_size`).

    `data`: the file to be stored, in base64; empty where it is the one that was sent. Raises NotAPicture, TooManyPixels
    and what `svg.sanitised` raises.
    """
    if svg.is_svg(data):
        return _answer("SVG", [0, 0], "SVG", [0, 0], svg.sanitised(data))
    formats = [name for name in ENDINGS if name not in ("HEIF", "SVG")]
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS and b"avif" not in data[8:40]:
        import pillow_heif  # knows nothing of memory: only here, where its process is bounded

        pillow_heif.register_heif_opener()
        formats = ["HEIF"]
    try:
        with Image.open(io.BytesIO(data), formats=formats) as opened:
            return _of(opened, data)
    except (MemoryError, TooManyPixels):
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:  # whatever a broken file makes the reader stumble over, the answer is the same
        raise NotAPicture from error


def _of(opened: Image.Image, data: bytes) -> dict[str, Any]:
    kind = "JPEG" if opened.format == "MPO" else str(opened.format)  # of a telephone, with a second one for depth
    size = list(opened.size)
    frames = 1 if kind in ("HEIF", "JPEG") else getattr(opened, "n_frames", 1)
    if size[0] * size[1] * frames > bounds.PICTURE_PIXELS:
        raise TooManyPixels
    for frame in range(frames):
        opened.seek(frame)
        opened.load()
    if frames > 1 or kind == "GIF":
        return _answer(kind, size, kind, size, b"")  # what moves stays as it is
    is_turned = opened.getexif().get(0x0112, 1) != 1
    has_more = bool(opened.getexif()) or bool(METADATA & opened.info.keys()) or opened.format == "MPO"
    is_large = max(size) > LONGEST_SIDE
    is_other = kind == "HEIF" or opened.mode in {*DEEP, "CMYK"}
    if not (is_turned or has_more or is_large or is_other):
        return _answer(kind, size, kind, size, b"")
    picture = ImageOps.exif_transpose(opened)
    profile = picture.info.get("icc_profile")
    if picture.mode in DEEP:
        picture, profile = _of_eight_bits(picture), None
    elif picture.mode == "CMYK":
        picture, profile = _in_rgb(picture, profile), None
    if is_large:
        if picture.mode in ("P", "PA", "1"):
            picture = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if kind == "HEIF":
        stored_as = "WEBP" if _is_transparent(picture) else "JPEG"
        picture = picture if stored_as == "WEBP" else picture.convert("RGB")
    else:
        stored_as = kind
    options = dict(SAVED[stored_as])
    if opened.format == "JPEG" and picture.mode == opened.mode and not is_turned and not is_large:
        options["quality"] = "keep"
        picture = opened
    out = io.BytesIO()
    # Named, since some formats would write again what they have read.
    picture.save(
        out, stored_as, icc_profile=profile, exif=b"", **({"xmp": b""} if stored_as == "WEBP" else {}), **options
    )
    return _answer(kind, size, stored_as, list(picture.size), out.getvalue())


def _answer(kind: str, size: list[int], stored_as: str, stored_size: list[int], data: bytes) -> dict[str, Any]:
    return {
        "format": kind,
        "size": size,
        "stored_format": stored_as,
        "stored_size": stored_size,
        "data": base64.b64encode(data).decode(),
    }


def _is_transparent(picture: Image.Image) -> bool:
    return picture.has_transparency_data


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow itself would cut off all that is brighter than the darkest of 256 steps."""
    return picture.convert("I").point(lambda grey: grey / 257).convert("L")


def _in_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """By the printer's profile that it carries; by rule of thumb where it has none, or one that cannot be read."""
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass
    return picture.convert("RGB")
