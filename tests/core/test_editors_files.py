"""Pictures and PO files that editors upload: what would keep the site busy is refused with a sentence."""

import io
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from brs.core import translation_files, trials
from brs.core.apart import TooMuch, read_apart
from brs.core.bounds import PICTURE_PIXELS, TRANSLATION_READING, TRANSLATION_TEXTS, Bounds
from brs.core.translation_files import NotATranslation
from brs.core.translation_files_views import upload_translation
from tests.given import in_role

SMALL = Bounds(cpu_seconds=2, seconds=60, memory=800_000_000, answer=1_000)


def jpeg(size=(60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 90).save(out, "JPEG", **options)
    return out.getvalue()


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


def errors(name: str, data: bytes) -> str:
    form = get_image_form(get_image_model())({"title": "A", "collection": 1}, {"file": SimpleUploadedFile(name, data)})
    form.is_valid()
    return " ".join(form.errors.get("file", []))


@pytest.mark.django_db
def test_a_picture_is_taken_once_it_has_been_drawn_to_its_end():
    assert not errors("a.jpg", jpeg())
    assert "cannot be read" in errors("a.jpg", jpeg((600, 400))[:-400])
    assert "cannot be read" in errors("a.jpg", b"%PDF-1.7 no picture")
    assert "does not match" in errors("a.png", jpeg())
    assert "too many pixels" in errors("a.png", png_of(10_000, PICTURE_PIXELS // 10_000 + 1))


def test_a_picture_that_is_drawn_again_and_again_is_ended():
    with pytest.raises(TooMuch):
        read_apart(trials.picture, of_many_scans(), SMALL)
    assert read_apart(trials.picture, jpeg(), SMALL) == [60, 40]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\0",
        b"/etc/passwd",
        b'msgid ""\nmsgstr ""\n',
        b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n'
        + b"".join(b'\nmsgid "%d"\nmsgstr "b"\n' % number for number in range(TRANSLATION_TEXTS + 1)),
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=idna\\n"\n' + b'msgid "a"\nmsgstr "b"\n' * 10,
    ],
)
def test_a_file_that_is_no_translation_of_ours_is_refused(data):
    with pytest.raises(NotATranslation):
        read_apart(translation_files.read, data, TRANSLATION_READING)


def test_a_translation_made_to_take_long_does_not():
    long = (
        b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n\nmsgid "a"\nmsgstr ""\n' + b'"x"\n' * 400_000
    )
    begun = time.monotonic()
    try:
        assert read_apart(translation_files.read, long, TRANSLATION_READING)
    except TooMuch:
        pass
    assert time.monotonic() - begun < TRANSLATION_READING.seconds


@pytest.mark.django_db
def test_the_address_of_the_admin_asks_the_trial_first(client):
    address = reverse("wagtail_localize:upload_pofile", args=[1])
    assert resolve(address).func is upload_translation
    assert client.post(address).headers["Location"].startswith("/admin/login/")
    client.force_login(in_role("editor"))
    address = reverse("upload_translations")
    answer = client.post(address, {"file": SimpleUploadedFile("a.po", b"no"), "next": "/admin/"}, follow=True)
    assert "This is no PO or XLIFF file that was downloaded here" in answer.content.decode()
