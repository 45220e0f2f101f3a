"""Fetching an offline folder: counted once, made anew where it changed, for whom it is."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.given import a_link, a_toolkit, in_role
from tests.toolkits.offline_folders import (
    made,
    unpacked,
)
from toolkits.sharing import actions
from toolkits.sharing.models import Bundle

pytestmark = pytest.mark.django_db


def test_a_visitor_downloads_it_and_that_is_counted_once(small, client):
    link = a_link(small)
    address = f"/t/{link.code}/bundle.zip"
    answer = client.get(address, {"language": "fr"})
    content = answer.getvalue()
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="brs-learn-small-fr.zip"'
    assert int(answer["Content-Length"]) == len(content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    client.head(address)
    rest = client.get(address, {"language": "fr"}, headers={"Range": "bytes=1000-"})
    assert (rest.status_code, rest.getvalue()) == (206, content[1000:])
    assert [(row.deed, row.count) for row in link.counts.all()] == [("download", 1)]
    client.force_login(small.owner)
    assert client.get(address).getvalue()
    assert link.counts.get().count == 1


def test_a_broken_download_goes_on_unless_it_has_changed(small, client):
    client.force_login(small.owner)
    address = reverse("toolkit_bundle", args=[small.pk])
    whole = client.get(address)
    content, etag = whole.getvalue(), whole["ETag"]
    part = client.get(address, headers={"Range": "bytes=100-199", "If-Range": etag})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-199/{len(content)}"
    assert part.getvalue() == content[100:200]
    last = client.get(address, headers={"Range": "bytes=-50"})
    assert last.getvalue() == content[-50:]
    for asked, byte in (("0-0", content[:1]), ("7-7", content[7:8]), ("-1", content[-1:])):
        part = client.get(address, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.getvalue(), part["Content-Length"]) == (206, byte, "1")
    assert client.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert client.get(address, headers={"Range": "nonsense"}).getvalue() == content
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    other = client.get(address, headers={"Range": "bytes=100-199", "If-Range": '"older"'})
    assert (other.status_code, other.getvalue()) == (200, content)


def test_what_has_changed_is_made_anew_and_the_old_file_goes(small):
    before = made(small)
    path = before.path
    assert made(small) == before
    actions.add_link(small, "https://example.org/new", "New")
    small.refresh_from_db()
    after = made(small)
    assert after != before
    assert after.path.exists()
    assert not path.exists()
    assert b"New" in unpacked(small)["index.html"]


def test_each_language_has_its_own(small):
    english, french = made(small, "en"), made(small, "fr")
    assert english != french
    assert english.is_there and french.is_there


def test_an_old_one_is_made_anew_and_old_ones_of_others_go(small):
    other = made(a_toolkit(links=1))
    first = made(small)
    Bundle.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert made(small).pk != first.pk
    assert not other.path.exists()
    assert not first.path.exists()


def test_its_file_goes_with_the_toolkit(small):
    bundle = made(small)
    small.delete()
    assert not bundle.path.exists()


def test_a_file_that_somebody_took_away_is_made_anew(small):
    bundle = made(small)
    bundle.path.unlink()
    assert made(small).is_there


def test_of_many_new_ones_from_one_place_the_last_are_refused(client):
    links = [a_link() for _ in range(11)]
    statuses = [client.get(f"/t/{link.code}/bundle.zip").status_code for link in links]
    assert statuses == [200] * 10 + [429]
    assert client.get(f"/t/{links[0].code}/bundle.zip").status_code == 200


def test_a_passcode_is_asked_for(small, client):
    link = a_link(small, passcode="mercury")
    for below in ("bundle.zip", "offline/"):
        assert client.get(f"/t/{link.code}/{below}").content[:2] != b"PK"
    assert Bundle.objects.count() == 0
    assert client.post(f"/t/{link.code}/bundle.zip", {"passcode": "mercury"}).status_code == 302
    assert client.get(f"/t/{link.code}/bundle.zip").getvalue()[:2] == b"PK"


def test_post_changes_nothing(small, client):
    client.force_login(small.owner)
    assert client.post(reverse("toolkit_bundle", args=[small.pk])).status_code == 405


def test_others_do_not_find_it(small, client):
    client.force_login(in_role("facilitator"))
    for name in ("toolkit_bundle", "toolkit_offline"):
        assert client.get(reverse(name, args=[small.pk])).status_code == 404
