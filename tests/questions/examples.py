"""An example of each type of question, which the tests of all types go through; and the forms that a question takes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from wagtail import blocks
from wagtail.test.utils.form_data import streamfield

from courses.questions.types import TYPES


@dataclass(frozen=True)
class Example:
    """`key`: what its content holds beside what every type has. `right`: an answer that earns all points.

    `seen`: of its fields in HTML. `guessed`: a key whose numbers and texts are 871 and canary, which no page may say;
    `chance`: what share of its points chance alone earns. `wrong`: keys that have a problem, the field at which it is
    said, and words of it.
    """

    key: dict[str, Any]
    right: Any
    seen: str
    guessed: dict[str, Any]
    chance: float
    wrong: list[tuple[dict[str, Any], str, str]] = field(default_factory=list)


def options(*texts_and_rights: tuple[str, bool]) -> dict[str, Any]:
    parts = [
        {"id": "abcdef"[n], "text": text, "correct": right, "feedback": ""}
        for n, (text, right) in enumerate(texts_and_rights)
    ]
    return {"options": parts}


def choices(*right: bool) -> dict[str, Any]:
    return options(*((f"Choice {n}", each) for n, each in enumerate(right)))


def pairs(*sides: tuple[str, str], distractors: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "pairs": [{"id": f"p{n}", "left": left, "right": right} for n, (left, right) in enumerate(sides)],
        "distractors": [{"id": f"d{n}", "right": right} for n, right in enumerate(distractors, start=1)],
    }


def items(*texts: str) -> dict[str, Any]:
    return {"items": [{"id": "xyz"[n], "text": text} for n, text in enumerate(texts)]}


def number(answer: object, tolerance: object = "0", unit: str = "") -> dict[str, Any]:
    return {"answer": answer, "tolerance": tolerance, "unit": unit}


def gap_to_choose(identity: str, *texts_and_rights: tuple[str, bool]) -> dict[str, Any]:
    parts = [
        {"id": f"{identity}o{n}", "text": text, "correct": right} for n, (text, right) in enumerate(texts_and_rights)
    ]
    return {"id": identity, "options": parts, "accepted": []}


def gap_to_type(identity: str, *accepted: str) -> dict[str, Any]:
    return {"id": identity, "options": [], "accepted": list(accepted)}


def gaps(sentence: str, *parts: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"sentence": sentence, "gaps": list(parts), "case_sensitive": False, "near_misses": "close", **settings}


YES_OR_NO = gap_to_choose("g1", ("yes", True), ("no", False))

EXAMPLES: dict[str, Example] = {
    "single_choice": Example(
        key=options(("0", False), ("1", True), ("2", False)),
        right="b",
        seen='type="radio"',
        guessed=choices(False, True, False, False),
        chance=1 / 4,
        wrong=[
            (options(("Yes", False), ("No", False)), "options", "No option is right"),
            (options(("Yes", True), ("No", True)), "options", "More than one option is right"),
            (options(("Yes", True), ("Yes ", False)), "options", "read the same"),
            (options(("Yes", True)), "options", "at least two options"),
        ],
    ),
    "multiple_response": Example(
        key=options(("0", True), ("1", True), ("2", False), ("3", False)),
        right=["b", "a"],
        seen='type="checkbox"',
        guessed=choices(True, False, True, False),
        chance=1 / 4,  # with one tick
        wrong=[
            (options(("Yes", False), ("No", False)), "options", "No option is right"),
            (options(("Yes", True), ("Yes", False), ("No", False)), "options", "read the same"),
        ],
    ),
    "true_false": Example(
        key={"answer": False},
        right=False,
        seen='value="false"',
        guessed={"answer": True},
        chance=1 / 2,
        wrong=[({"answer": True, "stem": "  "}, "stem", "what is asked")],
    ),
    "numeric": Example(
        key=number("60", "0.5", "days"),
        right="60",
        seen="(days)",
        guessed=number("871"),
        chance=0,
        wrong=[
            (number("1E+999999"), "answer", "at most 30 digits"),
            (number(1, "1E+50"), "tolerance", "at most 30 digits"),
            (number(1, -1), "tolerance", "0 or more"),
        ],
    ),
    "ordering": Example(
        key=items("1", "2", "3"),
        right=["x", "y", "z"],
        seen="<order-list",
        guessed=items("Item c", "Item a", "Item b"),
        chance=1 / 6,
        wrong=[
            (items("Ask", "Wait"), "items", "at least three items"),
            (items("Ask", "Ask", " Ask"), "items", "All items read the same"),
        ],
    ),
    "matching": Example(
        key=pairs(("l0", "r0"), ("l1", "r1"), ("l2", "r2"), ("l3", "r3"), distractors=("none",)),
        right={"p0": "p0", "p1": "p1", "p2": "p2", "p3": "p3"},
        seen="<match-list",
        guessed=pairs(*((f"Left {n}", f"Right {n}") for n in range(4)), distractors=("Right 4",)),
        chance=1 / 5,
        wrong=[
            (pairs(("A", "1"), ("B", "2")), "pairs", "at least three pairs"),
            (pairs(("A", "1"), ("A", "2"), ("C", "3")), "pairs", "read the same"),
            (pairs(("A", "1"), ("B", "1"), ("C", "1")), "pairs", "All right sides read the same"),
        ],
    ),
    "short_text": Example(
        key={"accepted": ["Prior informed consent", "PIC"], "case_sensitive": False},
        right=" prior  informed CONSENT. ",
        seen="maxlength",
        guessed={"accepted": ["canary"], "case_sensitive": False},
        chance=0,
        wrong=[
            ({"accepted": [], "case_sensitive": False}, "accepted", "at least one answer"),
            ({"accepted": ["PIC", " . "], "case_sensitive": False}, "accepted", "letters or digits"),
        ],
    ),
    "gap_text": Example(
        key=gaps(
            "The exporter [1] the importer, who answers within [2] days of [3].",
            {
                **gap_to_choose("g1"),
                "options": [
                    {"id": "o0", "text": "notifies", "correct": True},
                    {"id": "o1", "text": "ignores", "correct": False},
                    {"id": "o2", "text": "forgets", "correct": False},
                ],
            },
            gap_to_type("g2", "60", "sixty"),
            gap_to_type("g3", "receipt"),
        ),
        right={"g1": "o0", "g2": "60", "g3": "receipt"},
        seen='<select name="answer:~1">',
        guessed=gaps(
            "[1] comes before [2], and [3] last.",
            gap_to_choose("g1", ("Word a", True), ("Word b", False), ("Word c", False), ("Word d", False)),
            gap_to_choose("g2", ("Word e", False), ("Word f", True), ("Word g", False), ("Word h", False)),
            gap_to_type("g3", "canary", "871"),
        ),
        chance=2 / 3 * 1 / 4,  # of one gap in three there is nothing to choose from
        wrong=[
            (gaps("Nothing."), "gaps", "at least one gap"),
            (gaps("It is [1] or [2].", YES_OR_NO), "sentence", "no gap for [2]"),
            (gaps("It is [1], yes, [1].", YES_OR_NO), "sentence", "there twice"),
            (gaps("It is so.", YES_OR_NO), "sentence", "Write [1]"),
            (gaps("It is [1].", gap_to_type("g1")), "gaps", "Gap 1 has no right answer"),
            (gaps("It is [1].", {**YES_OR_NO, "accepted": ["yes"]}), "gaps", "not both"),
            (gaps("It is [1].", gap_to_choose("g1", ("yes", True))), "gaps", "at least two options"),
            (gaps("It is [1].", gap_to_choose("g1", ("yes", False), ("no", False))), "gaps", "tick the right option"),
            (gaps("It is [1].", gap_to_choose("g1", ("yes", True), ("yes ", False))), "gaps", "read the same"),
            (gaps("It is [1].", gap_to_type("g1", "yes", " . ")), "gaps", "letters or digits"),
        ],
    ),
}

# Type, a key with a problem, the field at which it is said, and words of it.
WRONG = [(name, *case) for name, example in EXAMPLES.items() for case in example.wrong]


def content(kind: str, key: dict[str, Any] | None = None, **common: Any) -> dict[str, Any]:
    """As attempts pin it."""
    key = EXAMPLES[kind].key if key is None else key
    whole = {"type": kind, "stem": "Which?", "feedback": "", "points": 1, **common, **key}
    return whole | {name: str(whole[name]) for name in ("answer", "tolerance") if kind == "numeric"}


def ids_of(content: Any) -> list[str]:
    """Of all parts of a question, however deep."""
    match content:
        case dict():
            own = [content["id"]] if "id" in content else []
            return [*own, *(identity for part in content.values() for identity in ids_of(part))]
        case list():
            return [identity for part in content for identity in ids_of(part)]
    return []


def as_stored(kind: str, key: dict[str, Any], **common: Any) -> dict[str, Any]:
    """As it lies in the database, with the ids of its content."""
    value = {"stem": "Which?", "feedback": "", **common, **key}
    fields = TYPES[kind].block.base_blocks
    return {
        "type": kind,
        "id": str(uuid4()),
        "value": {name: _stored(fields[name], part) for name, part in value.items()},
    }


def _stored(block: blocks.Block, part: Any) -> Any:
    match block:
        case blocks.ListBlock():
            return [
                {"type": "item", "id": _id(each), "value": _stored(block.child_block, _beside_its_id(block, each))}
                for each in part
            ]
        case blocks.StructBlock():
            return {name: _stored(child, part[name]) for name, child in block.child_blocks.items() if name in part}
    return part


def _id(part: Any) -> str:
    return part["id"] if isinstance(part, dict) else str(uuid4())


def _beside_its_id(block: blocks.ListBlock, part: Any) -> Any:
    if isinstance(block.child_block, blocks.StructBlock) or not isinstance(part, dict):
        return part
    [text] = [text for name, text in part.items() if name != "id"]
    return text


def as_typed(kind: str, key: dict[str, Any], **common: Any) -> dict[str, Any]:
    """As the editors' form sends it; what is not in the key was left empty."""
    value = {"stem": "Which?", "feedback": "", **common, **key}
    return {name: _typed(block, value.get(name)) for name, block in TYPES[kind].block.base_blocks.items()}


def _typed(block: blocks.Block, part: Any) -> Any:
    match block:
        case blocks.ListBlock():
            parts = [_typed(block.child_block, _beside_its_id(block, each)) for each in part or []]
            return streamfield([("item", each) for each in parts])
        case blocks.StructBlock():
            return {name: _typed(child, part.get(name)) for name, child in block.child_blocks.items()}
        case blocks.BooleanBlock():
            return bool(part)
        case blocks.ChoiceBlock():
            return part or block.get_default()
    return "" if part is None else part
