"""From the catalogue's questions to the values of their blocks: field by field as the block of each type has them."""

from typing import Any

from wagtail import blocks

from courses.questions.types import TYPES

from .reading import key

Address = tuple[str, ...]


def question_value(question: dict[str, Any], address: Address) -> tuple[str, dict[str, Any]]:
    """Type and value of a question's block, as StreamField data."""
    fields = TYPES[question["type"]].block.base_blocks
    return question["type"], _values(fields, question, address)


def _values(fields: dict[str, blocks.Block], written: dict[str, Any], address: Address) -> dict[str, Any]:
    return {name: _value(field, written.get(name), address) for name, field in fields.items()}


def _value(field: blocks.Block, written: Any, address: Address) -> Any:
    match field:
        case blocks.ListBlock():
            return [_item(field.child_block, entry, number, address) for number, entry in enumerate(written or [])]
        case blocks.StructBlock():
            return _values(field.child_blocks, written, address)
        case blocks.BooleanBlock():
            return bool(written)
        case blocks.ChoiceBlock() | blocks.DecimalBlock():
            return str(field.get_default() if written is None else written)
    return "" if written is None else str(written)


def _item(field: blocks.Block, entry: Any, number: int, address: Address) -> dict[str, Any]:
    """Of an entry with an id its id follows, so that it is the same in every language; else of its number.

    A plain field takes the one text beside the id.
    """
    if not isinstance(entry, dict):
        return {"type": "item", "value": _value(field, entry, address), "id": str(key(*address, "item", str(number)))}
    own_address = (*address, entry["id"])
    if not isinstance(field, blocks.StructBlock):
        [entry] = [text for name, text in entry.items() if name != "id"]
    return {"type": "item", "value": _value(field, entry, own_address), "id": str(key(*own_address))}
