"""A list of people is put in: dry run first, mistakes said at each row and mended there, right rows alone, undo."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.participants.actions import NewParticipant, enlist
from brs.activities.register.models import Enlisting, Participation
from brs.activities.register.registers import register_of
from brs.core.bounds import LIST_TEXT
from brs.core.spreadsheets import workbook
from brs.people.models import Party
from tests.given import an_activity, in_role

pytestmark = pytest.mark.django_db

TWO_WRONG = (
    "Name;E-mail;Country\n"
    "Amina Otieno;amina@example.org;Kenya\n"
    "Ben Ole;ben(at)example.org;Kenia\n"
    ";carla@example.org;KE\n"
    "David Mwangi;;\n"
)


@pytest.fixture
def activity(client):
    Party.objects.create(iso2="KE", iso3="KEN", names={"en": "Kenya", "fr": "Kenya", "ru": "Кения"})
    facilitator = in_role("facilitator")
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def send(client, activity, text: str = "", **more):
    return client.post(
        reverse("activity_enlist", args=[activity.translation_key]), {"text": text, "check": "1", **more}
    )


def names() -> list[str]:
    return sorted(Participation.objects.values_list("name", flat=True))


def test_a_dry_run_puts_nobody_on_the_list_and_says_what_is_wrong_at_each_row(client, activity):
    answer = send(client, activity, TWO_WRONG)
    page = answer.content.decode()
    assert answer.status_code == 200 and not Participation.objects.exists()
    assert "2 rows are right." in page and "2 rows have mistakes." in page
    assert "Row 3" in page and 'name="mend-3-email" value="ben(at)example.org"' in page
    assert "Perhaps: Kenya" in page
    assert 'name="mend-4-name"' in page and "The name is missing." in page
    assert 'name="mend-2-name"' not in page


def test_what_is_mended_beside_a_row_is_right_then_and_the_text_keeps_it(client, activity):
    mends = {"mend-3-email": "ben@example.org", "mend-3-party": "Kenya", "mend-4-name": "Carla"}
    page = send(client, activity, TWO_WRONG, **mends).content.decode()
    assert "4 rows are right." in page and "ben@example.org" in page and "mistakes" not in page
    send(client, activity, TWO_WRONG, take="1", **mends)
    assert names() == ["Amina Otieno", "Ben Ole", "Carla", "David Mwangi"]
    assert Participation.objects.get(name="Ben Ole").party_id == "KE"


def test_the_right_rows_are_taken_and_the_wrong_ones_stay_to_be_mended(client, activity):
    answer = send(client, activity, TWO_WRONG, take="1")
    page = answer.content.decode()
    assert names() == ["Amina Otieno", "David Mwangi"]
    assert "2 people are put on the list" in page and "2 rows have mistakes." in page
    assert "ben(at)example.org" in page and "Amina Otieno" not in page.split("<textarea")[1].split("</textarea")[0]


def test_sending_the_same_list_again_puts_nobody_in_twice(client, activity):
    for _ in range(2):
        send(client, activity, TWO_WRONG, take="1")
    assert names() == ["Amina Otieno", "David Mwangi"]
    assert "2 people are on the list already" in send(client, activity, TWO_WRONG).content.decode()


def test_it_is_undone_but_who_has_come_stays(client, activity):
    send(client, activity, "Amina\nBen\nCarla", take="1")
    Participation.objects.filter(name="Ben").update(joined_at=timezone.now())
    page = client.get(reverse("activity_enlist", args=[activity.translation_key])).content.decode()
    assert "1 of them has come and would stay." in page
    undo = reverse("activity_undo_enlisting", args=[activity.translation_key, Enlisting.objects.get().pk])
    assert "1 person stays" in client.post(undo, follow=True).content.decode()
    assert names() == ["Ben"]
    assert client.post(undo).status_code == 302


def test_the_last_list_stands_first(client, activity):
    for name in ("Amina", "Ben", "Carla"):
        send(client, activity, name, take="1")
    page = client.get(reverse("activity_enlist", args=[activity.translation_key])).content.decode()
    undo = [page.index(f"list/{enlisting.pk}/undo/") for enlisting in Enlisting.objects.order_by("-pk")]
    assert undo == sorted(undo)


def test_the_list_of_another_activity_is_not_undone(client, activity):
    other = an_activity()
    enlisting = enlist(other, [NewParticipant("Theirs")], in_role("facilitator"), language="en")
    for key in (activity.translation_key, other.translation_key):
        assert client.post(reverse("activity_undo_enlisting", args=[key, enlisting.pk])).status_code == 404
    assert names() == ["Theirs"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.csv", "Имя;Страна\nИван Петров;Кения\n".encode("cp1251")),
        ("list.csv", "﻿Имя;Страна\nИван Петров;Кения\n".encode()),
        ("list.txt", "Имя\tСтрана\nИван Петров\tКения\n".encode("utf-16")),
        ("list.xlsx", workbook({"A": [["Имя", "Страна"], ["Иван Петров", "Кения"]]})),
    ],
)
def test_a_file_is_read_whatever_program_wrote_it(client, activity, name, data):
    send(client, activity, "", file=SimpleUploadedFile(name, data), take="1")
    assert list(Participation.objects.values_list("name", "party_id")) == [("Иван Петров", "KE")]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("list.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old format of Excel"),
        ("list.xlsx", b"PK\x03\x04 broken", "cannot be read"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(32)) * 50, "no text in it"),
        ("big.csv", b"Amina\n" * 1_400_000, "larger than 8 MB"),
        ("many.csv", "\n".join(f"Person {n}" for n in range(5001)).encode(), "at most 5,000 rows"),
        ("empty.csv", b"", "empty"),
    ],
)
def test_what_is_no_list_is_refused_at_the_field(client, activity, name, data, word):
    answer = send(client, activity, "", file=SimpleUploadedFile(name, data))
    page = answer.content.decode()
    assert answer.status_code == 422 and word in page and 'href="#id_file"' in page


def test_nothing_at_all_and_far_too_much_are_refused_at_the_text(client, activity):
    for text in ("", " \n ", "x" * 700_000):
        answer = send(client, activity, text)
        assert answer.status_code == 422 and 'href="#id_text"' in answer.content.decode()


def test_only_heads_put_nobody_in(client, activity):
    answer = send(client, activity, "Name;E-mail\n", take="1")
    assert answer.status_code == 200 and not Enlisting.objects.exists()


def test_names_that_look_like_formulas_or_marks_stay_text(client, activity):
    answer = send(client, activity, 'Name\n=HYPERLINK("http://x","y")\n<b>Bold</b>\n', take="1")
    assert answer.status_code == 302
    assert names() == ["<b>Bold</b>", '=HYPERLINK("http://x","y")']


def test_two_thousand_rows_with_every_mistake(client, activity):
    rows = ["Name;E-mail;Country"]
    rows += [f"Person {n};p{n}@example.org;Kenya" for n in range(1500)]
    rows += [f";q{n}@example.org;Kenya" for n in range(100)]
    rows += [f"Wrong {n};q{n}.example.org;Kenya" for n in range(200)]
    rows += [f"Person {n};p{n}@example.org;Kenya" for n in range(200)]
    send(client, activity, "\n".join(rows))
    with CaptureQueriesContext(connection) as asked:
        answer = send(client, activity, "\n".join(rows))
    page = answer.content.decode()
    assert (
        "1,500 rows are right." in page and "300 rows have mistakes." in page and "200 rows say somebody again" in page
    )
    assert "250 more rows have mistakes" in page
    assert len(asked) <= 11
    assert len(answer.content) < 400_000
    answer = send(client, activity, "\n".join(rows), take="1")
    assert Participation.objects.count() == 1500


def test_of_a_file_too_long_to_be_sent_again_the_columns_that_are_used_are(client, activity):
    heads = ["Registered", "Name", *(f"Answer {n}" for n in range(26)), "E-mail", "Country"]
    rows = [["2026-05-04", f"Person {n}", *["x" * 30] * 26, f"p{n}@example.org", "Kenya"] for n in range(1_000)]
    data = "\n".join(";".join(row) for row in [heads, *rows]).encode()
    assert len(data) > LIST_TEXT
    page = send(client, activity, "", file=SimpleUploadedFile("list.csv", data)).content.decode()
    assert "1,000 rows are right." in page and "Registered, Answer 0, Answer 1" in page
    text = html.unescape(page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])
    assert text.splitlines()[:2] == ["", "Name;E-mail;Country"] and len(text) < LIST_TEXT
    send(client, activity, text, take="1")
    assert len(names()) == 1_000
