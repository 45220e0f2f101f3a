"""Components have a stated interface and are shown in the style guide, which is no part of the public site."""

from pathlib import Path

import pytest

from brs.home.styleguide import CONTEXTS, FOLDER, comment, samples
from brs.settings import base

COMPONENTS = sorted(path.stem for path in Path(FOLDER).glob("*.html"))


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_begins_by_saying_what_it_shows_and_takes(name):
    assert "Takes " in comment(name)


def test_each_is_shown_in_the_style_guide():
    assert sorted(CONTEXTS) == COMPONENTS
    assert all(sample.html.strip() for sample in samples())


@pytest.mark.django_db
def test_the_style_guide_shows_them_from_both_sides(client):
    for direction in ("ltr", "rtl"):
        html = client.get("/styleguide/", {"dir": direction}).content.decode()
        assert f'dir="{direction}"' in html
        assert all(f'<section id="{name}">' in html for name in COMPONENTS)
    assert client.get("/styleguide/").content.count(b"<iframe") == 3


def test_the_style_guide_is_no_part_of_the_public_site():
    assert base.STYLEGUIDE is False
