"""Scripts get every address from the page, name things as JavaScript does, and are loaded somewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.TEMPLATES[0]["DIRS"][0]).parent
SCRIPTS = sorted([*(ROOT / "static" / "js").rglob("*.js"), *(ROOT / "templates").rglob("*.js")])
# A comment, or a string with what is in it.
TOKEN = re.compile(
    r"""/\*.*?\*/|(?<![:\\])//[^\n]*|"(?P<double>(?:[^"\\\n]|\\.)*)"|'(?P<single>(?:[^'\\\n]|\\.)*)'|`(?P<back>[^`]*)`""",
    re.DOTALL,
)
# From the site's root, with its host, or a piece of a path; types such as text/html and modules (./x.js) are none.
ADDRESS = re.compile(r"/[a-z].*|https?://.*|[\w-]+/", re.IGNORECASE | re.DOTALL)
SVG = "http://www.w3.org/2000/svg"


def strings(code: str) -> list[str]:
    return [text for token in TOKEN.finditer(code) if (text := token[1] or token[2] or token[3])]


def addresses(code: str) -> list[str]:
    return [text for text in strings(code) if ADDRESS.fullmatch(text) and text != SVG]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_address_is_written_by_hand(path):
    assert addresses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code", ['fetch("/api/x/")', "go('/en/desk/')", "get(`/${here}/` + 'marks/')", 'a = "https://x.org"']
)
def test_one_that_is_would_be_found(code):
    assert addresses(code)
    assert not addresses(f'/* {code} */ import "./x.js"; type = "text/html"; // {code}')


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_names_are_in_camel_case(path):
    code = TOKEN.sub("", path.read_text(encoding="utf-8"))
    names = re.findall(r"\b(?:const|let|function|class|this\.)\s*(\w+)", code)
    assert [name for name in names if "_" in name and not name.isupper()] == []


def test_every_script_is_loaded():
    """By a template, by Python, or by another script."""
    places = [*(ROOT / "templates").rglob("*.html"), *SCRIPTS]
    places += [path for folder in ("site", "courses", "toolkits") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    assert [path.name for path in SCRIPTS if f"/{path.name}" not in text] == []
