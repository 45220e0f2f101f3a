"""A page loads the styles of what stands in it: pages to read do without those of pages to work on.

One file per component; each class is used, and each that is used has a style.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from brs.core.stylesheets import stylesheet
from courses.questions.types import TYPES

ROOT = Path(settings.TEMPLATES[0]["DIRS"][0]).parent
TEMPLATES = ROOT / "templates"
STYLES = ROOT / "static" / "css"
SHEETS = ["site", "work", "reports", "offline", "admin"]
PAGES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if re.search(r'{% extends "(?!wagtail|toolkits/bundle)', path.read_text(encoding="utf-8"))
)
TAG = re.compile(r"{%.*?%}|{{.*?}}")
CLASS = re.compile(r'\sclass="((?:{%.*?%}|{{.*?}}|[^"])*)"')

# Classes without a style of their own: what they are there for.
HOOKS = {
    "newer": "found by a test",
    "rounds": "keeps it from being a plain list, which work-elements.css gives room",
}
# Of conventions, kinds of callouts, links in an offline folder: written by Python.
VARIABLES = {"basel", "rotterdam", "stockholm", "cross-cutting", "law", "tip", "warning", "host"}
# Files of several components that go together.
FAMILIES = {"lesson-block", "offline", "work-elements"}
LINES = [("static/css", "*.css", 120), ("static/js", "*.js", 120), ("templates", "*.html", 160)]
# Wagtail's, in templates of its admin.
OF_WAGTAIL = re.compile(r"((sm|lg):)?w-.*|serious|button-(small|secondary)|listing|nice-padding|help-.*|fields|no")


def selectors(css: str) -> str:
    """What stands before each brace of a file of styles."""
    css = re.sub(r'/\*.*?\*/|"[^"]*"|\[[^\]]*\]', "", css, flags=re.DOTALL)
    return "\n".join(re.findall(r"([^{};]+){", css))


@cache
def styled(name: str) -> set[str]:
    """The classes that a stylesheet knows."""
    return set(re.findall(r"\.([a-z][\w-]*)", selectors(stylesheet(name))))


@cache
def classes_in(template: str) -> set[str]:
    """The classes that a template writes out; one ends in a hyphen where a variable completes it."""
    values = CLASS.findall((TEMPLATES / template).read_text(encoding="utf-8"))
    return {word for value in values for word in TAG.sub(lambda tag: "" if tag[0][1] == "{" else " ", value).split()}


@cache
def standing_in(template: str) -> set[str]:
    """The classes of a template and of all that it includes, of whatever type the question is."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    parts = re.findall(r'{% include "([^"]+)"', text)
    if "{% include presented.template %}" in text:
        parts += [question_type.template for question_type in TYPES.values()]
    return classes_in(template).union(*(standing_in(part) for part in parts))


def loaded(template: str) -> set[str]:
    """The stylesheets that a page and the frames it extends name."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    frame = re.search(r'{% extends "([^"]+)"', text)
    return set(re.findall(r"css/(\w+)\.css", text)) | (loaded(frame[1]) if frame else set())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_the_styles_of_what_stands_in_it(page):
    its_own = set().union(*(styled(name) for name in loaded(page)))
    elsewhere = set().union(*(styled(name) for name in ("site", "work", "reports")))
    assert not (standing_in(page) & elsewhere) - its_own


def used() -> set[str]:
    """The classes that templates, scripts, forms and columns of lists write out, and variables in templates."""
    classes = set().union(
        VARIABLES, *(classes_in(str(path.relative_to(TEMPLATES))) for path in TEMPLATES.rglob("*.html"))
    )
    for path in (ROOT / "static" / "js").rglob("*.js"):
        values = re.findall(r"className = ([^;]*);", path.read_text(encoding="utf-8"))
        classes |= {word for value in values for word in re.findall(r"[\w-]+", value)}
    for path in ROOT.glob("courses/questions/types/*.py"):
        for value in re.findall(r'form_classname = "([^"]*)"', path.read_text(encoding="utf-8")):
            classes |= set(value.split())
    for value in re.findall(r'classname="([^"]*)"', (ROOT / "site/brs/core/media/listing.py").read_text("utf-8")):
        classes |= set(value.split())
    return classes


def test_every_class_with_a_style_is_used():
    classes = used()
    completed = tuple(word for word in classes if word.endswith("-"))
    styles = set().union(*(styled(name) for name in SHEETS))
    assert {name for name in styles - classes if not name.startswith(completed)} == set()


def test_every_class_that_is_used_has_a_style():
    classes = set().union(*(classes_in(str(path.relative_to(TEMPLATES))) for path in TEMPLATES.rglob("*.html")))
    styles = set().union(*(styled(name) for name in SHEETS))
    unstyled = {name for name in classes - styles if not name.endswith("-") and not OF_WAGTAIL.fullmatch(name)}
    assert unstyled == HOOKS.keys()


def test_a_component_has_a_file_and_a_class_has_one_meaning():
    """No class is styled for itself in two files, but for what several share."""
    styles = Counter()
    for path in sorted((STYLES / "components").glob("*.css")):
        css = path.read_text(encoding="utf-8")
        assert path.stem in re.findall(r"[a-z][\w-]+", selectors(css)) or path.stem in FAMILIES, path
        if path.stem not in FAMILIES:
            styles.update(set(re.findall(r"^\.([\w-]+) {$", css, flags=re.MULTILINE)))
    assert [name for name, files in styles.items() if files > 1] == []


def test_every_file_of_styles_is_imported_by_one_stylesheet():
    imports = Counter()
    for name in SHEETS:
        css = (STYLES / f"{name}.css").read_text(encoding="utf-8")
        css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        layered = re.findall(r'@import "([^"]+/[^"]+)"( layer\(\w+\))?;', css)
        # Wagtail's styles are in no layer, and win over all that are in one.
        assert all(bool(layer) != (name == "admin") for _path, layer in layered), name
        imports.update(path for path, _layer in layered)
        assert re.fullmatch(r'(\s|@layer [^;{]+;|@import "[\w/.-]+"( layer\(\w+\))?;)+', css), name
    parts = {str(path.relative_to(STYLES)) for path in STYLES.rglob("*.css")} - {f"{name}.css" for name in SHEETS}
    assert imports == Counter(parts)


def test_a_page_fetches_one_stylesheet():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count('rel="stylesheet"') == ("<!doctype html>" in text and "css" in text), path


def test_lines_are_short():
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for folder, ending, most in LINES
        for path in sorted((ROOT / folder).rglob(ending))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > most
    ]
    assert long == []
