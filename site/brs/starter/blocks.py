"""From the catalogue's blocks and questions to the values of StreamField blocks, ids included."""

import functools
import html
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from brs.taxonomy.models import Provision

from .figures import draw
from .reading import key, read

Address = tuple[str, ...]


def block_value(block: dict[str, Any], lesson: Address, language: str) -> dict[str, Any]:
    """One block of a lesson as StreamField data; its id follows from its address, in every language the same."""
    address = (*lesson, block["id"])
    return {"type": block["type"], "value": _value(block, address, language), "id": str(key(*address))}


def _value(block: dict[str, Any], address: Address, language: str) -> Any:
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
            return {"terms": _list([dict(term) for term in block["terms"]], address)}
        case "checklist":
            return {"title": block["title"], "items": _list(block["items"], address)}
        case "table":
            rows = [_list(row, (*address, str(place))) for place, row in enumerate(block["rows"])]
            header = _list([html.unescape(text) for text in block["header"]], (*address, "header"))
            return {"caption": block["caption"], "header": header, "rows": _list(rows, address)}
        case "provision":
            slug, _, pinpoint = block["provision"].partition(":")
            return {"provision": _provisions()[slug], "pinpoint": pinpoint, "text": block["text"]}
        case "tool":
            tool = _tools()[block["tool"]]
            return {"name": tool["title"]["en"], "url": tool["url"], "text": block["text"]}
        case "reflection":
            return {"prompt": block["prompt"]}
        case "question":
            kind, value = question_value(block["question"], address)
            return [{"type": kind, "value": value, "id": str(key(*address, "question"))}]
        case "figure":
            image = _figure(block, address, language)
            return {"image": image, "alt": block["alt"], "caption": block["caption"]}
        case other:
            raise ValueError(f"{'/'.join(address)}: unknown block type {other}")


def question_value(question: dict[str, Any], address: Address) -> tuple[str, dict[str, Any]]:
    """Type and value of a question's block."""
    value: dict[str, Any] = {"stem": question["stem"], "feedback": question["feedback"]}
    match question["type"]:
        case "single_choice" | "multiple_response":
            value["options"] = _children(question["options"], address, _taking("text", "correct", "feedback"))
        case "true_false":
            value["answer"] = question["answer"]
        case "numeric":
            value |= {name: str(question[name]) for name in ("answer", "tolerance")}
            value["unit"] = question.get("unit", "")
        case "ordering":
            value["items"] = _children(question["items"], address, lambda one: one["text"])
        case "matching":
            value["pairs"] = _children(question["pairs"], address, _taking("left", "right"))
            value["distractors"] = _children(question.get("distractors", []), address, lambda one: one["right"])
        case "short_text":
            value["accepted"] = _list([str(text) for text in question["accepted"]], address)
            value["case_sensitive"] = question.get("case_sensitive", False)
    return question["type"], value


def citations(provisions: list[str], address: Address) -> list[dict[str, Any]]:
    """Provisions with pinpoints, `bc-art-6:4`, as StreamField data."""
    found = []
    for cited in provisions:
        slug, _, pinpoint = cited.partition(":")
        value = {"provision": _provisions()[slug], "pinpoint": pinpoint}
        found.append({"type": "citation", "value": value, "id": str(key(*address, "cites", cited))})
    return found


def _taking(*fields: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda entry: {name: entry[name] for name in fields}


def _children(entries: list[dict[str, Any]], address: Address, value_of) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value_of(one), "id": str(key(*address, one["id"]))} for one in entries]


def _list(values: list[Any], address: Address) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": str(key(*address, "item", str(place)))}
        for place, value in enumerate(values)
    ]


def _paragraphs(text: str) -> str:
    return text if text.lstrip().startswith(("<p", "<ul", "<ol")) else f"<p>{text}</p>"


def _figure(block: dict[str, Any], address: Address, language: str) -> int:
    title = f"{block['caption']} ({'/'.join(address)}, {language})"[:255]
    images = get_image_model().objects
    found = images.filter(title=title).first()
    if found is None:
        png = draw(block["spec"]["kind"], block["spec"]["labels"], language)
        found = images.create(title=title, file=ContentFile(png, f"{'-'.join(address)}-{language}.png"))
    return found.pk


@functools.cache
def _tools() -> dict[str, Any]:
    return {tool["slug"]: tool for tool in read("tools.yaml")["tools"]}


def _provisions() -> dict[str, int]:
    return dict(Provision.objects.in_source_language().values_list("slug", "pk"))
