"""The day on a certificate is the holder's, and its words are those of what is published."""

import io
import uuid
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from pypdf import PdfReader
from wagtail.users.models import UserProfile

from brs.certificates.actions import issue
from brs.certificates.document import pdf
from brs.certificates.models import Certificate, CertificateKind
from brs.core.time_zones import _CAPITALS, _table, zone_of, zones
from brs.people.models import Party
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.pages.models import CoursePage
from tests.certificates.test_actions import SNAPSHOT
from tests.certificates.test_document import a_certificate
from tests.given import a_course, a_trainee, in_french

LATE = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)
UNINHABITED = {"AQ", "UM"}


@pytest.fixture
def late(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATE)


def somebody(code: str = "", zone: str = ""):
    party = Party.objects.get_or_create(iso2=code, defaults={"names": {"en": code}})[0] if code else None
    person = a_trainee(party=party)
    if zone:
        UserProfile.objects.create(user=person, current_time_zone=zone)
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "chosen", "zone", "day"),
    [
        ("KE", "", "Africa/Nairobi", date(2026, 12, 31)),
        ("CN", "", "Asia/Shanghai", date(2027, 1, 1)),
        ("BR", "", "America/Sao_Paulo", date(2026, 12, 31)),
        ("BR", "Pacific/Auckland", "Pacific/Auckland", date(2027, 1, 1)),
        ("", "", "UTC", date(2026, 12, 31)),
        ("EU", "no/such", "Europe/Brussels", date(2026, 12, 31)),
    ],
)
def test_it_is_the_day_where_the_holder_is(code, chosen, zone, day, late):
    certificate = issue(somebody(code, chosen), uuid.uuid4(), SNAPSHOT, validity_months=12)
    assert (certificate.snapshot["zone"], certificate.issued_on) == (zone, day)
    assert certificate.expires_on == day.replace(year=day.year + 1)


@pytest.mark.django_db
def test_paper_and_verification_say_that_day(late, client):
    certificate = issue(somebody("CN"), uuid.uuid4(), SNAPSHOT)
    html = client.get(f"/verify/{certificate.serial}/").content.decode()
    assert "1 January 2027" in html and "Shanghai time" in html
    assert "1 January 2027" in PdfReader(io.BytesIO(pdf(certificate))).pages[0].extract_text()


@pytest.mark.django_db
def test_the_profile_keeps_a_time_zone(client):
    person = somebody("KE")
    client.force_login(person)
    form = {"name": person.name, "party": "KE", "language": "en", "time_zone": "Pacific/Apia"}
    assert client.post("/en/accounts/profile/", form).status_code == 302
    assert issue(person, uuid.uuid4(), SNAPSHOT).snapshot["zone"] == "Pacific/Apia"
    assert 'value="Pacific/Apia" selected' in client.get("/en/accounts/profile/").content.decode()
    assert client.post("/en/accounts/profile/", {**form, "time_zone": "no/such"}).status_code == 422


def test_every_country_of_several_zones_has_its_capitals():
    countries = [code for code, _zone in _table()]
    several = {code for code in countries if countries.count(code) > 1} - UNINHABITED
    assert several <= set(_CAPITALS)
    assert {zone_of(code) for code in countries} <= set(zones())


@pytest.fixture
def course() -> CoursePage:
    course = a_course(lessons=1)
    course.certificate_kind = CertificateKind.objects.create(
        slug="completion", title="Certificate", statement="did it.", locale=course.locale
    )
    course.title = "The English title"
    course.save_revision().publish()
    return course


def earned(course: CoursePage, language: str) -> Certificate:
    person = a_trainee(language=language)
    enrolment = enrol(person, course.translation_key, language=language)
    mark_done(enrolment, enrolment.outline.items[0]["key"], language=language)
    return Certificate.objects.get(holder=person)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["live", "draft", "never published", "changed draft"])
def test_its_words_are_never_those_of_a_draft(state, course):
    french = in_french(course)
    french.title = "Le titre"
    french.save_revision().publish()
    if state == "changed draft":
        french.title = "Un brouillon"
        french.save_revision()
    elif state != "live":
        french.unpublish()
        CoursePage.objects.filter(pk=french.pk).update(title="Un brouillon", draft_title="Un brouillon")
    snapshot = earned(course, "fr").snapshot
    expected = ("Le titre", "fr") if state in ("live", "changed draft") else ("The English title", "en")
    assert (snapshot["title"], snapshot["language"]) == expected


@pytest.mark.django_db
def test_where_nothing_is_published_the_source_speaks(course):
    in_french(course).unpublish()
    person = a_trainee(language="fr")
    enrolment = enrol(person, course.translation_key, language="fr")
    CoursePage.objects.update(live=False)
    mark_done(enrolment, enrolment.outline.items[0]["key"], language="fr")
    assert Certificate.objects.get().snapshot["language"] == "en"


def test_the_paper_links_to_its_verification():
    certificate = a_certificate("Amina")
    page = PdfReader(io.BytesIO(pdf(certificate))).pages[0]
    links = [annotation.get_object()["/A"]["/URI"] for annotation in page["/Annots"]]
    assert links and all(link.endswith(f"/verify/{certificate.serial}/") for link in links)


PAPER = 297 / 25.4 * 72
WIDTHS = {"Wm": 0.9, "ش": 0.6}  # of a letter at least, in ems


@pytest.mark.parametrize("letters", WIDTHS)
@pytest.mark.parametrize("field", ["holder", "title", "kind", "party", "statement", "outcomes", "signatories"])
def test_one_unbroken_word_stays_on_the_paper(field, letters):
    word = (letters * 200)[:200]
    certificate = a_certificate("Amina", "ar" if letters == "ش" else "en")
    certificate.snapshot[field] = [word, word] if field in ("outcomes", "signatories") else word
    reader = PdfReader(io.BytesIO(pdf(certificate)))
    assert len(reader.pages) == 1
    sizes: list[float] = []

    def note(text: str, cm: list, tm: list, font: dict | None, size: float) -> None:
        if len(text.strip()) > 150:
            sizes.append(size)

    reader.pages[0].extract_text(visitor_text=note)
    assert sizes and all(size * WIDTHS[letters] * 200 < PAPER for size in sizes)
