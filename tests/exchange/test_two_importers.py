"""Two editors at once with the same file: each is told, and nobody's press takes what is the other's."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.exchange.models import QuestionImport
from courses.questions.models import Question
from tests.exchange.test_columns import ASSIGNED, columns, to_columns
from tests.exchange.test_import_screens import BANK, added, sent
from tests.given import a_home, in_role

pytestmark = pytest.mark.django_db
TEXT = "1. Which?\nA. one\n*B. two\n\n2. Who?\nA. me\n*B. you\n"


def check_page(client, pk: int) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(f"{BANK}:import_check", args=[pk])).content, "html.parser")


def test_the_second_is_told_and_has_nothing_ticked(client):
    a_home()
    first, second = in_role("editor"), in_role("editor")
    client.force_login(first)
    sent(client, TEXT)
    client.force_login(second)
    sent(client, TEXT)
    theirs = QuestionImport.objects.latest("pk").pk
    assert len(check_page(client, theirs).select("[name=questions][checked]")) == 2
    client.force_login(first)
    mine = QuestionImport.objects.earliest("pk").pk
    assert client.post(reverse(f"{BANK}:import_check", args=[mine]), {"questions": [0, 1]}).status_code == 302
    client.force_login(second)
    page = check_page(client, theirs)
    assert "The same file was imported" in page.get_text()
    assert not page.select("[name=questions][checked]")
    assert client.get(reverse(f"{BANK}:import_check", args=[mine])).status_code == 404
    assert client.post(reverse("import_into_quiz", args=[mine]), {"create": "1"}).status_code == 404
    assert Question.objects.count() == 2


def test_columns_are_nobody_elses_to_assign(client):
    a_home()
    client.force_login(in_role("editor"))
    address = to_columns(client)
    before = QuestionImport.objects.get().drafts
    client.force_login(in_role("editor"))
    assert client.get(address).status_code == client.post(address, columns(*ASSIGNED)).status_code == 404
    assert QuestionImport.objects.get().drafts == before


def test_in_two_tabs_the_columns_said_last_are_read_and_taken_once(client):
    a_home()
    client.force_login(in_role("editor"))
    address = to_columns(client)
    client.post(address, columns(*ASSIGNED))
    client.post(address, columns("", "stem", "right_option", "option", "", ""))
    added(client, [0])
    added(client, [0, 1])
    [question] = Question.objects.all()
    assert [option["text"] for option in question.content()["options"]] == ["Basel", "Ramsar"]
