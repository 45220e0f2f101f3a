"""A person's own toolkits and those they own with others, in use and archived."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.given import a_course, a_document, a_link, a_toolkit, a_trainee, in_role, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.desk.desk import PER_PAGE
from toolkits.sharing.models import DailyCount, Toolkit

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
def test_it_takes_as_many_queries_however_many_toolkits_and_links(client, person, django_assert_num_queries, size):
    lessons = lessons_of(a_course(lessons=size))
    for number in range(size):
        kit = a_toolkit(owner=person, links=1, title=f"Kit {number}")
        actions.add_page(kit, lessons[number].translation_key, "A lesson")
        actions.add_document(kit, a_document())
        actions.count(a_link(kit), DailyCount.Deed.VISIT)
    desk(client)
    with django_assert_num_queries(12):
        desk(client)


def test_it_says_how_each_link_is_doing(client, person):
    link = a_link(a_toolkit(owner=person, links=1), label="Accra")
    actions.count(link, DailyCount.Deed.VISIT)
    page = desk(client)
    assert f"#link-{link.pk}" in page
    assert "Accra" in page
    assert "1 visit<" in page
    assert page.count("<rect") == 1


def test_it_names_what_has_changed_since_a_toolkit_was_shared(client, person):
    kit, course = a_toolkit(owner=person), a_course(lessons=3)
    same, changed, hidden = lessons_of(course)
    for lesson in (same, changed, hidden):
        actions.add_page(kit, lesson.translation_key, lesson.title)
    assert "since you shared it" not in desk(client)
    a_link(kit)
    assert "since you shared it" not in desk(client)
    changed.save_revision().publish()
    hidden.unpublish()
    page = desk(client)
    assert "2 items have changed since you shared it" in page
    assert f"<bdi>{changed.title}</bdi>" in page
    assert f"<bdi>{hidden.title}</bdi>" in page
    assert f"<bdi>{same.title}</bdi>" not in page


def test_who_may_not_share_sees_no_links(client, person):
    a_link(a_toolkit(owner=person, links=1), label="Accra")
    trainee = a_trainee()
    Toolkit.objects.get().co_owners.add(trainee)
    client.force_login(trainee)
    assert "Accra" not in desk(client)
