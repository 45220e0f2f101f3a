"""A document comes whole or in the part that is asked for: players seek in films, and some play nothing else."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from tests.given import a_document

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(100))


@pytest.fixture
def film():
    return a_document(content=CONTENT, name="film.mp4")


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-1", 0, 2), ("bytes=7-7", 7, 8), ("bytes=90-", 90, 100), ("bytes=-5", 95, 100)]
)
def test_a_part(client, film, asked, start, end):
    part = client.get(film.url, headers={"Range": asked})
    assert part.status_code == 206
    assert part.getvalue() == CONTENT[start:end]
    assert part["Content-Range"] == f"bytes {start}-{end - 1}/100"
    assert part["Content-Type"] == "video/mp4"
    assert part["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_whole_and_what_is_none_of_it(client, film):
    whole = client.get(film.url)
    assert (whole.status_code, whole.getvalue()) == (200, CONTENT)
    assert client.get(film.url, headers={"Range": "bytes=100-"}).status_code == 416
    changed = client.get(film.url, headers={"Range": "bytes=0-1", "If-Range": '"older"'})
    assert (changed.status_code, changed.getvalue()) == (200, CONTENT)
    same = client.get(film.url, headers={"Range": "bytes=0-1", "If-None-Match": whole["ETag"]})
    assert same.status_code == 304


def test_no_part_of_what_one_may_not_see(client, film):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    film.collection = closed
    film.save()
    assert client.get(film.url, headers={"Range": "bytes=0-1"}).status_code == 302
