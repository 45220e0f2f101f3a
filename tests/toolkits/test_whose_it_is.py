"""Every address of a toolkit, asked for by everyone."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.given import a_toolkit, a_trainee, in_role
from toolkits.sharing.models import Entry, Toolkit

pytestmark = pytest.mark.django_db

PAGES = ["toolkit", "edit_toolkit", "toolkit_co_owners", "toolkit_edit_entry"]
DEEDS = [
    "toolkit_add_link",
    "toolkit_add_section",
    "toolkit_move_entry",
    "toolkit_remove_entry",
    "duplicate_toolkit",
    "archive_toolkit",
]
DEEDS += ["restore_toolkit", "toolkit_remove_co_owner", "toolkit_withdraw_invitation"]
OF_AN_ENTRY = ("toolkit_edit_entry", "toolkit_move_entry", "toolkit_remove_entry")


@pytest.fixture
def toolkit() -> Toolkit:
    kit = a_toolkit(links=2)
    kit.co_owners.add(a_trainee())
    return kit


def path(name: str, toolkit: Toolkit) -> str:
    entry = toolkit.entries.first()
    more = {"toolkit_remove_co_owner": toolkit.co_owners.get().pk, "toolkit_withdraw_invitation": 1}
    more |= dict.fromkeys(OF_AN_ENTRY, entry.pk)
    return reverse(name, args=[toolkit.pk, *([more[name]] if name in more else [])])


def somebody(who: str, toolkit: Toolkit) -> Client:
    client = Client()
    people = {"owner": lambda: toolkit.owner, "co-owner": toolkit.co_owners.get, "trainee": a_trainee}
    if who != "visitor":
        client.force_login(people.get(who, lambda: in_role(who))())
    return client


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 200),
        ("co-owner", 200),
        ("trainee", 404),
        ("facilitator", 404),
        ("editor", 404),
        ("manager", 404),
        ("administrator", 404),
        ("visitor", 302),
    ],
)
def test_pages_are_for_owners(toolkit, name, who, status):
    assert somebody(who, toolkit).get(path(name, toolkit)).status_code == status


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("who", ["visitor", "trainee", "facilitator", "editor", "manager", "administrator"])
def test_deeds_are_for_owners(toolkit, name, who):
    before = list(Entry.objects.values()), list(Toolkit.objects.values()), list(toolkit.co_owners.all())
    answer = somebody(who, toolkit).post(path(name, toolkit), {"to": "down", "title": "x", "url": "https://x.org"})
    assert answer.status_code == (302 if who == "visitor" else 404)
    assert before == (list(Entry.objects.values()), list(Toolkit.objects.values()), list(toolkit.co_owners.all()))


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("who", ["owner", "co-owner", "visitor"])
def test_a_deed_is_no_page(toolkit, name, who):
    assert somebody(who, toolkit).get(path(name, toolkit)).status_code == 405


@pytest.mark.parametrize("name", [*DEEDS, "edit_toolkit", "toolkit_co_owners", "toolkit_edit_entry"])
def test_a_deed_needs_its_token(toolkit, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(toolkit.owner)
    assert client.post(path(name, toolkit), {"to": "down"}).status_code == 403


@pytest.mark.parametrize("name", OF_AN_ENTRY)
def test_an_entry_of_another_toolkit_is_not_reached_through_ones_own(toolkit, name):
    mine = a_toolkit()
    client = Client()
    client.force_login(mine.owner)
    entry = toolkit.entries.first()
    client.post(reverse(name, args=[mine.pk, entry.pk]), {"to": "down", "title": "Taken", "note": "over"})
    assert [entry.title for entry in toolkit.entries.all()] == ["Link 0", "Link 1"]


@pytest.mark.parametrize(("role", "sees"), [("trainee", False), ("facilitator", True), ("editor", True)])
def test_only_who_may_share_is_told_of_sharing(client, role, sees):
    person = in_role(role)
    toolkit = a_toolkit(owner=person)
    client.force_login(person)
    assert ("share it by a link" in client.get(reverse("toolkits")).content.decode()) is sees
    html = client.get(reverse("toolkit", args=[toolkit.pk])).content.decode()
    assert sees or "/share/" not in html
