"""From the catalogue's blocks to the values of StreamField blocks, ids included."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .files import document, drawn_image, figure_image, film
from .questions import Address, question_value
from .reading import DATA, key
from .sounds import SOUNDS


@dataclass(frozen=True)
class Writer:
    """Writes lessons' blocks in one language. `provisions`, `tools`: primary keys by slug, read once for all."""

    language: str
    provisions: Mapping[str, int]
    tools: Mapping[str, int]

    def block(self, block: dict[str, Any], lesson: Address) -> dict[str, Any]:
        """One block of a lesson as StreamField data; its id follows from its address, in every language the same."""
        address = (*lesson, block["id"])
        return {"type": block["type"], "value": self._value(block, address), "id": str(key(*address))}

    def _value(self, block: dict[str, Any], address: Address) -> Any:
        match block["type"]:
            case "heading":
                return block["text"]
            case "paragraph":
                return _paragraphs(block["html"])
            case "callout":
                return {"style": block["style"], "title": block["title"], "text": _paragraphs(block["html"])}
            case "case_study":
                return {"title": block["title"], "text": _paragraphs(block["html"])}
            case "reveal":
                return {"summary": block["summary"], "text": _paragraphs(block["html"])}
            case "key_terms":
                return {"terms": listed([dict(term) for term in block["terms"]], address)}
            case "checklist":
                return {"title": block["title"], "items": listed(block["items"], address)}
            case "table":
                rows = [listed(row, (*address, str(index))) for index, row in enumerate(block["rows"])]
                header = listed([html.unescape(text) for text in block["header"]], (*address, "header"))
                return {"caption": block["caption"], "header": header, "rows": listed(rows, address)}
            case "provision":
                slug, _, pinpoint = block["provision"].partition(":")
                return {"provision": self.provisions[slug], "pinpoint": pinpoint, "text": block["text"]}
            case "tool":
                return {"page": self.tools[block["tool"]], "name": "", "url": "", "text": block["text"]}
            case "reflection":
                return {"prompt": block["prompt"]}
            case "question":
                kind, value = question_value(block["question"], address)
                return [{"type": kind, "value": value, "id": str(key(*address, "question"))}]
            case "figure":
                image = figure_image(block, address, self.language)
                return {"image": image, "alt": block["alt"], "caption": block["caption"]}
            case "image":
                image = drawn_image(block["drawing"], block["title"])
                return {"image": image, "alt_text": block["alt"], "decorative": False}
            case "document":
                content = (DATA / "files" / block["file"]).read_bytes()
                return {"document": document(block["title"], block["file"], content), "text": block["text"]}
            case "audio":
                file = document(block["title"], block["sound"], SOUNDS[block["sound"]]())
                return {"title": block["title"], "file": file, "captions": None, "transcript": block["html"]}
            case "video":
                return {"title": block["title"], **film(block["film"], block["title"]), "transcript": block["html"]}
            case other:
                raise ValueError(f"{'/'.join(address)}: unknown block type {other}")


def trainers_notes(notes: Iterable[dict[str, Any]], lesson: Address) -> list[dict[str, Any]]:
    """Notes for those who teach, as StreamField data."""
    return [
        {"type": note["type"], "value": _note(note), "id": str(key(*lesson, "note", str(index)))}
        for index, note in enumerate(notes)
    ]


def tool_points(tool: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [
        {"type": "point", "value": text, "id": str(key("tool", tool["slug"], field, str(index)))}
        for index, text in enumerate(tool.get(field, []))
    ]


def tool_steps(tool: dict[str, Any], tools: Mapping[str, int]) -> list[dict[str, Any]]:
    steps = []
    for index, step in enumerate(tool.get("steps", [])):
        address = ("tool", tool["slug"], "step", str(index))
        text = _paragraphs(step["html"]) if "html" in step else ""
        its_tools = listed([tools[slug] for slug in step.get("tools", [])], address)
        value = {"title": step["title"], "text": text, "tools": its_tools}
        steps.append({"type": "step", "value": value, "id": str(key(*address))})
    return steps


def tool_editions(tool: dict[str, Any]) -> list[dict[str, Any]]:
    """The one address that is known of a tool; no size is."""
    value = {
        "url": tool["url"],
        "format": tool["format"],
        "languages": tool["languages"],
        "date": str(tool.get("year", "")),
        "kilobytes": None,
    }
    return [{"type": "link", "value": value, "id": str(key("tool", tool["slug"], "edition"))}]


def citations(cited: Iterable[str], address: Address, provisions: Mapping[str, int]) -> list[dict[str, Any]]:
    """Provisions with pinpoints, `bc-art-6:4`, as StreamField data."""
    blocks = []
    for cited_text in cited:
        slug, _, pinpoint = cited_text.partition(":")
        value = {"provision": provisions[slug], "pinpoint": pinpoint}
        blocks.append({"type": "citation", "value": value, "id": str(key(*address, "cites", cited_text))})
    return blocks


def listed(values: list[Any], address: Address) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": str(key(*address, "item", str(index)))}
        for index, value in enumerate(values)
    ]


def _note(note: dict[str, Any]) -> Any:
    match note["type"]:
        case "agenda":
            return _paragraphs(note["html"])
        case "timing":
            return {"minutes": note["minutes"], "what": note["what"]}
        case "discussion":
            return note["text"]
    return {"question": note["question"], "answer": _paragraphs(note["html"])}


def _paragraphs(text: str) -> str:
    return text if text.lstrip().startswith(("<p", "<ul", "<ol")) else f"<p>{text}</p>"
