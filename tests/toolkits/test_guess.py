"""Somebody guesses codes and passcodes; those who have the right ones are not disturbed."""

import pytest
from django.test import Client

from brs.core.codes import new_share_code
from brs.core.limits import Guessing, Limit
from tests.given import a_link
from toolkits.sharing.models import ShareLink
from toolkits.sharing.visitors import access

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _low_limits(monkeypatch):
    low = Guessing(Limit("misses", 6, 600), Limit("all misses", 12, 600), few=2)
    monkeypatch.setattr(access, "MISSES", low)


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def open_link(client: Client, link: ShareLink) -> int:
    return client.get(f"/t/{link.code}/").status_code


def guess(client: Client, times: int) -> list[int]:
    return [client.get(f"/t/{new_share_code()}/").status_code for _ in range(times)]


def test_who_guesses_codes_waits_and_others_do_not():
    link, guesser = a_link(), at("192.0.2.1")
    assert guess(guesser, 8) == [404] * 6 + [429] * 2
    answer = guesser.get(f"/t/{link.code}/")
    assert answer.status_code == 429
    assert "2 minutes" in answer.content.decode()
    assert 0 < int(answer["Retry-After"]) <= 100
    assert open_link(at("192.0.2.2"), link) == 200


def test_guessing_from_many_places_leaves_each_a_few_tries():
    link = a_link()
    for number in range(6):
        guess(at(f"192.0.2.{number}"), 2)
    assert guess(at("198.51.100.1"), 4) == [404, 404, 429, 429]
    assert open_link(at("198.51.100.2"), link) == 200


def test_the_neighbours_of_an_ipv6_address_are_one_place():
    guess(at("2001:db8::1"), 6)
    assert guess(at("2001:db8::2"), 1) == [429]
    assert guess(at("2001:db8:0:1::1"), 1) == [404]
    assert guess(at("2001:db8:1::1"), 1) == [404]


def test_a_room_behind_one_address_opens_the_same_link_and_may_have_an_old_one():
    link, old = a_link(), a_link()
    ShareLink.objects.filter(pk=old.pk).update(expires_at=old.made_at)
    assert [open_link(at("192.0.2.1"), old) for _ in range(40)] == [404] * 40
    assert [open_link(at("192.0.2.1"), link) for _ in range(40)] == [200] * 40


def give(client: Client, link: ShareLink, passcode: str, below: str = ""):
    return client.post(f"/t/{link.code}/{below}", {"passcode": passcode})


class TestPasscode:
    def test_it_opens_every_address_of_the_link_for_this_browser(self, client):
        link = a_link(passcode="mercury")
        asked = client.get(f"/t/{link.code}/").content.decode()
        assert link.toolkit.title not in asked
        assert give(client, link, "lead-210").status_code == 422
        answer = give(client, link, " mercury ", "poster/?language=fr")
        assert answer["Location"] == f"/t/{link.code}/poster/?language=fr"
        assert client.cookies["unlocked"]["path"] == f"/t/{link.code}/"
        assert client.cookies["unlocked"]["httponly"]
        assert link.toolkit.title in client.get(f"/t/{link.code}/").content.decode()
        assert give(client, link, "mercury").status_code == 302
        assert link.toolkit.title not in Client().get(f"/t/{link.code}/").content.decode()
        assert "sessionid" not in client.cookies

    @pytest.mark.parametrize("below", ["", "poster/", "qr.svg", "open/1/"])
    def test_no_address_of_the_link_shows_anything_before(self, client, below):
        link = a_link(passcode="mercury")
        answer = client.get(f"/t/{link.code}/{below}")
        assert b'name="passcode"' in answer.content
        assert link.toolkit.title not in answer.content.decode()
        assert not link.counts.exists()

    def test_it_is_no_good_for_another_code_or_passcode(self, client):
        link = a_link(passcode="mercury")
        give(client, link, "mercury")
        cookie = client.cookies["unlocked"].value
        other = a_link(link.toolkit, passcode="mercury")
        client.cookies.load({"unlocked": cookie})
        assert b'name="passcode"' in client.get(f"/t/{other.code}/").content
        ShareLink.objects.filter(pk=link.pk).update(passcode=other.passcode)
        assert b'name="passcode"' in client.get(f"/t/{link.code}/").content

    def test_the_owner_needs_none(self, client):
        link = a_link(passcode="mercury")
        client.force_login(link.toolkit.owner)
        assert link.toolkit.title in client.get(f"/t/{link.code}/").content.decode()

    def test_who_mistypes_waits_and_nobody_beside_them(self):
        """A workshop behind one router: one person's wrong ones are nobody else's trouble."""
        link, clumsy, neighbour = a_link(passcode="mercury"), at("192.0.2.1"), at("192.0.2.1")
        for browser in (clumsy, neighbour):
            browser.get(f"/t/{link.code}/")  # where its cookie comes from
        statuses = [give(clumsy, link, f"guess-{number}").status_code for number in range(20)]
        assert statuses == [422] * 10 + [429] * 10
        refused = give(clumsy, link, "mercury")
        assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 60
        assert "wait 1 minute" in refused.content.decode() and 'value="mercury"' in refused.content.decode()
        assert give(neighbour, link, "mercury").status_code == 302

    def test_a_link_has_a_limit_wherever_tries_come_from(self, monkeypatch):
        monkeypatch.setattr(access, "OF_A_LINK", Limit("a link in a test", most=6, seconds=6000))
        link = a_link(passcode="mercury")
        tries = [give(at(f"192.0.2.{number}"), link, "guess-1").status_code for number in range(7)]
        assert tries == [422] * 6 + [429]
        other = a_link(passcode="mercury")
        assert give(at("192.0.2.1"), other, "mercury").status_code == 302

    def test_a_room_behind_one_address_gives_the_right_one(self):
        link = a_link(passcode="mercury")
        assert [give(at("192.0.2.1"), link, "mercury").status_code for _ in range(45)] == [302] * 45

    def test_nothing_typed_is_said_at_the_field(self, client):
        answer = give(client, a_link(passcode="mercury"), "")
        assert answer.status_code == 422
        assert b"id_passcode_error" in answer.content
