"""What people do with toolkits: twice is once, and nothing of anybody's is lost."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.given import a_link, a_toolkit, a_trainee, in_role
from toolkits.sharing import actions
from toolkits.sharing.models import DailyCount, Entry, ShareLink, Toolkit
from toolkits.sharing.ordering import moved, runs, shifted_run


def titles(toolkit: Toolkit) -> list[str]:
    return [entry.title for entry in toolkit.entries.all()]


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_moving_keeps_everything_and_the_order_of_the_others(items, data):
    item = data.draw(st.sampled_from(items))
    position = data.draw(st.integers(-2, len(items) + 2))
    after = moved(items, item, position)
    assert sorted(after) == sorted(items)
    assert [other for other in after if other != item] == [other for other in items if other != item]
    assert after.index(item) == max(0, min(position, len(items) - 1))


@given(st.lists(st.integers(), min_size=2, unique=True), st.data())
def test_moving_back_undoes_it(things, data):
    item = data.draw(st.sampled_from(things))
    changed = moved(things, item, data.draw(st.integers(0, len(things))))
    assert moved(changed, item, things.index(item)) == things


def is_capital(letter: str) -> bool:
    return letter.isupper()


@pytest.mark.parametrize(
    ("before", "which", "steps", "after"),
    [
        ("AabBcdC", "B", -1, "BcdAabC"),
        ("AabBcdC", "A", 1, "BcdAabC"),
        ("AabBcdC", "C", -2, "CAabBcd"),
        ("AabBcdC", "A", -1, "AabBcdC"),
        ("AabBcdC", "C", 5, "AabBcdC"),
        ("abAcBd", "A", -1, "AcabBd"),  # what was in no section is in one then
        ("abAcBd", "B", -1, "abBdAc"),
        ("A", "A", 1, "A"),
    ],
)
def test_a_run_moves_with_all_that_is_in_it(before, which, steps, after):
    assert "".join(shifted_run(before, which, steps, is_capital)) == after


@given(st.lists(st.integers(), unique=True, min_size=1), st.integers(-9, 9), st.data())
def test_moving_a_run_keeps_all_and_the_order_within_each(things, steps, data):
    before = runs(things, lambda n: n % 3 == 0)
    first = data.draw(st.sampled_from([run[0] for run in before]))
    after = shifted_run(things, first, steps, lambda n: n % 3 == 0)
    assert sorted(after) == sorted(things)
    for run in before:
        at = after.index(run[0])
        assert after[at : at + len(run)] == run


def test_what_begins_no_run_cannot_be_moved_as_one():
    with pytest.raises(ValueError, match="not in list"):
        shifted_run("Aab", "b", 1, is_capital)


@pytest.mark.django_db
class TestEntries:
    def test_the_same_thing_is_there_once_however_often_it_is_added(self):
        toolkit, key = a_toolkit(), uuid.uuid4()
        first = actions.add_page(toolkit, key, "A lesson")
        assert actions.add_page(toolkit, key, "A lesson, renamed") == first
        assert actions.add_link(toolkit, "https://example.org/", "Site") == actions.add_link(
            toolkit, "https://example.org/", "Again"
        )
        assert titles(toolkit) == ["A lesson", "Site"]

    def test_entries_stand_where_they_were_put(self):
        toolkit = a_toolkit(links=4)
        last = toolkit.entries.last()
        actions.move(last, 1)
        assert titles(toolkit) == ["Link 0", "Link 3", "Link 1", "Link 2"]
        actions.add_section(toolkit, "Afternoon")
        actions.remove(toolkit.entries.first())
        assert titles(toolkit) == ["Link 3", "Link 1", "Link 2", "Afternoon"]

    def test_a_move_knows_of_what_somebody_else_has_added_meanwhile(self):
        toolkit = a_toolkit(links=2)
        stale = toolkit.entries.last()
        actions.add_section(toolkit, "New")
        actions.move(stale, 0)
        assert titles(toolkit) == ["Link 1", "Link 0", "New"]

    def test_there_is_an_end_to_a_toolkit(self, monkeypatch):
        monkeypatch.setattr(actions, "MOST_ENTRIES", 2)
        toolkit = a_toolkit(links=2)
        with pytest.raises(actions.ToolkitIsFull):
            actions.add_section(toolkit, "One too many")

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "page"},
            {"kind": "link"},
            {"kind": "section", "title": ""},
            {"kind": "section", "url": "https://example.org"},
            {"kind": "page", "content_key": uuid.uuid4(), "url": "https://example.org"},
        ],
    )
    def test_the_database_refuses_an_entry_that_is_not_one_thing(self, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(toolkit=a_toolkit(), position=0, **{"title": "x", **fields})


@pytest.mark.django_db
class TestToolkits:
    def test_a_duplicate_is_private_and_has_all_entries(self):
        original = a_toolkit(links=3)
        original.co_owners.add(a_trainee())
        actions.share(original, original.owner, label="", language="en", expires_at=None)
        other = a_trainee()
        copy = actions.duplicate(original, other, "Mine")
        assert titles(copy) == titles(original) == ["Link 0", "Link 1", "Link 2"]
        assert (copy.owner, copy.links.count(), copy.co_owners.count()) == (other, 0, 0)

    def test_owners_and_co_owners_may_edit_and_nobody_else(self):
        toolkit, friend, stranger = a_toolkit(), a_trainee(), a_trainee()
        toolkit.co_owners.add(friend)
        assert list(Toolkit.objects.editable_by(toolkit.owner)) == [toolkit]
        assert list(Toolkit.objects.editable_by(friend)) == [toolkit]
        assert not Toolkit.objects.editable_by(stranger)


@pytest.mark.django_db
class TestLinks:
    def test_it_works_until_it_is_revoked_expired_or_its_toolkit_put_away(self):
        link = a_link()
        assert link.state() == "works"
        assert ShareLink.objects.working().get() == link
        actions.revoke(link)
        revoked = ShareLink.objects.get()
        assert revoked.state() == "revoked"
        actions.revoke(link)
        assert ShareLink.objects.get().revoked_at == revoked.revoked_at
        expired, archived = a_link(expires_at=timezone.now()), a_link()
        actions.archive(archived.toolkit)
        archived.toolkit.refresh_from_db()
        assert (expired.state(), archived.state()) == ("expired", "archived")
        assert not ShareLink.objects.working()
        actions.restore(archived.toolkit)
        assert ShareLink.objects.working().get() == archived

    def test_a_rotated_link_has_another_code_and_the_same_passcode(self):
        link = a_link(label="Nairobi", passcode="mercury")
        new = actions.rotate(link, link.made_by)
        link.refresh_from_db()
        assert link.state() == "revoked"
        assert new.code != link.code
        assert new.label == "Nairobi"
        assert new.opens_with("mercury")
        assert not new.opens_with("")
        assert "mercury" not in new.passcode

    def test_deeds_are_counted_by_day(self):
        link = a_link()
        for deed in ["visit", "visit", "download"]:
            actions.count(link, DailyCount.Deed(deed))
        counts = {row.deed: row.count for row in link.counts.all()}
        assert counts == {"visit": 2, "download": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may"), [("trainee", False), ("facilitator", True), ("editor", True), ("reviewer", False)]
)
def test_sharing_is_for_those_whose_role_says_so(role, may):
    assert in_role(role).has_perm("toolkits.add_sharelink") is may
