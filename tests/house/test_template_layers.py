"""Templates reach downwards only, as modules do: by the tag libraries they load and the templates they include."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
# The highest first; apps of one layer stand side by side.
LAYERS = [
    [app.strip().rpartition(".")[2] for app in layer.split("|")]
    for layer in next(c for c in CONTRACTS if c["name"] == "Apps import downwards only")["layers"]
]
HEIGHT = {app: len(LAYERS) - index for index, apps in enumerate(LAYERS) for app in apps}
# Folders of templates that are not called as their app. What is in no app's folder is everybody's, and so the lowest.
APP_OF_FOLDER = {"account": "people", "wagtail_localize": "core", "wagtailsearchpromotions": "search"}
LOWEST = "core"

LOAD = re.compile(r"\{%\s*load\s+(?:[^%]*?\sfrom\s+)?([^%]*?)\s*%\}")
TEMPLATE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")

# Template, and what it reaches up for -> why that may be.
UPWARDS = {
    ("components/activity_cards.html", "activities"): "a card of an activity, whichever page lists it",
    ("courses/course.html", "plan"): "a course names the output of the plan that it serves",
    ("toolkits/tool.html", "plan"): "so does a tool",
    ("activities/activity.html", "plan"): "and so does an activity",
    ("courses/course.html", "toolkits"): "whatever can be read can be put into a toolkit, from its page",
    ("courses/lesson.html", "toolkits"): "so can a lesson, and its documents",
    ("courses/lesson_block.html", "toolkits"): "and what stands in it",
    ("needs/output.html", "figures"): "figures of an output are drawn as in the reports",
    ("needs/plan.html", "figures"): "so are those of the plan",
    **{
        (f"wagtailadmin/pages/{screen}.html", "courses"): "Wagtail's screen, with the learners whom it touches"
        for screen in (
            "confirm_delete",
            "confirm_unpublish",
            "bulk_actions/confirm_bulk_delete",
            "bulk_actions/confirm_bulk_publish",
            "bulk_actions/confirm_bulk_unpublish",
        )
    },
}


def app_of(template: str) -> str:
    folder = template.partition("/")[0] if "/" in template else ""
    app = APP_OF_FOLDER.get(folder, folder)
    return app if app in HEIGHT else LOWEST


@cache
def libraries() -> dict[str, str]:
    """Tag library of ours -> its app."""
    files = [file for folder in ("site", "courses", "toolkits") for file in (ROOT / folder).rglob("templatetags/*.py")]
    return {file.stem: file.parents[1].name for file in files if file.stem != "__init__"}


def reached(text: str) -> Iterator[tuple[str, str]]:
    """Each of our libraries and apps' templates that a template names, with its app."""
    for names in LOAD.findall(text):
        yield from ((name, libraries()[name]) for name in names.split() if name in libraries())
    yield from ((name, app_of(name)) for name in TEMPLATE.findall(text))


def upwards(template: str, text: str) -> set[tuple[str, str]]:
    height = HEIGHT[app_of(template)]
    return {(template, name) for name, app in reached(text) if HEIGHT[app] > height}


def all_upwards() -> set[tuple[str, str]]:
    templates = sorted(TEMPLATES.rglob("*.html"))
    assert len(templates) > 150
    return {pair for path in templates for pair in upwards(str(path.relative_to(TEMPLATES)), path.read_text())}


def test_no_template_reaches_up_but_those_that_say_why():
    assert all_upwards() == set(UPWARDS) and all(UPWARDS.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{% load i18n figures %}", "figures"),
        ("{% load ring from figures %}", "figures"),
        ('{% include "reports/tiles.html" with a=b only %}', "reports/tiles.html"),
        ("{% extends 'reports/table.html' %}", "reports/table.html"),
    ],
)
def test_a_new_one_is_named(text, name):
    assert upwards("courses/module.html", text) == {("courses/module.html", name)}
    assert upwards("components/field.html", text) == {("components/field.html", name)}
    assert upwards("reports/new.html", text) == set()


def test_every_library_has_a_layer():
    assert set(libraries().values()) <= set(HEIGHT) and len(libraries()) > 4
