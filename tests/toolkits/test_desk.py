"""A person's own toolkits and those they own with others, in use and archived."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.given import a_toolkit, in_role
from toolkits.sharing import actions
from toolkits.sharing.desk import PER_PAGE

pytestmark = pytest.mark.django_db


def desk(client: Client, query: str = "") -> str:
    return client.get(reverse("toolkits") + query).content.decode()


@pytest.fixture
def person(client):
    someone = in_role("facilitator")
    client.force_login(someone)
    return someone


def test_own_toolkits_and_shared_ones_are_there_and_nobody_elses(client, person):
    a_toolkit(owner=person, title="Mine")
    theirs = a_toolkit(title="Theirs")
    theirs.co_owners.add(person)
    a_toolkit(title="Foreign")
    html = desk(client)
    assert "Mine" in html
    assert f"Owned by {theirs.owner.name} and you" in html
    assert "Foreign" not in html


def test_each_says_how_much_is_in_it_and_how_many_links_work(client, person):
    toolkit = a_toolkit(owner=person, links=2)
    actions.add_section(toolkit, "Morning")
    first, _second = (
        actions.share(toolkit, person, label="", language="en", expires_at=None, passcode="") for _ in range(2)
    )
    actions.revoke(first)
    html = desk(client)
    assert "2 items" in html
    assert "1 link works" in html


def test_what_is_archived_is_on_a_page_of_its_own(client, person):
    toolkit = a_toolkit(owner=person, title="Old workshop")
    client.post(reverse("archive_toolkit", args=[toolkit.pk]))
    client.get(reverse("toolkits"))  # shows the message, which names it
    assert "Old workshop" not in desk(client)
    assert "Old workshop" in desk(client, "?archived")
    client.post(reverse("restore_toolkit", args=[toolkit.pk]), follow=True)
    assert "Old workshop" in desk(client)


def test_long_lists_have_pages_and_a_wrong_number_is_no_error(client, person):
    for number in range(PER_PAGE + 1):
        a_toolkit(owner=person, title=f"Kit number {number}")
    assert "Kit number 0<" not in desk(client)
    assert "Kit number 0<" in desk(client, "?page=2")
    assert "Kit number 0<" in desk(client, "?page=900")
    assert "Kit number 1<" in desk(client, "?page=x")


@pytest.mark.parametrize("size", [3, 20])
def test_it_takes_as_many_queries_however_many_toolkits(client, person, django_assert_num_queries, size):
    for number in range(size):
        a_toolkit(owner=person, links=1, title=f"Kit {number}")
    desk(client)
    with django_assert_num_queries(7):
        desk(client)
