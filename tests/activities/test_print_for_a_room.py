"""Slips with personal codes, and the sheet to sign: on paper and as a spreadsheet."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from brs.activities.participants.actions import NewParticipant, enlist, join, withdraw
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.people.models import Party
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db

SIX = ["Amina Otieno", "أحمد بن صالح", "Иван Петров", "李小龙", "Zoé Lefèvre", "José Muñoz"]


@pytest.fixture
def activity(client):
    facilitator = in_role("facilitator")
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def put_in(activity, *names: str) -> None:
    enlist(activity, [NewParticipant(name) for name in names], None, language="en")


def pdf(client, activity, name: str, language: str = "en", **asked) -> PdfReader:
    address = reverse(name, args=[activity.translation_key]).replace("/en/", f"/{language}/", 1)
    answer = client.get(address, asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(document: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in document.pages)


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_slips_in_six_scripts_eight_a_page(client, activity, language):
    put_in(activity, *SIX, "Seven", "Eight", "Nine")
    document = pdf(client, activity, "activity_slips_pdf", language)
    text = text_of(document)
    assert len(document.pages) == 2
    assert all(person.slip in text for person in Participation.objects.all())
    assert "Иван Петров" in text and "李小龙" in text
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_slip_is_for_who_has_no_account_and_stands_on_the_list(client, activity):
    put_in(activity, "Amina", "Gone")
    withdraw(Participation.objects.get(name="Gone"))
    account = join(activity, a_trainee(), with_code=True)
    text = text_of(pdf(client, activity, "activity_slips_pdf"))
    assert "Amina" in text and "Gone" not in text and account.slip not in text


def test_one_slip_alone(client, activity):
    put_in(activity, "Amina", "Ben")
    person = Participation.objects.get(name="Ben")
    text = text_of(pdf(client, activity, "activity_slips_pdf", person=str(person.pk)))
    assert person.slip in text and "Amina" not in text
    assert "Amina" not in text_of(pdf(client, activity, "activity_slips_pdf", person="nonsense"))


def test_nobody_yet_is_an_empty_page_and_an_empty_sheet(client, activity):
    assert len(pdf(client, activity, "activity_slips_pdf").pages) == 1
    assert len(pdf(client, activity, "activity_sheet_pdf").pages) == 1


def test_a_name_with_a_letter_that_no_font_has_is_left_to_be_written_by_hand(client, activity):
    put_in(activity, "Amina", "Amina 🙂", "x\u0378", "ხათუნა")
    for name in ("activity_slips_pdf", "activity_sheet_pdf"):
        pdf(client, activity, name)
    text = text_of(pdf(client, activity, "activity_slips_pdf"))
    assert all(person.slip in text for person in Participation.objects.all())
    assert text.count("Amina") == 1


def test_the_sheet_has_a_column_for_each_day_and_the_names_stay_text(client, activity):
    put_in(activity, "=1+1", "Amina")
    text = text_of(pdf(client, activity, "activity_sheet_pdf"))
    assert "=1+1" in text and "Amina" in text
    address = reverse("activity_sheet_xlsx", args=[activity.translation_key])
    sheet = load_workbook(io.BytesIO(client.get(address).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Name", "=1+1", "Amina"]
    assert sheet["B2"].data_type == "s"
    assert rows[1][rows[0].index("Personal code")] == Participation.objects.get(name="=1+1").slip


def test_a_word_longer_than_its_column_goes_on_in_the_next_line(client, activity):
    words = {"organisation": "B" * 200, "job_title": "C" * 200}
    enlist(activity, [NewParticipant("A" * 200, details=words)], None, language="en")
    lines = text_of(pdf(client, activity, "activity_sheet_pdf")).splitlines()
    for letter in "ABC":
        runs = [run for line in lines for run in re.findall(f"{letter}+", line)]
        assert sum(map(len, runs)) >= 200 and max(map(len, runs)) < 40


def test_a_project_of_months_has_one_column_to_sign(client, activity):
    activity.agenda = []
    activity.ends_at = activity.starts_at + timedelta(days=400)
    activity.save()
    put_in(activity, "Amina")
    document = pdf(client, activity, "activity_sheet_pdf")
    assert len(document.pages) == 1 and "Signature" in text_of(document)


def test_it_asks_as_often_with_many_people(client, activity):
    kenya = Party.objects.create(iso2="KE", names={"en": "Kenya"})
    counts = []
    for number in (10, 100):
        enlist(activity, [NewParticipant(f"P {number} {n}", party=kenya) for n in range(number)], None, language="en")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("activity_sheet_xlsx", args=[activity.translation_key]))
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("activity_slips_pdf", args=[activity.translation_key]))
        counts.append(len(asked))
    assert len(set(counts)) == 1
