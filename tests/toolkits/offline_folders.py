"""What the tests of offline folders share: making one, reading it, and whatever in it leads elsewhere."""

import zipfile
from datetime import timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.utils import timezone, translation

from brs.core import generation
from toolkits.sharing.contents.folder import weight
from toolkits.sharing.models import Bundle, Toolkit
from toolkits.sharing.offline import making

CANARY = "canary"


NOTES = [{"type": "discussion", "value": f"{CANARY} note", "id": "n1"}]


TYPES = {  # all that a browser may never be told stands under «canary»
    "single_choice": {"stem": "Stem one?", "options": [("Red", True), ("Blue", False)]},
    "multiple_response": {"stem": "Stem two?", "options": [("Lead", True), ("Gold", False)]},
    "true_false": {"stem": "Stem three?", "answer": True},
    "numeric": {"stem": "Stem four?", "answer": "60.21", "tolerance": "0", "unit": "days"},
    "short_text": {"stem": "Stem five?", "accepted": [f"{CANARY} accepted"]},
    "ordering": {"stem": "Stem six?", "items": ["Ask", "Wait", "Ship"]},
    "matching": {"stem": "Stem seven?", "pairs": [("BC", "Waste"), ("RC", "Trade"), ("SC", "POPs")]},
}


def listed(values: list, key: str) -> list[dict]:
    return [{"type": "item", "id": f"{key}{number}", "value": value} for number, value in enumerate(values)]


def a_question(kind: str, number: int) -> dict:
    value = {**TYPES[kind], "feedback": f"{CANARY} feedback"}
    if "options" in value:
        options = [{"text": t, "correct": right, "feedback": f"{CANARY} option"} for t, right in value["options"]]
        value["options"] = listed(options, f"o{number}")
    if "pairs" in value:
        value["pairs"] = listed([{"left": left, "right": right} for left, right in value["pairs"]], f"p{number}")
        value["distractors"] = []
    for name in ("items", "accepted"):
        if name in value:
            value[name] = listed(value[name], f"{name}{number}")
    return {"type": "question", "id": f"q{number}", "value": [{"type": kind, "id": f"i{number}", "value": value}]}


def rich(text: str) -> dict:
    return {"type": "paragraph", "value": text, "id": "r1"}


def made(toolkit: Toolkit, language: str = "en") -> Bundle:
    generation.forget()
    with translation.override(language):
        return making.ask(toolkit, language, weight(toolkit, language), lambda: None)


def unpacked(toolkit: Toolkit, language: str = "en") -> dict[str, bytes]:
    """Path below the folder -> content."""
    bundle = made(toolkit, language)
    assert bundle.state() == "made"
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def pages(files: dict[str, bytes]) -> dict[str, BeautifulSoup]:
    return {path: BeautifulSoup(content, "html.parser") for path, content in files.items() if path.endswith(".html")}


def text_of(files: dict[str, bytes]) -> str:
    return "\n".join(soup.get_text(" ", strip=True) for soup in pages(files).values())


def leads_to(file: str, target: str) -> str:
    parts: list[str] = []
    for step in (PurePosixPath(file).parent / target).parts:
        assert parts or step != "..", f"{file} leads out of the folder by {target}"
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


def unresolved(files: dict[str, bytes]) -> list[str]:
    """Whatever leads, or loads, from elsewhere than the folder; but links to people and marked links outside."""
    wrong, parsed = [], pages(files)
    for file, soup in parsed.items():
        for tag in soup(True):
            for name in ("href", "src", "srcset", "poster", "action", "data"):
                target = str(tag.get(name, ""))
                parts = urlsplit(target)
                if not target or parts.scheme == "mailto" or target.startswith("data:text/vtt;base64,"):
                    continue
                if tag.name == "a" and parts.scheme in ("http", "https") and "↗" in tag.get_text():
                    continue
                path = leads_to(file, unquote(parts.path)) if parts.path else file
                goal = parsed.get(path)
                is_there = path in files and (not parts.fragment or (goal and goal.find(id=parts.fragment)))
                if parts.scheme or parts.netloc or not is_there:
                    wrong.append(f"{file}: <{tag.name} {name}={target}>")
    return wrong


def silent(bundle: Bundle, **fields) -> None:
    """As a worker leaves it that was killed two minutes ago."""
    then = timezone.now() - timedelta(minutes=2)
    Bundle.objects.filter(pk=bundle.pk).update(alive_at=then, asked_at=then, **{"tries": 1, **fields})
