"""What the columns of a spreadsheet are, said on screen; and heads in the editor's language."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.exchange.drafts import differences
from courses.exchange.format_table import export
from courses.exchange.formats import sheet
from courses.exchange.models import QuestionImport
from courses.questions.models import Question
from tests.exchange import corpus
from tests.exchange.test_import_screens import BANK, added, sent
from tests.given import a_home, in_role

STRANGE = [
    ["Nummer", "Frage", "Richtig", "Falsch 1", "Falsch 2", "Hinweis"],
    ["1", "Welche Konvention?", "Basel", "Ramsar", "CITES", "Abfall"],
    ["2", "Welches Jahr?", "1989", "1992", "2001", "Basel"],
]
ASSIGNED = ["", "stem", "right_option", "option", "option", "feedback"]


def as_csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def columns(*fields: str, heads: int = 1) -> dict[str, str | int]:
    return {"heads": heads, **{f"column_{at}": name for at, name in enumerate(fields)}}


@pytest.fixture
def editor(client, db):
    a_home()
    editor = in_role("editor")
    client.force_login(editor)
    return editor


def to_columns(client, rows=STRANGE) -> str:
    answer = sent(client, as_csv(rows), name="fragen.csv")
    address = reverse(f"{BANK}:import_columns", args=[QuestionImport.objects.latest("pk").pk])
    assert answer.headers["Location"] == address
    return address


def test_heads_that_are_not_known_are_asked_for_with_samples(client, editor):
    form = BeautifulSoup(client.get(to_columns(client)).content, "html.parser").select_one(".import-columns")
    text = form.get_text(" ", strip=True)
    assert "Frage" in text
    assert "Welche Konvention? · Welches Jahr?" in text
    assert len(form.select("select")) == 7


def test_the_questions_are_read_as_they_are_assigned(client, editor):
    answer = client.post(to_columns(client), columns(*ASSIGNED))
    assert "Welche Konvention?" in client.get(answer.headers["Location"]).content.decode()
    added(client, [0, 1], publish="1")
    first = Question.objects.order_by("pk")[0]
    assert first.live
    assert [(o["text"], o["correct"]) for o in first.content()["options"]] == [
        ("Basel", True),
        ("Ramsar", False),
        ("CITES", False),
    ]
    assert first.content()["feedback"] == "Abfall"


def test_the_choice_stands_for_the_next_file_of_the_same_shape_and_editor(client, editor):
    client.post(to_columns(client), columns(*ASSIGNED))
    answer = sent(client, as_csv([STRANGE[0], ["7", "Noch eine?", "ja", "nein", "nie", ""]]), name="mehr.csv")
    assert answer.headers["Location"].endswith(f"/import/{QuestionImport.objects.latest('pk').pk}/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Noch eine?" in page
    assert "Change what the columns are" in page
    client.force_login(in_role("editor"))
    assert to_columns(client)  # somebody else says it for themselves


def test_a_sheet_that_is_understood_shows_its_questions_at_once(client, editor):
    answer = sent(client, sheet.template(), name="questions.xlsx")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "import-columns" not in page
    form = client.get(reverse(f"{BANK}:import_columns", args=[QuestionImport.objects.latest("pk").pk])).content.decode()
    soup = BeautifulSoup(form, "html.parser")
    chosen = [option["value"] for option in soup.select("select[name^=column] option[selected]")]
    assert chosen[:4] == ["type", "stem", "right", "feedback"]
    assert chosen.count("option") >= 4


def test_the_proposal_reads_what_the_heads_say(client, editor):
    """Whoever assigns nothing else loses nothing."""
    sent(client, sheet.template(), name="questions.xlsx")
    question_import = QuestionImport.objects.latest("pk")
    before = question_import.drafts
    proposal = sheet.proposed(question_import.rows)
    address = reverse(f"{BANK}:import_columns", args=[question_import.pk])
    assert client.post(address, columns(*proposal.fields, heads=proposal.heads)).status_code == 302
    question_import.refresh_from_db()
    assert question_import.drafts == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["", "", "option", "option", "option", ""], "Say which column is the question."),
        (["stem", "stem", "option", "option", "option", ""], "is this already."),
        (["stem", "nonsense", "option", "option", "option", ""], "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_chosen_stays(client, editor, fields, words):
    answer = client.post(to_columns(client), columns(*fields))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select_one("[name=column_2] [selected]")["value"] == "option"


def test_what_was_taken_or_has_no_columns_leads_on(client, editor):
    address = to_columns(client)
    client.post(address, columns(*ASSIGNED))
    added(client, [0])
    for answer in (client.get(address), client.post(address, columns(*ASSIGNED))):
        assert answer.status_code == 302
    assert Question.objects.count() == 1
    sent(client, "1. Which?\nA. one\n*B. two\n")
    gift = reverse(f"{BANK}:import_columns", args=[QuestionImport.objects.latest("pk").pk])
    assert client.get(gift).status_code == 302


def test_a_sheet_of_very_many_columns_is_no_fault(client, editor):
    address = to_columns(client, [["x"] * 3_000, ["y"] * 3_000])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert len(page.select("select[name^=column]")) == sheet.MOST_COLUMNS


@pytest.mark.parametrize("language", sorted(sheet.HEADS_IN))
def test_a_sheet_exported_in_any_language_is_read_again(language):
    heads = sheet.HEADS_IN[language].split(", ")
    assert len(heads) == len(sheet.WRITTEN)
    questions = list(corpus.EVERY_TYPE.values())
    made = export(sheet.in_language(language), questions)
    again = sheet.read(made.data)
    assert again.rows[0][: len(heads)] == heads
    assert not [differences(*pair) for pair in zip(questions, again.questions, strict=True) if differences(*pair)]
    assert again.issues == []


def test_the_export_takes_the_editors_language(client, editor):
    sent(client, "1. Which?\nA. one\n*B. two\n")
    added(client, [0])
    UserProfile.objects.create(user=editor, preferred_language="fr")
    answer = client.get(reverse(f"{BANK}:export"), {"format": "sheet", "download": "1"})
    assert "Énoncé" in sheet.rows_in(answer.content)[0]
