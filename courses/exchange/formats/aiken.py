"""Aiken: a question on one line, its options as «A. …» or «A) …», then «ANSWER: B». Single choice only."""

import re
from collections.abc import Sequence

from brs.core.text_files import NotText, decoded

from ..drafts import DraftQuestion, Reading, draft
from .base import Format

_OPTION = re.compile(r"([A-Z])[.)]\s(.+)", re.DOTALL)
_ANSWER = re.compile(r"ANSWER:\s{0,20}([A-Z])", re.IGNORECASE)


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        lines = decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except NotText:
        reading.add_issue(1, "not_text")
        return reading
    stem: list[str] = []
    options: dict[str, str] = {}
    first = 0
    for position, line in enumerate([*lines, ""], 1):
        answer, option = _ANSWER.fullmatch(line.strip()), _OPTION.fullmatch(line.strip())
        if answer:
            _close(reading, stem, options, first, position, answer[1].upper())
            stem, options = [], {}
        elif option and stem:
            if option[1] in options:
                reading.add_issue(position, "letter_twice", line)
            options[option[1]] = option[2]
        elif line.strip():
            if options:
                reading.add_issue(first, "no_answer", " ".join(stem))
                stem, options = [], {}
            first = first if stem else position
            stem.append(line.strip())
    if stem:
        reading.add_issue(first, "no_answer", " ".join(stem))
    return reading


def _close(reading: Reading, stem: list[str], options: dict[str, str], first: int, position: int, answer: str) -> None:
    if not stem or not options:
        reading.add_issue(first or position, "no_options", " ".join(stem))
    elif answer not in options:
        reading.add_issue(position, "answer_unknown", answer)
    else:
        parts = [{"text": text, "correct": letter == answer, "feedback": ""} for letter, text in options.items()]
        reading.questions.append(draft("single_choice", stem="\n".join(stem), options=parts, position=first))


def write(questions: Sequence[DraftQuestion]) -> bytes:
    return "\n".join(map(_written, questions)).encode()


def _written(question: DraftQuestion) -> str:
    options = list(zip(LETTERS, question.value["options"], strict=False))
    lines = [question.value["stem"].replace("\n", " "), *(f"{letter}. {each['text']}" for letter, each in options)]
    right = next((letter for letter, each in options if each["correct"]), "")
    return "\n".join([*lines, f"ANSWER: {right}", ""])


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def detect(data: bytes, suffix: str) -> bool:
    lines = [line.strip() for line in data[:50_000].decode("utf-8", "replace").lstrip("\ufeff").splitlines()]
    begins_with_number = any(lines) and next(filter(None, lines))[0].isdigit()
    return not begins_with_number and any(map(_OPTION.match, lines)) and any(map(_ANSWER.fullmatch, lines))


FORMAT = Format(
    name="aiken",
    position="line",
    suffixes=(".txt",),
    content_type="text/plain; charset=utf-8",
    detect=detect,
    read=read,
    write=write,
    says=frozenset({"single_choice"}),
)
