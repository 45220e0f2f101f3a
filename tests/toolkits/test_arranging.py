"""What is in a toolkit is moved, annotated and removed, by two people at once as well."""

import pytest
from django.urls import reverse

from tests.given import a_course, a_link, a_toolkit, a_trainee, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.models import DailyCount, Entry, Toolkit

pytestmark = pytest.mark.django_db


@pytest.fixture
def toolkit(client) -> Toolkit:
    kit = a_toolkit(links=3)
    client.force_login(kit.owner)
    return kit


def titles(toolkit: Toolkit) -> list[str]:
    return [entry.title for entry in toolkit.entries.all()]


def at(name: str, entry: Entry) -> str:
    return reverse(name, args=[entry.toolkit_id, entry.pk])


def page(client, toolkit: Toolkit) -> str:
    return client.get(reverse("toolkit", args=[toolkit.pk])).content.decode()


class TestMoving:
    @pytest.mark.parametrize(
        ("which", "to", "after"),
        [
            (2, "up", "021"),
            (0, "down", "102"),
            (0, "up", "012"),
            (2, "down", "012"),
            (0, "3", "120"),
            (2, "1", "201"),
            (1, "900", "021"),
            (1, "0", "102"),
            (1, "somewhere", "012"),
            (1, "", "012"),
            (1, "-1", "012"),
            (1, "9" * 40, "012"),
        ],
    )
    def test_one_goes_where_it_is_sent_and_nowhere_by_nonsense(self, client, toolkit, which, to, after):
        entry = toolkit.entries.all()[which]
        answer = client.post(at("toolkit_move_entry", entry), {"to": to})
        assert answer.url == reverse("toolkit", args=[toolkit.pk]) + f"#e-{entry.pk}"
        assert titles(toolkit) == [f"Link {number}" for number in after]

    def test_a_section_takes_what_is_in_it_along(self, client, toolkit):
        first, _second, _third = toolkit.entries.all()
        actions.move(actions.add_section(toolkit, "Morning"), 0)
        afternoon = actions.add_section(toolkit, "Afternoon")
        actions.move(first, 9)
        assert titles(toolkit) == ["Morning", "Link 1", "Link 2", "Afternoon", "Link 0"]
        client.post(at("toolkit_move_entry", afternoon), {"to": "up"})
        assert titles(toolkit) == ["Afternoon", "Link 0", "Morning", "Link 1", "Link 2"]
        html = " ".join(page(client, toolkit).split()).replace(" >", ">")
        assert 'value="up" aria-label="Move up: Afternoon" aria-disabled="true"' in html
        assert 'value="down" aria-label="Move down: Afternoon">' in html
        assert 'value="down" aria-label="Move down: Morning" aria-disabled="true"' in html

    def test_two_owners_at_once_lose_nothing(self, client, toolkit):
        first, _second, last = toolkit.entries.all()
        client.post(at("toolkit_move_entry", last), {"to": "up"})
        client.post(at("toolkit_move_entry", first), {"to": "down"})  # by a page that still shows the old order
        assert titles(toolkit) == ["Link 2", "Link 0", "Link 1"]

    def test_a_script_gets_no_page(self, client, toolkit):
        entry = toolkit.entries.last()
        assert client.post(at("toolkit_move_entry", entry), {"to": "up", "quietly": "1"}).status_code == 204
        actions.remove(entry)
        gone = reverse("toolkit_move_entry", args=[toolkit.pk, 999_999])
        assert client.post(gone, {"to": "up", "quietly": "1"}).status_code == 409

    def test_what_somebody_removed_meanwhile_is_said_to_be_gone(self, client, toolkit):
        entry = toolkit.entries.last()
        paths = [at("toolkit_move_entry", entry), at("toolkit_remove_entry", entry)]
        actions.remove(entry)
        for path in paths:
            html = client.post(path, {"to": "up"}, follow=True).content.decode()
            assert "somebody has removed it" in html
        assert titles(toolkit) == ["Link 0", "Link 1"]


class TestAnnotating:
    def test_a_note_is_kept_and_shown_as_plain_text(self, client, toolkit):
        entry = toolkit.entries.first()
        note = "Ask first:\n<script>alert(1)</script> & more"
        client.post(at("toolkit_edit_entry", entry), {"title": "Better", "note": note})
        html = page(client, toolkit)
        assert "Better" in html
        assert "Ask first:<br>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html

    def test_a_page_keeps_its_own_title(self, client, toolkit):
        course = a_course()
        entry = actions.add_page(toolkit, course.translation_key, course.title)
        client.post(at("toolkit_edit_entry", entry), {"title": "Mine", "note": "Read it"})
        entry.refresh_from_db()
        assert (entry.title, entry.note) == (course.title, "Read it")

    def test_what_is_too_long_is_said_at_the_field_and_nothing_is_lost(self, client, toolkit):
        entry = toolkit.entries.first()
        answer = client.post(at("toolkit_edit_entry", entry), {"title": "Kept title", "note": "long" * 501})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "id_note_error" in html
        assert "long" * 501 in html
        assert "Kept title" in html

    def test_ten_megabytes_are_refused_plainly(self, client, toolkit):
        answer = client.post(
            at("toolkit_edit_entry", toolkit.entries.first()), {"title": "x", "note": "x" * 10_000_000}
        )
        assert answer.status_code in (400, 413)
        assert not toolkit.entries.exclude(note="").exists()

    def test_what_two_write_at_once_is_shown_to_the_second_with_both_texts(self, client, toolkit):
        entry = toolkit.entries.first()
        form = client.get(at("toolkit_edit_entry", entry)).context["form"]
        mine = {"title": "Mine", "note": "My note", "seen": form["seen"].value()}
        actions.annotate(entry, title="Theirs", note="Their <b>note</b>")
        answer = client.post(at("toolkit_edit_entry", entry), mine)
        html = answer.content.decode()
        assert answer.status_code == 409
        for text in ("Mine", "My note", "Theirs", "Their &lt;b&gt;note&lt;/b&gt;"):
            assert text in html
        entry.refresh_from_db()
        assert entry.note == "Their <b>note</b>"
        client.post(at("toolkit_edit_entry", entry), {**mine, "seen": answer.context["form"]["seen"].value()})
        entry.refresh_from_db()
        assert (entry.title, entry.note) == ("Mine", "My note")

    def test_writing_about_what_was_removed_meanwhile_shows_what_was_typed(self, client, toolkit):
        entry = toolkit.entries.first()
        path = at("toolkit_edit_entry", entry)
        actions.remove(entry)
        answer = client.post(path, {"title": "My title", "note": "My <b>thoughts</b>"})
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "My title" in html
        assert "My &lt;b&gt;thoughts&lt;/b&gt;" in html
        assert "somebody has removed it" in client.get(path, follow=True).content.decode()


class TestAddingLinksAndSections:
    def test_a_link_without_a_title_is_named_by_its_host(self, client, toolkit):
        path = reverse("toolkit_add_link", args=[toolkit.pk])
        client.post(path, {"url": "https://www.basel.int/x?y=1", "title": ""})
        client.post(path, {"url": "http://example.org/law", "title": "The law"})
        assert titles(toolkit)[3:] == ["www.basel.int", "The law"]
        assert '<a class="name" href="https://www.basel.int/x?y=1"' in page(client, toolkit)

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://example.org",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "ftp://example.org/",
            "mailto:a@example.org",
            "file:///etc/passwd",
            "https://",
            "nonsense",
            "https://example.org/" + "x" * 500,
            "https://www.basel.int@example.org/",
            "",
        ],
    )
    def test_what_is_no_address_on_the_web_is_refused_at_its_field(self, client, toolkit, url):
        answer = client.post(reverse("toolkit_add_link", args=[toolkit.pk]), {"url": url, "title": "Typed title"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#link_url"' in html
        assert "Typed title" in html
        assert toolkit.entries.count() == 3

    def test_a_section_stands_after_all_that_is_there_and_can_be_moved(self, client, toolkit):
        client.post(reverse("toolkit_add_section", args=[toolkit.pk]), {"title": "Morning <i>"})
        section = toolkit.entries.last()
        client.post(at("toolkit_move_entry", section), {"to": "1"})
        html = page(client, toolkit)
        assert "Morning &lt;i&gt;</h2>" in html
        assert html.index("Morning") < html.index("Link 0")
        assert client.post(reverse("toolkit_add_section", args=[toolkit.pk]), {"title": " "}).status_code == 422

    def test_a_full_toolkit_says_so_and_keeps_what_was_typed(self, client, toolkit, monkeypatch):
        monkeypatch.setattr(actions, "MOST_ENTRIES", 3)
        answer = client.post(
            reverse("toolkit_add_link", args=[toolkit.pk]), {"url": "https://example.org/new", "title": "New"}
        )
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "“Kit” is full: it holds 3 entries." in html
        assert 'value="https://example.org/new"' in html


def test_removing_takes_one_out_and_leaves_the_others(client, toolkit):
    client.post(at("toolkit_remove_entry", toolkit.entries.all()[1]))
    assert titles(toolkit) == ["Link 0", "Link 2"]


def test_what_visitors_do_not_see_is_told_in_words(client, toolkit):
    course = a_course(lessons=3)
    hidden, private, deleted = lessons_of(course)
    for lesson in (hidden, private, deleted):
        actions.add_page(toolkit, lesson.translation_key, lesson.title)
    hidden.unpublish()
    private.view_restrictions.create(restriction_type="login")
    deleted.delete()
    html = page(client, toolkit)
    for words in ("Not published now", "Closed to the public", "Removed from the site"):
        assert words in html
    assert "Lesson 2" in html


@pytest.mark.parametrize("size", [3, 30])
def test_it_takes_as_many_queries_however_much_is_in_it(client, django_assert_num_queries, size):
    kit, course = a_toolkit(links=size), a_course(lessons=size)
    for lesson in lessons_of(course):
        actions.add_page(kit, lesson.translation_key, lesson.title)
    for _ in range(size):
        actions.count(a_link(kit), DailyCount.Deed.VISIT)
    client.force_login(kit.owner)
    page(client, kit)
    with django_assert_num_queries(13):
        page(client, kit)


def test_a_co_owner_may_do_the_same(client, toolkit):
    friend = a_trainee()
    toolkit.co_owners.add(friend)
    client.force_login(friend)
    client.post(at("toolkit_move_entry", toolkit.entries.last()), {"to": "1"})
    assert titles(toolkit) == ["Link 2", "Link 0", "Link 1"]
