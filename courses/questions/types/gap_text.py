"""Gap text: `sentence` with «[1]», «[2]» … where the gaps are, `gaps: [{"id", "options", "accepted"}]` so numbered.

A gap has `options: [{"id", "text", "correct"}]` to choose from, or else `accepted: [str]` that is typed. The question
says `case_sensitive` and `near_misses` for all that are typed. The answer is {gap's id: option's id or text}; each gap
earns its part. A translation may put the gaps in another order: learners count them as they stand in its sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from ..layout import Content, Form, Layout, Unreadable, known, rows_in
from ..numbers import number, read_number
from ..text_answers import is_near_miss, is_right_text, same_words, tidy_text
from .base import OnPaper, Problem, QuestionBlock, QuestionType, texts_of, with_ids
from .short_text import AcceptedBlock, case_block, near_misses_block

Gap = dict[str, Any]

MARKER = re.compile(r"[\[［]\s*(\d{1,2})\s*[\]］]")
LONGEST_GAP = 100
EMPTY = "…"


class GapOptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=gettext_lazy("Text"), max_length=200)
    correct = blocks.BooleanBlock(label=gettext_lazy("Right"), required=False)


class GapBlock(blocks.StructBlock):
    options = blocks.ListBlock(
        GapOptionBlock(),
        label=gettext_lazy("Options to choose from"),
        default=[],
        help_text=gettext_lazy("None for a gap to type in."),
    )
    accepted = AcceptedBlock(
        blocks.CharBlock(max_length=LONGEST_GAP), label=gettext_lazy("Accepted answers to type"), default=[]
    )


class GapTextBlock(QuestionBlock):
    sentence = blocks.TextBlock(
        label=gettext_lazy("Sentence"), rows=3, help_text=gettext_lazy("Write [1], [2] and so on where the gaps are.")
    )
    gaps = blocks.ListBlock(GapBlock(), label=gettext_lazy("Gaps"), min_num=1, max_num=12)
    case_sensitive = case_block()
    near_misses = near_misses_block()

    class Meta:
        icon = "edit"
        label = gettext_lazy("Gap text")


def key(value: blocks.StructValue) -> Content:
    gaps = [
        {"id": gap.id, "options": with_ids(gap.value["options"]), "accepted": list(gap.value["accepted"])}
        for gap in value["gaps"].bound_blocks
    ]
    names = ("sentence", "case_sensitive", "near_misses")
    return {"gaps": gaps, **{name: value[name] for name in names}}


def split(content: Content) -> tuple[list[tuple[str, Gap]], str]:
    """The gaps in the order of the sentence, each with the text before it, and the text after the last."""
    gaps, parts, start = dict(enumerate(content["gaps"], start=1)), [], 0
    for marker in MARKER.finditer(content["sentence"]):
        gap = gaps.pop(int(marker[1]), None)
        if gap:
            parts.append((content["sentence"][start : marker.start()], gap))
            start = marker.end()
    return parts, content["sentence"][start:]


def gaps_in(content: Content) -> dict[str, Gap]:
    return {gap["id"]: gap for _before, gap in split(content)[0]}


def options_of(gap: Gap) -> dict[str, str]:
    return {option["id"]: option["text"] for option in gap["options"]}


def choices(content: Content) -> dict[str, str]:
    return {option: text for gap in content["gaps"] for option, text in options_of(gap).items()}


def rows(content: Content, order: Sequence[str]) -> list[str]:
    return list(gaps_in(content))


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    parts, after = split(content)
    fields = [
        {"place": name, "number": position, "before": before, "choices": _choices(gap, layout), "longest": LONGEST_GAP}
        for position, (name, (before, gap)) in enumerate(zip(layout.rows, parts, strict=True), start=1)
    ]
    return {"rows": fields, "after": after}


def _choices(gap: Gap, layout: Layout) -> list[dict[str, str]]:
    texts = options_of(gap)
    return [{"place": name, "text": texts[option]} for name, option in layout.choices.items() if option in texts]


def read(content: Content, layout: Layout, form: Form, name: str) -> dict[str, str] | None:
    """`name:place` of a gap holds the place of what was chosen, or what was typed."""
    gaps, answer = gaps_in(content), {}
    for gap, typed in rows_in(layout, form, name).items():
        value = layout.choice(typed) if gaps[gap]["options"] else _typed(typed)
        if value:
            answer[gap] = value
    return answer or None


def _typed(text: str) -> str:
    if len(text.strip()) > LONGEST_GAP:
        raise Unreadable("long", longest=LONGEST_GAP)
    return text.strip()


def in_places(content: Content, layout: Layout, answer: dict[str, str] | None) -> dict[str, str] | None:
    if answer is None:
        return None
    gaps = gaps_in(content)
    return {
        name: layout.place(answer[gap]) if gaps[gap]["options"] else answer[gap]
        for name, gap in layout.rows.items()
        if gap in answer
    }


def in_ids(content: Content, layout: Layout, answer: Any) -> dict[str, str] | None:
    if answer is None:
        return None
    if not isinstance(answer, dict) or not all(isinstance(value, str) for value in answer.values()):
        raise Unreadable("choice")
    gaps = gaps_in(content)
    named = {known(layout.row(name)): value for name, value in answer.items()}
    return {gap: known(layout.choice(value)) if gaps[gap]["options"] else _typed(value) for gap, value in named.items()}


def fits(content: Content, answer: Any) -> bool:
    gaps = gaps_in(content)
    return isinstance(answer, dict) and all(
        gap in gaps and isinstance(value, str) and _fits_gap(gaps[gap], value) for gap, value in answer.items()
    )


def _fits_gap(gap: Gap, value: str) -> bool:
    return value in options_of(gap) if gap["options"] else len(value) <= LONGEST_GAP


def share(content: Content, answer: dict[str, str]) -> float:
    gaps = gaps_in(content)
    return sum(is_right(content, gap, answer.get(identity)) for identity, gap in gaps.items()) / max(len(gaps), 1)


def is_right(content: Content, gap: Gap, value: str | None) -> bool:
    """Options are compared by their texts. What is typed may be an accepted number, written in any way."""
    if value is None:
        return False
    if gap["options"]:
        right = {same_words(option["text"]) for option in gap["options"] if option["correct"]}
        return same_words(options_of(gap)[value]) in right
    numbers = {number(text) for text in gap["accepted"]} - {None}
    return is_right_text(_as_text(content, gap), value) or bool(numbers.intersection(read_number(value).values))


def _as_text(content: Content, gap: Gap) -> Content:
    """A gap that is typed as a question for a short text."""
    return {**content, "accepted": gap["accepted"]}


def right_answer(content: Content) -> dict[str, str]:
    right = {identity: _right_value(gap) for identity, gap in gaps_in(content).items()}
    return {identity: value for identity, value in right.items() if value is not None}


def _right_value(gap: Gap) -> str | None:
    if gap["options"]:
        return next((option["id"] for option in gap["options"] if option["correct"]), None)
    return next(iter(gap["accepted"]), None)


def in_words(content: Content, answer: dict[str, str]) -> list[str]:
    """The sentence with what was filled in."""
    parts, after = split(content)
    filled = [f"{before}[{_in_words(gap, answer.get(gap['id']))}]" for before, gap in parts]
    return ["".join([*filled, after])]


def _in_words(gap: Gap, value: str | None) -> str:
    return EMPTY if value is None else options_of(gap).get(value, value)


def remarks(content: Content, answer: dict[str, str]) -> list[str]:
    """On the one sentence: what there is to say of each gap."""
    by_gap = [
        _remark(content, gap, answer.get(identity), position)
        for position, (identity, gap) in enumerate(gaps_in(content).items(), start=1)
    ]
    return [" ".join(filter(None, by_gap))]


def _remark(content: Content, gap: Gap, value: str | None, position: int) -> str:
    is_near = bool(value and not gap["options"]) and is_near_miss(_as_text(content, gap), value or "")
    match is_right(content, gap, value), is_near:
        case True, False:
            return ""
        case True, True:
            return _("Gap %(number)s: check the spelling, one letter is different.") % {"number": position}
        case False, True:
            return _("Gap %(number)s is close: one letter is different.") % {"number": position}
    return _("Gap %(number)s is not right.") % {"number": position}


def problems(content: Content) -> Iterator[Problem]:
    gaps = content["gaps"]
    markers = [int(marker[1]) for marker in MARKER.finditer(content["sentence"])]
    if not gaps:
        yield Problem("gaps", gettext_lazy("Give at least one gap."))
    for position in sorted(set(markers)):
        if position > len(gaps) or not position:
            yield _problem("sentence", gettext_lazy("There is no gap for [%(number)s]."), position)
        if markers.count(position) > 1:
            yield _problem("sentence", gettext_lazy("[%(number)s] is there twice."), position)
    for position, gap in enumerate(gaps, start=1):
        if position not in markers:
            yield _problem("sentence", gettext_lazy("Write [%(number)s] where that gap is."), position)
        for words in _gap_problems(content, gap):
            yield _problem("gaps", words, position)


def _gap_problems(content: Content, gap: Gap) -> Iterator[Any]:
    texts = list(options_of(gap).values())
    if gap["options"] and gap["accepted"]:
        yield gettext_lazy("Gap %(number)s: give options or accepted answers, not both.")
    if not gap["options"] and not gap["accepted"]:
        yield gettext_lazy("Gap %(number)s has no right answer: give options or accepted answers.")
    if len(texts) == 1:
        yield gettext_lazy("Gap %(number)s: give at least two options.")
    if texts and not any(option["correct"] for option in gap["options"]):
        yield gettext_lazy("Gap %(number)s has no right answer: tick the right option.")
    if len({same_words(text) for text in texts}) < len(texts):
        yield gettext_lazy("Gap %(number)s: two options read the same.")
    if not all(tidy_text(content, text) for text in gap["accepted"]):
        yield gettext_lazy("Gap %(number)s: an accepted answer needs letters or digits.")


def _problem(name: str, words: Any, position: int) -> Problem:
    return Problem(name, words % {"number": position})


def weaknesses(content: Content) -> Iterator[Problem]:
    for position, gap in enumerate(content["gaps"], start=1):
        if gap["options"] and all(option["correct"] for option in gap["options"]):
            yield _problem("gaps", gettext_lazy("Gap %(number)s: every option is right."), position)


def on_paper(question: Mapping[str, Any]) -> OnPaper:
    fields = question["rows"]
    sentence = "".join(f"{field['before']}({field['number']}) ________" for field in fields) + question["after"]
    choices = [f"({field['number']}) {' / '.join(texts_of(field['choices']))}" for field in fields if field["choices"]]
    return OnPaper(statements=[sentence], task=gettext_lazy("Fill in the gaps."), choices=choices)


TYPE = QuestionType(
    name="gap_text",
    block=GapTextBlock,
    key=key,
    choices=choices,
    rows=rows,
    shown=shown,
    read=read,
    in_places=in_places,
    in_ids=in_ids,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    remarks=remarks,
    problems=problems,
    weaknesses=weaknesses,
    on_paper=on_paper,
    keeps_order=False,
)
