"""PO files that editors upload: what would keep the site busy is refused with a sentence."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse

from brs.core import translation_files
from brs.core.apart import TooMuch, read_apart
from brs.core.bounds import TRANSLATION_READING, TRANSLATION_TEXTS
from brs.core.translation_files import NotATranslation
from brs.core.translation_files_views import upload_translation
from tests.given import in_role


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
