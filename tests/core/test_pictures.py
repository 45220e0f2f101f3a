"""Pictures as people have them are stored fit for pages; what would do harm, or take long, is refused."""

import io
import time
import zlib
from base64 import b64decode

import pillow_heif
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from brs.core.apart import TooMuch, read_apart
from brs.core.bounds import PICTURE_PIXELS, Bounds
from brs.core.media import pictures, svg
from brs.core.pages import address
from tests.given import a_course, in_role, lessons_of

SMALL = Bounds(cpu_seconds=2, seconds=60, memory=800_000_000, answer=1_000)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def file_of(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size=(60, 40), **options) -> bytes:
    return file_of(Image.new("L", size, 90), "JPEG", **options)


def of_many_scans() -> bytes:
    """A progressive JPEG whose last scan comes again and again: 60 kB that take minutes to draw."""
    whole = jpeg((5_000, 5_000), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * 2_000 + whole[-2:]


def png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def photograph(size=(60, 40), turned: int = 1) -> tuple[Image.Image, bytes]:
    """Red on the left, blue on the right, and what a camera writes of the place and itself."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "Camera of somebody"
    exif.get_ifd(0x8825)[2] = (46.0, 13.0, 30.0)  # where it was taken
    return image, exif.tobytes()


def heic(size=(60, 40)) -> bytes:
    image, exif = photograph(size)
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, exif=exif, quality=90)
    return out.getvalue()


def send(name: str, data: bytes):
    form = get_image_form(get_image_model())({"title": "A", "collection": 1}, {"file": SimpleUploadedFile(name, data)})
    form.is_valid()
    return form


def errors(name: str, data: bytes) -> str:
    return " ".join(send(name, data).errors.get("file", []))


def stored(name: str, data: bytes) -> tuple[str, Image.Image]:
    """The name under which it is stored, and the picture."""
    form = send(name, data)
    assert form.is_valid(), form.errors
    file = form.cleaned_data["file"]
    return file.name, Image.open(io.BytesIO(file.read()))


@pytest.mark.django_db
def test_a_picture_is_taken_once_it_has_been_drawn_to_its_end():
    assert not errors("a.jpg", jpeg())
    assert "cannot be read" in errors("a.jpg", jpeg((600, 400))[:-400])
    assert "cannot be read" in errors("a.jpg", b"%PDF-1.7 no picture")
    assert "does not match" in errors("a.png", jpeg())
    assert "does not match" in errors("a.jpg", heic())
    assert "cannot be read" in errors("a.heic", heic((600, 400))[:-300])
    assert "too many pixels" in errors("a.png", png_of(10_000, PICTURE_PIXELS // 10_000 + 1))


def test_a_picture_that_is_drawn_again_and_again_is_ended():
    with pytest.raises(TooMuch):
        read_apart(pictures.prepared, of_many_scans(), SMALL)
    assert read_apart(pictures.prepared, jpeg(), SMALL)["size"] == [60, 40]


@pytest.mark.django_db
def test_a_photograph_of_a_telephone_is_stored_as_jpeg_without_its_place():
    name, image = stored("IMG_4711.HEIC", heic())
    assert (name, image.format, image.size) == ("IMG_4711.jpg", "JPEG", (60, 40))
    assert not image.getexif()
    red, _green, blue = image.convert("RGB").getpixel((5, 20))
    assert red > 200 > 60 > blue


@pytest.mark.django_db
def test_a_jpeg_is_turned_as_the_camera_was_and_tells_no_place():
    image, exif = photograph(turned=6)
    _name, turned = stored("a.jpg", file_of(image, "JPEG", exif=exif, icc_profile=SRGB, quality=95))
    assert turned.size == (40, 60) and not turned.getexif()
    assert turned.info["icc_profile"] == SRGB
    assert turned.convert("RGB").getpixel((20, 5))[0] > 200  # red is on top
    image, exif = photograph()
    sent = file_of(image, "JPEG", exif=exif, quality=95)
    _name, plain = stored("a.jpg", sent)
    assert not plain.getexif() and plain.quantization == Image.open(io.BytesIO(sent)).quantization


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "kind", "ending"),
    [("RGB", "JPEG", "jpg"), ("RGBA", "PNG", "png"), ("P", "PNG", "png"), ("RGBA", "WEBP", "webp")],
)
def test_a_large_picture_is_made_smaller(mode, kind, ending):
    large = Image.new("RGBA", (3000, 1500), (200, 30, 30, 255))
    large.paste((0, 0, 0, 0), (0, 0, 1500, 1500))
    name, small = stored(f"a.{ending}", file_of(large.convert(mode), kind))
    assert (name, small.size, small.format) == (f"a.{ending}", (2560, 1280), kind)
    if mode == "RGBA":
        assert small.getpixel((10, 10))[3] == 0 and small.getpixel((2000, 10))[3] == 255


@pytest.mark.django_db
def test_what_is_fit_already_is_stored_bit_for_bit():
    for name, data in (
        ("a.jpg", jpeg()),
        ("a.png", file_of(Image.new("RGBA", (60, 40)), "PNG")),
        ("a.webp", file_of(Image.new("RGB", (60, 40)), "WEBP")),
    ):
        assert send(name, data).cleaned_data["file"].read() == data
    frames = [Image.new("P", (60, 40), colour) for colour in range(3)]
    moving = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert send("a.gif", moving).cleaned_data["file"].read() == moving


@pytest.mark.django_db
def test_colours_of_printers_and_of_instruments_are_shown():
    _name, image = stored("a.jpg", file_of(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG"))
    assert image.mode == "RGB" and image.getpixel((5, 5))[0] > 200
    deep = Image.new("I;16", (60, 40), 128 * 257)
    _name, image = stored("a.png", file_of(deep, "PNG"))
    assert image.mode == "L" and abs(image.getpixel((5, 5)) - 128) <= 1


HARMS = {
    "script": "<script>alert(1)</script>",
    "handler": '<rect onclick="alert(1)" width="9" height="9"/>',
    "link": '<a href="javascript:alert(1)"><rect width="9" height="9"/></a>',
    "elsewhere": '<image href="https://evil.example/a.png" width="9" height="9"/>',
    "use": f'<use {XLINK} xlink:href="https://evil.example/a.svg#x"/>',
    "style": "<style>@import url(https://evil.example/a.css); rect {{ fill: url(https://evil.example/b) }}</style>",
    "foreign": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/></foreignObject>',
    "animation": '<a><set attributeName="href" to="javascript:alert(1)"/><text>evil.example</text></a>',
}


@pytest.mark.parametrize("name", HARMS)
def test_nothing_is_left_of_a_drawing_that_runs_or_loads(name):
    clean = svg.sanitised(DRAWING.format(HARMS[name] + '<circle r="4" fill="teal"/>').encode()).decode()
    assert "<circle" in clean and "teal" in clean
    for harm in (
        "alert(1)</",
        "onclick",
        "url(http",
        "iframe",
        "foreignObject",
        'href="http',
        'href="/',
        'href="j',
        'attributeName="href',
    ):
        assert harm not in clean, clean


def bomb() -> str:
    """Ten parts, each ten times the one before: 10,000,000,000 squares."""
    parts = '<g id="a0"><rect width="1" height="1"/></g>'
    for number in range(1, 11):
        parts += f'<g id="a{number}">' + f'<use href="#a{number - 1}"/>' * 10 + "</g>"
    return DRAWING.format(f'<defs>{parts}</defs><use href="#a10"/>')


REFUSED = {
    '<!DOCTYPE svg [<!ENTITY a "x">]>' + DRAWING.format("<text>&a;</text>"): "entities",
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + DRAWING.format("<text>&a;</text>"): "entities",
    bomb(): "too many parts",
    DRAWING.format('<g id="a"><use href="#a"/></g>'): "too many parts",
    DRAWING.format("<g>" * 200 + "</g>" * 200): "too many parts",
    DRAWING.format("<g/>" * 600_000): "too many parts",
    DRAWING.format('<image href="data:image/png;base64,AAAA"/>'): "photograph",
    "<svg": "cannot be read",
    '<html><svg xmlns="http://www.w3.org/2000/svg"></svg></html>': "cannot be read",
}


@pytest.mark.django_db
@pytest.mark.parametrize("drawing", REFUSED, ids=range(len(REFUSED)))
def test_a_drawing_made_to_do_harm_is_refused_in_time(drawing):
    begun = time.monotonic()
    assert REFUSED[drawing] in errors("a.svg", drawing.encode())
    assert time.monotonic() - begun < 30


@pytest.mark.django_db
def test_a_drawing_is_shown_to_readers_as_it_is(client):
    drawing = DRAWING.format('<rect width="40" height="20" fill="teal"/><script>alert(1)</script>')
    form = send("a.svg", drawing.encode())
    image = form.save()
    assert (image.width, image.height) == (40, 20)
    blocks = [
        ("image", {"image": image, "alt_text": "A square", "decorative": False}),
        ("figure", {"image": image, "alt": "A square", "caption": "A square"}),
    ]
    [lesson] = lessons_of(a_course(lessons=1, body=blocks))
    main = BeautifulSoup(client.get(address(lesson)).content, "html.parser").main
    sources = {picture["src"] for picture in main.find_all("img", alt="A square")}
    assert sources and all(source.endswith(".svg") for source in sources)
    answer = client.get(sources.pop())
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = b"".join(answer.streaming_content).decode()
    assert "teal" in text and "script" not in text
    client.force_login(in_role("administrator"))
    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200


@pytest.mark.django_db
def test_the_form_below_a_picture_says_what_became_of_it(client):
    client.force_login(in_role("administrator"))
    file = SimpleUploadedFile("a.jpg", jpeg((3000, 1500)))
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "A", "files[]": file, "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert answer["success"], answer
    assert "Made smaller for the web: 2560 × 1280" in answer["form"] and "It was 3000 × 1500" in answer["form"]


def test_the_answer_of_the_reading_is_whole():
    answer = read_apart(
        pictures.prepared, heic(), Bounds(cpu_seconds=20, seconds=60, memory=1_000_000_000, answer=10**6)
    )
    assert Image.open(io.BytesIO(b64decode(answer["data"]))).size == (60, 40)
