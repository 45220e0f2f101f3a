"""GIFT, Moodle's text format: questions parted by empty lines, answers in braces, signs escaped by a backslash."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from brs.core.text_files import NotText, decoded

from ..drafts import Answer, DraftQuestion, Issue, Reading, choice, decimal, draft, in_range, stored, truth
from ..escapes import at, bare, marked, parted, unescaped
from ..markup import plain_text
from .base import Format

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,8})?)%")
_MARKUP = re.compile(r"\[(html|plain|markdown|moodle)\]", re.IGNORECASE)
CATEGORY = "$CATEGORY:"
GAP = "_____"


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        text = decoded(data)
    except NotText:
        reading.add_issue(1, "not_text")
        return reading
    topic = ""
    for position, block in _blocks(text):
        if _is_category(block):
            topic = topic_of(block.partition(":")[2])
            continue
        question = _question(block, position, topic)
        if isinstance(question, Issue):
            reading.add_issue(question.position, question.code, question.about)
        else:
            reading.questions.append(question)
    return reading


def _is_category(line: str) -> bool:
    return line.lstrip()[: len(CATEGORY)].upper() == CATEGORY


def topic_of(category: str) -> str:
    """The last part of a category that is not Moodle's own."""
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", category.replace("\\:", ":"))]
    named = [part.replace("//", "/") for part in parts if part and part != "top" and not (part[0] == part[-1] == "$")]
    return named[-1] if named else ""


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each question or category with the number of its first line. Empty lines within braces do not end it,
    and where nobody left one the next title or answer begins another."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block: list[str] = []
    first = depth = 0
    is_answered = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("//"):
            continue
        if not line.strip():
            if block and not (depth > 0 and _goes_on(lines, number)):
                yield first, "\n".join(block)
                block, depth = [], 0
            continue
        if _is_category(line):
            if block:
                yield first, "\n".join(block)
            block, depth = [], 0
            yield number, line
            continue
        if block and (line.lstrip().startswith("::") or (is_answered and depth <= 0 and "{" in bare(line))):
            yield first, "\n".join(block)
            block, depth, is_answered = [], 0, False
        if not block:
            first, is_answered = number, False
        block.append(line)
        depth += bare(line).count("{") - bare(line).count("}")
        is_answered |= "{" in bare(line)
    if block:
        yield first, "\n".join(block)


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether the next line with anything in it, not far below, is one of answers."""
    below = (line.strip() for line in lines[number : number + 5])
    return next((line[0] in "=~#}" for line in below if line), False)


def _question(block: str, position: int, topic: str) -> DraftQuestion | Issue:
    rest, title = block.lstrip(), ""
    if rest.startswith("::") and (end := at(rest, "::", 2)) > 0:
        title, rest = rest[2:end], rest[end + 2 :].lstrip()
    markup = _MARKUP.match(rest)
    rest = rest[markup.end() :] if markup else rest
    kind = markup[1].lower() if markup else "moodle"
    if not rest.strip():
        return Issue(position, "no_question", block)
    start = at(rest, "{")
    end = at(rest, "}", start + 1) if start >= 0 else -1
    if start < 0:
        return Issue(position, "no_answer", rest)
    if end < 0:
        return Issue(position, "unclosed", rest)
    words = _Words(position, kind)
    body, general = parted(rest[start + 1 : end], "####")
    stem = _stem(rest[:start], rest[end + 1 :], body)
    fields = {"stem": words.of(stem), "feedback": words.of(general), "topic": topic, "position": position}
    if title:
        fields["name"] = _plain(title)
    return _by_body(body.strip(), words, {**fields, "issues": words.issues})


def _stem(before: str, after: str, body: str) -> str:
    """With a gap where a word is missing."""
    return f"{before.rstrip()} {GAP} {after.strip()}" if after.strip() else before


class _Words:
    """Texts of one question: unescaped, of HTML the words; what is not taken over is kept as issues."""

    def __init__(self, position: int, kind: str) -> None:
        self.position, self.kind = position, kind
        self.issues: list[Issue] = []

    def of(self, text: str) -> str:
        markup = _MARKUP.match(text.lstrip())
        text = text.lstrip() if markup else text
        kind = markup[1].lower() if markup else self.kind
        text = _plain(text[markup.end() :] if markup else text)
        if kind == "plain" or not (kind == "html" or re.search(r"</?[a-zA-Z][^<>]*>|&#?\w{2,8};", text)):
            return text
        words, codes = plain_text(text)
        self.issues += [Issue(self.position, code, name) for code, name in codes.items()]
        return words


def _by_body(body: str, words: _Words, fields: dict) -> DraftQuestion | Issue:
    position = words.position
    if not body:
        return Issue(position, "essay", fields["stem"])
    if body.startswith("#"):
        return _numeric(body[1:], words, fields)
    (_none, lead), *answers = marked(body, "=~")
    if not answers:
        statement, rest = parted(body, "#")
        feedbacks = parted(rest, "#")
        answer = truth(_plain(statement))
        if answer is None:
            return Issue(position, "answers", body)
        words.issues += [Issue(position, "feedback_of_answer", text.strip()) for text in feedbacks if text.strip()]
        return draft("true_false", answer=answer, **fields)
    if lead.strip():
        words.issues.append(Issue(position, "answers", lead))
    if all(mark == "=" and at(text, "->") >= 0 for mark, text in answers):
        return _matching(answers, words, fields)
    weighed = [(mark, *_weight(text)) for mark, text in answers]
    if all(mark == "=" for mark, _share, _text in weighed):
        return _short(weighed, words, fields)
    several = sum(mark == "=" for mark, _share, _text in weighed) > 1 or any(
        mark == "~" and share is not None and share > 0 for mark, share, _text in weighed
    )
    answers_with_shares = [
        Answer(words.of(text), share if share is not None else Decimal(100 if mark == "=" else 0), words.of(feedback))
        for mark, share, whole in weighed
        for text, feedback in [parted(whole, "#")]
    ]
    return choice(answers_with_shares, several=several, **fields)


def _matching(answers: Sequence[tuple[str, str]], words: _Words, fields: dict) -> DraftQuestion:
    pairs, distractors = [], []
    for _mark, text in answers:
        left, right = parted(text, "->")
        left, right = words.of(left), words.of(right)
        if left.strip():
            pairs.append({"left": left, "right": right})
        else:
            distractors.append(right)
    return draft("matching", pairs=pairs, distractors=distractors, **fields)


def _short(weighed: Sequence[tuple[str, Decimal | None, str]], words: _Words, fields: dict) -> DraftQuestion:
    accepted = []
    for _mark, share, whole in weighed:
        text, feedback = parted(whole, "#")
        if share is not None and share < 100:
            words.issues.append(Issue(words.position, "partial_credit", _plain(text)))
            continue
        if feedback.strip():
            words.issues.append(Issue(words.position, "feedback_of_answer", _plain(feedback)))
        accepted.append(words.of(text))
    return draft("short_text", accepted=accepted, **fields)


def _numeric(body: str, words: _Words, fields: dict) -> DraftQuestion:
    answers = marked(body, "=~")[1:] or [("=", body)]
    numbers: list[dict[str, Any]] = []
    for _mark, whole in answers:
        text, feedback = parted(whole, "#")
        share, text = _weight(text)
        value = number_said(_plain(text))
        if feedback.strip():
            words.issues.append(Issue(words.position, "feedback_of_answer", _plain(feedback)))
        if share is not None and share < 100:
            words.issues.append(Issue(words.position, "partial_credit", _plain(text)))
        elif value is None:
            words.issues.append(Issue(words.position, "number", _plain(text)))
        elif numbers:
            words.issues.append(Issue(words.position, "other_number", _plain(text)))
        else:
            numbers.append(value)
    return draft("numeric", **(numbers[0] if numbers else {}), **fields)


def number_said(text: str) -> dict[str, Any] | None:
    """«5», «5:0.5» or «4.5..5.5» as answer and tolerance."""
    low_text, dots, high_text = text.partition("..")
    if dots:
        low, high = decimal(low_text), decimal(high_text)
        return None if low is None or high is None else {**in_range(low, high)}
    answer, _colon, tolerance = text.partition(":")
    value, spread = decimal(answer), decimal(tolerance) if tolerance.strip() else Decimal(0)
    return None if value is None or spread is None else {"answer": stored(value), "tolerance": stored(spread)}


def _weight(text: str) -> tuple[Decimal | None, str]:
    text = text.lstrip()
    weight = _WEIGHT.match(text)
    return (Decimal(weight[1]), text[weight.end() :]) if weight else (None, text)


def _plain(text: str) -> str:
    """Without escapes. What stands on several lines is one; a line break is written «\\n»."""
    return unescaped(" ".join(text.split("\n"))).strip()


# --- out --------------------------------------------------------------------------------------------------


def write(questions: Sequence[DraftQuestion]) -> bytes:
    lines, topic = [], ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            lines.append(f"$CATEGORY: {topic.replace('/', '//') if topic else 'top'}\n")
        name, stem = _escaped(question.name), _escaped(question.value["stem"])
        plain = "[plain]" if stem.startswith("[") or re.search("[<&]", stem) or _has_markup(question) else ""
        feedback = f"####{_escaped(question.value['feedback'])}" if question.value["feedback"] else ""
        lines.append(f"::{name}::{plain}{stem}{{{_WRITERS[question.type](question.value)}{feedback}}}\n")
    return "\n".join(lines).encode()


def _has_markup(question: DraftQuestion) -> bool:
    return any(sign in str(question.value) for sign in "<&")


def _escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")


def _choice_out(value: dict, right: str, wrong: str) -> str:
    return "".join(
        f"\n\t{right if option['correct'] else wrong}{_escaped(option['text'])}"
        + (f"#{_escaped(option['feedback'])}" if option["feedback"] else "")
        for option in value["options"]
    )


def _multiple_out(value: dict) -> str:
    right = max(sum(bool(option["correct"]) for option in value["options"]), 1)
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    return _choice_out(value, f"~%{share}%", f"~%-{share}%")


def _matching_out(value: dict) -> str:
    pairs = [(pair["left"], pair["right"]) for pair in value["pairs"]] + [("", right) for right in value["distractors"]]
    return "".join(f"\n\t={_escaped(left)} -> {_escaped(right)}" for left, right in pairs)


_WRITERS = {
    "single_choice": lambda value: (
        _choice_out(value, "=%100%", "~%0%") if _begins_weighed(value) else _choice_out(value, "=", "~")
    ),
    "multiple_response": _multiple_out,
    "true_false": lambda value: "TRUE" if value["answer"] else "FALSE",
    "numeric": lambda value: f"#{value['answer']}:{value['tolerance']}",
    "short_text": lambda value: "".join(f"\n\t=%100%{_escaped(text)}" for text in value["accepted"]),
    "matching": _matching_out,
}


def _begins_weighed(value: dict) -> bool:
    return any(option["text"].startswith("%") for option in value["options"])


def detect(data: bytes, suffix: str) -> bool:
    head = data[:20_000]
    return suffix == ".gift" or bool(
        re.search(rb"(?m)^(?:::|\$CATEGORY:)", head) or re.search(rb"\{\s{0,20}(?:=|~|#|T\b|F\b|TRUE|FALSE|\})", head)
    )


FORMAT = Format(
    name="gift",
    position="line",
    suffixes=(".txt", ".gift"),
    content_type="text/plain; charset=utf-8",
    detect=detect,
    read=read,
    write=write,
    says=frozenset(_WRITERS),
)
