"""Toolkits are made, described, duplicated and put away."""

import pytest
from django.urls import reverse

from tests.given import a_toolkit, a_trainee
from toolkits.sharing import actions
from toolkits.sharing.models import Toolkit

pytestmark = pytest.mark.django_db

SAID = {"title": "Customs workshop", "purpose": "For officers at borders", "language": "fr", "cover_note": ""}


@pytest.fixture
def person(client):
    someone = a_trainee()
    client.force_login(someone)
    return someone


def test_a_new_one_is_its_makers_alone(client, person):
    answer = client.post(reverse("new_toolkit"), SAID)
    toolkit = Toolkit.objects.get()
    assert answer.url == reverse("toolkit", args=[toolkit.pk])
    assert (toolkit.owner, toolkit.title, toolkit.language) == (person, "Customs workshop", "fr")
    assert not toolkit.links.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"language": "tlh"}, "language"),
        ({"cover_note": "x" * 10_001}, "cover_note"),
    ],
)
@pytest.mark.parametrize("name", ["new_toolkit", "edit_toolkit"])
def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(client, person, name, wrong, field):
    toolkit = a_toolkit(owner=person) if name == "edit_toolkit" else None
    sent = {**SAID, "cover_note": "A kept <b>note</b>", **wrong}
    answer = client.post(reverse(name, args=[toolkit.pk] if toolkit else []), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in html
    assert "For officers at borders" in html or field == "purpose"
    assert "A kept &lt;b&gt;note&lt;/b&gt;" in html or field == "cover_note"
    assert not Toolkit.objects.filter(purpose__startswith="For").exists()


def test_what_two_write_at_once_is_shown_to_the_second_with_both_texts(client, person):
    toolkit = a_toolkit(owner=person, purpose="Old purpose")
    path = reverse("edit_toolkit", args=[toolkit.pk])
    seen = client.get(path).context["form"]["seen"].value()
    Toolkit.objects.update(purpose="Their purpose")
    answer = client.post(path, {**SAID, "seen": seen})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Their purpose" in html
    assert SAID["purpose"] in html
    assert Toolkit.objects.get().purpose == "Their purpose"
    client.post(path, {**SAID, "seen": answer.context["form"]["seen"].value()})
    assert Toolkit.objects.get().purpose == SAID["purpose"]


def test_what_others_move_meanwhile_is_no_other_wording(client, person):
    toolkit = a_toolkit(owner=person, links=2)
    path = reverse("edit_toolkit", args=[toolkit.pk])
    seen = client.get(path).context["form"]["seen"].value()
    actions.shift(toolkit.entries.last(), -1)
    assert client.post(path, {**SAID, "seen": seen}).status_code == 302


def test_a_cover_note_keeps_its_marks_and_loses_what_is_not_safe(client, person):
    toolkit = a_toolkit(owner=person)
    note = (
        '<p onclick="x()">Read <b>this</b> <a href="https://basel.int" target="_blank">site</a></p>'
        '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><style>p{}</style>'
    )
    client.post(reverse("edit_toolkit", args=[toolkit.pk]), {**SAID, "cover_note": note})
    html = client.get(reverse("toolkit", args=[toolkit.pk])).content.decode()
    assert '<p>Read <b>this</b> <a href="https://basel.int">site</a></p>' in html
    for unsafe in ("onclick", "<script>", "onerror", "javascript:", "<style"):
        assert unsafe not in html.partition("cover-note")[2].partition("</header>")[0]


def test_a_note_that_came_in_by_another_way_is_cleaned_on_its_way_out(client, person):
    toolkit = a_toolkit(owner=person, cover_note="<script>alert(1)</script>\n\nSecond & last")
    shown = toolkit.shown_cover_note()
    assert "<script" not in shown
    assert "<p>Second &amp; last</p>" in shown


def test_plain_text_is_kept_as_it_was_typed(client, person):
    toolkit = a_toolkit(owner=person)
    note = "5 > 4 & so on\r\n\r\nSecond paragraph"
    client.post(reverse("edit_toolkit", args=[toolkit.pk]), {**SAID, "cover_note": note})
    toolkit.refresh_from_db()
    assert toolkit.cover_note == note
    assert "<p>5 &gt; 4 &amp; so on</p>" in toolkit.shown_cover_note()


def test_a_duplicate_is_at_once_given_a_title_of_its_own(client, person):
    toolkit = a_toolkit(owner=person, links=2, title="x" * 200)
    answer = client.post(reverse("duplicate_toolkit", args=[toolkit.pk]))
    copy = Toolkit.objects.exclude(pk=toolkit.pk).get()
    assert answer.url == reverse("edit_toolkit", args=[copy.pk])
    assert copy.entries.count() == 2
    assert copy.title.startswith("Copy of x")


def test_archiving_and_restoring_change_nothing_else(client, person):
    toolkit = a_toolkit(owner=person, links=1)
    client.post(reverse("archive_toolkit", args=[toolkit.pk]))
    toolkit.refresh_from_db()
    assert toolkit.archived_at
    html = client.get(reverse("toolkit", args=[toolkit.pk])).content.decode()
    assert "Its links do not work." in html
    client.post(reverse("restore_toolkit", args=[toolkit.pk]))
    toolkit.refresh_from_db()
    assert toolkit.archived_at is None
    assert toolkit.entries.count() == 1
