"""A facilitator makes links to a toolkit, watches their use, extends, rotates and revokes them."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from tests.given import a_course, a_link, a_toolkit, a_trainee, in_role, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.links.links import links
from toolkits.sharing.models import DailyCount, ShareLink, Toolkit

pytestmark = pytest.mark.django_db
DEEDS = ["revoke", "rotate", "extend"]


def desk(toolkit: Toolkit) -> str:
    return f"/en/toolkits/{toolkit.pk}/share/"


def deed(link: ShareLink, name: str) -> str:
    return f"/en/toolkits/{link.toolkit_id}/links/{link.pk}/{name}/"


def owner_of(toolkit: Toolkit) -> Client:
    client = Client()
    client.force_login(toolkit.owner)
    return client


def fields(**changed) -> dict:
    return {"label": "Nairobi", "language": "fr", "last_day": "", "passcode": "", **changed}


def today():
    return timezone.now().date()


def test_a_link_is_made_as_said_and_shown_to_copy():
    toolkit = a_toolkit()
    client = owner_of(toolkit)
    assert str(today() + timedelta(days=90)) in client.get(desk(toolkit)).content.decode()
    answer = client.post(desk(toolkit), fields(last_day=str(today()), passcode="mercury"))
    link = toolkit.links.get()
    assert answer["Location"] == f"{desk(toolkit)}#link-{link.pk}"
    assert (link.label, link.language, link.made_by) == ("Nairobi", "fr", toolkit.owner)
    assert link.opens_with("mercury")
    assert link.last_day() == today()
    assert link.expires_at > timezone.now()
    assert f'value="http://testserver/t/{link.code}/"' in client.get(desk(toolkit)).content.decode()


def test_a_link_may_have_no_end():
    toolkit = a_toolkit()
    owner_of(toolkit).post(desk(toolkit), fields())
    assert toolkit.links.get().expires_at is None


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"last_day": "2020-01-01"}, "This day is over"),
        ({"last_day": "9999-12-31"}, "within ten years"),
        ({"last_day": "someday"}, "valid date"),
        ({"passcode": "1234"}, "at least 6 characters"),
        ({"language": "tlh"}, "valid choice"),
        ({"label": "x" * 121}, "at most 120"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(wrong, complaint):
    toolkit = a_toolkit()
    answer = owner_of(toolkit).post(desk(toolkit), fields(**wrong))
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert next(iter(wrong.values())) in answer.content.decode() or "language" in wrong
    assert not toolkit.links.exists()


def test_a_revoked_link_stops_at_once_and_cannot_be_extended():
    link = a_link()
    client = owner_of(link.toolkit)
    client.post(deed(link, "revoke"))
    assert Client().get(f"/t/{link.code}/").status_code == 404
    client.post(deed(link, "extend"), {f"link-{link.pk}-last_day": ""})
    link.refresh_from_db()
    assert link.state() == "revoked"
    assert "Revoked on" in client.get(desk(link.toolkit)).content.decode()


def test_a_rotated_link_has_another_code():
    link = a_link(label="Nairobi")
    owner_of(link.toolkit).post(deed(link, "rotate"))
    new = link.toolkit.links.exclude(pk=link.pk).get()
    assert new.label == "Nairobi"
    assert [Client().get(f"/t/{shared.code}/").status_code for shared in (link, new)] == [404, 200]


def test_rotating_what_was_revoked_makes_nothing_that_works():
    link = a_link()
    client = owner_of(link.toolkit)
    client.post(deed(link, "revoke"))
    client.post(deed(link, "rotate"))
    assert not ShareLink.objects.working()


def test_an_expired_link_works_again_when_it_is_extended():
    link = a_link(expires_at=timezone.now())
    client = owner_of(link.toolkit)
    refused = client.post(deed(link, "extend"), {f"link-{link.pk}-last_day": "2020-01-01"})
    assert refused.status_code == 422
    assert "This day is over" in refused.content.decode()
    client.post(deed(link, "extend"), {f"link-{link.pk}-last_day": str(today())})
    assert Client().get(f"/t/{link.code}/").status_code == 200


@pytest.mark.parametrize(
    ("who", "sees", "posts"),
    [
        ("owner", 200, 302),
        ("co-owner", 200, 302),
        ("facilitator", 404, 404),
        ("trainee", 404, 404),
        ("trainee who owns it", 403, 403),
        ("visitor", 302, 302),
    ],
)
def test_links_are_for_owners_who_may_share(who, sees, posts):
    toolkit = a_toolkit(links=1, owner=a_trainee() if who == "trainee who owns it" else None)
    link, other = a_link(toolkit), a_link()
    client = Client()
    if who == "co-owner":
        friend = in_role("facilitator")
        toolkit.co_owners.add(friend)
        client.force_login(friend)
    elif who.endswith(("owner", "owns it")):
        client.force_login(toolkit.owner)
    elif who != "visitor":
        client.force_login(in_role(who))
    before = set(ShareLink.objects.values_list("pk", "revoked_at", "expires_at"))
    assert client.get(desk(toolkit)).status_code == sees
    # A link of another toolkit is not found below one's own.
    foreign = f"/en/toolkits/{toolkit.pk}/links/{other.pk}/revoke/"
    assert client.post(foreign).status_code in (302, 403, 404)
    answers = [client.post(deed(link, name), {f"link-{link.pk}-last_day": ""}).status_code for name in DEEDS]
    assert answers == [posts] * 3
    other.refresh_from_db()
    assert other.revoked_at is None
    if posts != 302 or who == "visitor":
        assert client.post(desk(toolkit), fields()).status_code == posts
        assert set(ShareLink.objects.values_list("pk", "revoked_at", "expires_at")) == before


@pytest.mark.parametrize("name", DEEDS)
def test_nothing_is_done_by_following_a_link(name):
    link = a_link()
    assert owner_of(link.toolkit).get(deed(link, name)).status_code == 405


def test_use_is_drawn_for_thirty_days_and_added_up_for_all():
    link = a_link()
    for days_ago, visits in ((0, 4), (29, 1), (30, 7)):
        day = today() - timedelta(days=days_ago)
        DailyCount.objects.create(link=link, day=day, deed="visit", count=visits)
    [row] = links(link.toolkit, "en").rows
    assert row.total == {"visit": 12, "open": 0, "download": 0}
    assert [(day.visit, day.height) for day in row.busy_days] == [(1, 10), (4, 40)]
    assert (len(row.days), row.days[-1].day) == (30, today())
    assert "12 visits" in owner_of(link.toolkit).get(desk(link.toolkit)).content.decode()


def test_what_has_changed_since_the_last_link_is_said():
    toolkit, course = a_toolkit(), a_course(lessons=3)
    same, changed, gone = lessons_of(course)
    for page in (same, changed, gone):
        actions.add_page(toolkit, page.translation_key, page.title)
    link = a_link(toolkit)
    assert not links(toolkit, "en").news
    changed.save_revision().publish()
    gone.unpublish()
    actions.add_link(toolkit, "https://example.org/", "New")
    news = links(toolkit, "en").news
    assert [[item.title for item in part] for part in (news.added, news.changed, news.hidden)] == [
        ["New"],
        [changed.title],
        [gone.title],
    ]
    assert news.since == link.made_at.date()


@pytest.mark.parametrize("many", [3, 30])
def test_the_desk_takes_the_same_queries_however_many_links_there_are(many, django_assert_num_queries):
    toolkit = a_toolkit(links=many)
    for _ in range(many):
        link = a_link(toolkit)
        DailyCount.objects.create(link=link, day=today(), deed="visit", count=1)
    client = owner_of(toolkit)
    client.get(desk(toolkit))
    with django_assert_num_queries(8):
        client.get(desk(toolkit))


def test_no_page_of_the_desk_has_a_style_of_its_own():
    link = a_link()
    assert " style=" not in owner_of(link.toolkit).get(desk(link.toolkit)).content.decode()


@pytest.mark.parametrize(
    "typed", ["basel-2026 ", "BASEL–2026", "Ｂａｓｅｌ－２０２６", "basel-٢٠٢٦", "\u200fBasel-2026\u200f"]
)
def test_a_passcode_opens_in_any_width_case_and_digits(client, typed):
    link = a_link(passcode="Basel-2026")
    assert client.post(f"/t/{link.code}/", {"passcode": typed}).status_code == 302


@pytest.mark.parametrize(("typed", "opens"), [("Basel–2026", True), ("Basel–2027", False)])
def test_a_passcode_hashed_as_it_stood_opens_still(client, typed, opens):
    link = a_link()
    ShareLink.objects.filter(pk=link.pk).update(passcode=make_password("Basel–2026"))
    assert (client.post(f"/t/{link.code}/", {"passcode": typed}).status_code == 302) is opens


def test_what_nobody_sees_makes_no_passcode():
    toolkit = a_toolkit()
    answer = owner_of(toolkit).post(desk(toolkit), fields(passcode="a\u200d\u200d\u200d\u200d\u200d\u200d"))
    assert b"at least 6 characters" in answer.content
    assert not ShareLink.objects.exists()
