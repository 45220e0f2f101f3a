"""Hostile HTML gets nothing; honest HTML stays as it was."""

import pytest

from brs.core.sanitizing import clean


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed" onclick="x()">x</p>',
        "<svg/onload=alert(1)>",
        '<iframe src="https://example.org"></iframe>',
    ],
)
def test_hostile_html_loses_its_teeth(hostile):
    cleaned = clean(hostile).lower()
    for tooth in ("<script", "<img", "<svg", "<iframe", "javascript:", "onerror", "onclick", "onload", "style"):
        assert tooth not in cleaned


def test_honest_html_stays():
    html = '<p>Read <a href="https://www.basel.int">the <b>text</b></a></p><ul><li>one</li></ul>'
    assert clean(html) == html
