"""How often a link is used is counted by day; nobody is recorded."""

import pytest

from tests.given import a_link, a_trainee
from toolkits.sharing import actions
from toolkits.sharing.models import DailyCount, ShareLink

pytestmark = pytest.mark.django_db


def counted(link: ShareLink) -> dict[str, int]:
    return {row.deed: row.count for row in link.counts.all()}


def test_visits_and_opened_items_are_counted(client):
    link = a_link()
    entry = link.toolkit.entries.get()
    client.get(f"/t/{link.code}/")
    client.get(f"/t/{link.code}/", {"language": "fr"})
    answer = client.get(f"/t/{link.code}/open/{entry.pk}/")
    assert answer["Location"] == "https://example.org/0"
    assert counted(link) == {"visit": 2, "open": 1}


def test_what_no_visitor_did_is_not_counted(client):
    link = a_link()
    entry = link.toolkit.entries.get()
    for path in (f"/t/{link.code}/", f"/t/{link.code}/open/{entry.pk}/"):
        client.head(path)
        client.get(path, headers={"Sec-Purpose": "prefetch;prerender"})
        client.get(path, headers={"Purpose": "prefetch"})
    client.get(f"/t/{link.code}/qr.svg")
    friend = a_trainee()
    link.toolkit.co_owners.add(friend)
    for person in (link.toolkit.owner, friend):
        client.force_login(person)
        client.get(f"/t/{link.code}/")
        client.get(f"/t/{link.code}/open/{entry.pk}/")
    assert counted(link) == {}


def test_a_link_that_has_ended_counts_nothing(client):
    link = a_link()
    actions.revoke(link)
    client.get(f"/t/{link.code}/")
    assert counted(link) == {}


def test_a_count_has_no_field_for_a_person_or_a_place():
    assert {field.name for field in DailyCount._meta.get_fields()} == {"id", "link", "day", "deed", "count"}
