"""The PDF: tagged, small, in every script; and a clear answer where a letter cannot be printed."""

import io
import uuid

import pytest
from django.utils import timezone
from pypdf import PdfReader

from brs.certificates.document import pdf
from brs.certificates.models import Certificate
from tests.given import a_trainee

NAMES = {"Latin": "Zoë Müller", "Cyrillic": "Иван Петров", "Arabic": "أمينة الخطيب", "Chinese": "李伟"}


def a_certificate(holder: str, language: str = "en") -> Certificate:
    snapshot = {
        "holder": holder,
        "party": "Kenya",
        "title": "Basel Convention essentials",
        "code": "BC-101",
        "kind": "Certificate of completion",
        "statement": "has completed the course.",
        "outcomes": ["Decide"],
        "minutes": 45,
        "score": 90,
        "language": language,
        "release": 1,
        "signatories": ["A. Person, Executive Secretary"],
        "issuer": "BRS Learn",
    }
    return Certificate(subject_key=uuid.uuid4(), snapshot=snapshot, issued_at=timezone.now())


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_printed_in_its_script_tagged_and_small(script):
    document = pdf(a_certificate(NAMES[script]))
    assert len(document) <= 60_000
    reader = PdfReader(io.BytesIO(document))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title.startswith("Certificate of completion")
    text = reader.pages[0].extract_text()
    # Arabic is stored in the order in which it is drawn.
    assert NAMES[script] in text or set(NAMES[script].replace(" ", "")) <= set(text)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_longest_words_stay_on_one_page(language):
    certificate = a_certificate("Maximiliana " * 24, language)
    certificate.snapshot |= {
        "title": "Environmentally sound management of wastes " * 6,
        "outcomes": ["Explain what environmentally sound management means for a permit or a policy"] * 8,
        "signatories": ["A. Person, Executive Secretary of the Basel, Rotterdam and Stockholm conventions"] * 3,
    }
    assert len(PdfReader(io.BytesIO(pdf(certificate))).pages) == 1


@pytest.mark.parametrize("conventions", [[], ["basel"], ["rotterdam", "stockholm"], ["another"]])
def test_it_wears_the_colours_of_its_conventions(conventions):
    certificate = a_certificate("Amina")
    certificate.snapshot["conventions"] = conventions
    assert len(pdf(certificate)) <= 60_000


def test_words_cannot_act_as_markup():
    text = PdfReader(io.BytesIO(pdf(a_certificate("#panic() $x$ *y*")))).pages[0].extract_text()
    assert "#panic() $x$ *y*" in text


@pytest.mark.django_db
def test_a_letter_that_no_font_has_is_no_empty_box(client):
    certificate = a_certificate("Amina 🧪")
    certificate.holder = a_trainee()
    certificate.save()
    answer = client.get(f"/certificates/{certificate.serial}.pdf")
    assert answer.status_code == 503
    assert b"cannot be printed yet" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_it_is_served_by_its_serial_however_typed(client, language):
    certificate = a_certificate("Amina", language)
    certificate.holder = a_trainee()
    certificate.save()
    answer = client.get(f"/certificates/{certificate.serial.lower()}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert client.get("/certificates/0000-0000-0000-0000.pdf").status_code == 404
