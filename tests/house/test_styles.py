"""A page loads the styles of what stands in it: pages to read do without those of pages to work on."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.TEMPLATES[0]["DIRS"][0])
STYLES = Path(settings.STATICFILES_DIRS[0]) / "css"
PAGES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if re.search(r'{% extends "(?!wagtail|toolkits/bundle)', path.read_text(encoding="utf-8"))
)


@cache
def styled(name: str) -> set[str]:
    """The classes that a file of styles knows."""
    css = re.sub(r"/\*.*?\*/", "", (STYLES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][a-z-]+)", css))


@cache
def standing_in(template: str) -> set[str]:
    """The classes of a template and of all that it includes."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    classes = {word for names in re.findall(r'class="([^"]*)"', source) for word in re.findall(r"[\w-]+", names)}
    return classes.union(*(standing_in(part) for part in re.findall(r'{% include "([^"]+)"', source)))


def loaded(template: str) -> set[str]:
    """The files of styles that a page and the frames it extends name."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    frame = re.search(r'{% extends "([^"]+)"', source)
    return set(re.findall(r"css/(\w+\.css)", source)) | (loaded(frame[1]) if frame else set())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_the_styles_of_what_stands_in_it(page):
    loaded_classes = set().union(*(styled(name) for name in loaded(page)))
    elsewhere = set().union(*(styled(name) for name in ("site.css", "work.css", "reports.css")))
    assert not (standing_in(page) & elsewhere) - loaded_classes
