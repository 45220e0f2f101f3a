"""The job title of a participant: known by its heads, told from «Ms.», on paper where it fits, never a formula."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from brs.activities.participants.actions import NewParticipant, enlist
from brs.activities.participants.fields import FIELDS
from brs.activities.participants.list_parsing import Reading, read
from brs.activities.participants.list_text import table
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from tests.given import an_activity, in_role

DIRECTOR = "Directora de residuos / مدير / 处长"


def reading(text: str) -> Reading:
    return read(*table(text), fields=FIELDS, party=lambda name: "KE" if name in ("Kenya", "KE") else "")


def job_titles(text: str) -> list[str]:
    lists = reading(text)
    assert not lists.of("wrong"), lists.of("wrong")
    return [line.values["job_title"] for line in lists.lines]


@pytest.mark.parametrize(
    "head",
    ["Job title", "JOB TITLE *", "Position", "Title/Function", "Title", "Current position", "Designation", "Fonction",
     "Titre / Fonction", "Poste occupé", "Cargo", "Puesto", "Nombre del cargo", "Должность", "Занимаемая должность",
     "المسمى الوظيفي", "الوظيفة", "职务", "职位", "职务（全称）"],
)  # fmt: skip
def test_it_is_known_by_its_head(head):
    assert job_titles(f"Name;{head};E-mail\nAmina Otieno;{DIRECTOR};amina@example.org") == [DIRECTOR]


@pytest.mark.parametrize(
    "cells", [("Mr", "Ms."), ("Dr.", "Prof. Dr."), ("M.", "Mme"), ("г-н", "г-жа"), ("先生", "女士")]
)
@pytest.mark.parametrize("head", ["Title", "Titre", "Título", "头衔"])
def test_what_stands_before_a_name_is_none(head, cells):
    people = "".join(f"{cell};Amina {number}\n" for number, cell in enumerate(cells))
    assert job_titles(f"{head};Name\n{people}") == [""] * len(cells)
    assert reading(f"{head};Name\n{people}").columns.unused == (head,)
    both = reading(f"{head};Name;Position\n" + people.replace("\n", ";Director\n"))
    assert {line.values["job_title"] for line in both.lines} == {"Director"}


@pytest.mark.parametrize(
    ("head", "field"),
    [("Name and title", "name"), ("Organisation / position", "organisation"), ("Ministère (fonction)", "organisation"),
     ("单位职务", "organisation"), ("Nombre", "name")],
)  # fmt: skip
def test_a_head_that_says_something_else_as_well_says_that(head, field):
    heads, cells = ("Courriel", "a@example.org") if field == "name" else ("Name", "Amina")
    (line,) = reading(f"{heads};{head}\n{cells};Water").lines
    assert line.values[field] == "Water" and line.values["job_title"] == ""


def test_without_heads_it_is_what_is_left_and_has_letters():
    assert job_titles("Amina Otieno;a@example.org;KE;Ministry of Water;Head of division;F") == ["Head of division"]
    assert job_titles("Amina Otieno;a@example.org;KE;Ministry of Water;+254 700;F") == [""]
    assert reading("Amina Otieno;Ministry;amina(at)example.org").of("wrong")


@pytest.fixture
def activity(client):
    facilitator = in_role("facilitator")
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def printed(client, activity) -> str:
    sheet = client.get(reverse("activity_sheet_pdf", args=[activity.translation_key]))
    assert sheet.status_code == 200
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages).split())


@pytest.mark.django_db
def test_the_sheet_has_it_beside_few_days_and_where_it_is_known(client, activity):
    enlist(activity, [NewParticipant("Amina")], None, language="en")
    assert "Job title" not in printed(client, activity)
    enlist(activity, [NewParticipant("Ben", details={"job_title": "Chief chemist"})], None, language="en")
    assert "Job title" in printed(client, activity) and "Chief chemist" in printed(client, activity)
    activity.agenda, activity.ends_at = [], activity.starts_at + timedelta(days=4)
    activity.save()
    assert "Organisation" in printed(client, activity) and "Job title" not in printed(client, activity)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ['=cmd|"/c calc"!A1', "+1", "@SUM(1)", "-2"])
def test_it_stays_text_in_a_spreadsheet(client, activity, typed):
    data = {"name": "Amina", "job_title": typed}
    assert client.post(reverse("activity_add_person", args=[activity.translation_key]), data).status_code == 302
    answer = client.get(reverse("activity_sheet_xlsx", args=[activity.translation_key]))
    heads, cells = load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    (cell,) = [cell for head, cell in zip(heads, cells, strict=True) if head.value == "Job title"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)


@pytest.mark.django_db
def test_it_is_as_long_as_its_column_and_no_longer(client, activity):
    address = reverse("activity_add_person", args=[activity.translation_key])
    refused = client.post(address, {"name": "Amina", "job_title": "x" * 201})
    assert refused.status_code == 422 and 'id="id_job_title_error"' in refused.content.decode()
    client.post(address, {"name": "Amina", "job_title": "处" * 200})
    assert Participation.objects.get().job_title == "处" * 200
    assert printed(client, activity)
