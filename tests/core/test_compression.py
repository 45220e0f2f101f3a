"""What is sent is compressed where that makes it smaller, for who can read it."""

import gzip

import pytest
from django.urls import reverse

from tests.certificates.test_actions import issued
from tests.given import a_home, a_link, in_role

pytestmark = pytest.mark.django_db

READS_GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize(("path", "end"), [("/en/accounts/sign-in/", b"</html>"), ("/sitemap.xml", b"</urlset>")])
def test_words_are(path, end, client):
    a_home()
    plain, compressed = client.get(path), client.get(path, headers=READS_GZIP)
    assert "Content-Encoding" not in plain.headers
    assert end in plain.content
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert end in gzip.decompress(compressed.content)
    assert len(compressed.content) < len(plain.content)


def test_a_drawing_is(client):
    code = reverse("shared_qr", args=[a_link().code])
    assert client.get(code, headers=READS_GZIP).headers["Content-Encoding"] == "gzip"


def test_a_document_is_not_compressed_twice(client):
    certificate = reverse("certificate_pdf", args=[issued().serial])
    assert client.get(certificate, headers=READS_GZIP).content.startswith(b"%PDF")


def test_what_is_sent_as_it_is_made_keeps_coming_as_it_is(client):
    client.force_login(in_role("trainee"))
    answer = client.get(reverse("data_download"), headers=READS_GZIP)
    assert answer.streaming and "Content-Encoding" not in answer.headers
