"""Questions as people write them: a numbered list with lettered options, and a mark or an answer for the right ones.

«1. Question», «a) Option», «*b) The right one», «Answer: B», or a key at the end: «1. B, 2. A». In six languages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from brs.core.folding import fold
from brs.core.text_files import NotText, decoded

from ..drafts import DraftQuestion, Issue, Reading, decimal, draft, excerpt, one_line, points_of, stored, truth
from .base import Format

LATIN, CYRILLIC, ARABIC = "abcdefghijklmnopqrstuvwx", "абвгдежзиклмнопрстуф", "أبجدهوزحطيكل"
_LETTERS = {letter: at for letters in (LATIN, CYRILLIC, ARABIC) for at, letter in enumerate(letters)}
_LETTERS |= {"ا": 0, "هـ": 4}

_QUESTION = re.compile(
    r"(?:(?:question|pregunta|вопрос|السؤال|سؤال|问题|题目|第|q)\s{0,3})?(\d{1,4})\s{0,3}(?:[.):：、．]|题)(.*)"
    r"|(?:question|pregunta|вопрос|السؤال|سؤال|问题|题目|q)\s{0,3}(\d{1,4})\s(.*)",
    re.IGNORECASE | re.DOTALL,
)
_OPTION = re.compile(
    r"([*✓✔☑√]|\[[xX]\])?\s{0,3}(?:[-•▪]\s{0,3})?\(?(هـ|[a-xA-Xа-фА-Фأ-ي])\s{0,3}[.):、．](.*)", re.DOTALL
)
_BULLET = re.compile(r"([*✓✔☑√]|\[[xX ]\])(.+)|[-•▪○☐□]\s(.+)", re.DOTALL)
MARKS = ("*", "✓", "✔", "☑", "√", "(correct)", "(right)", "(juste)", "(correcta)", "(верно)", "(صحيح)", "(正确)")

# Field -> how its line begins, before a colon.
HEADS = {
    "answer": "answer, answers, correct answer, correct answers, right answer, ans, key, réponse, bonne réponse,"
    " bonnes réponses, réponse correcte, respuesta, respuestas, respuesta correcta, ответ, ответы, правильный ответ,"
    " الإجابة, الإجابة الصحيحة, الجواب, 答案, 正确答案",
    "feedback": "feedback, explanation, comment, rétroaction, explication, commentaire, retroalimentación, explicación,"
    " пояснение, объяснение, الشرح, شرح, تعليق, 反馈, 解析",
    "points": "point, points, mark, marks, score, puntos, балл, баллы, النقاط, 分值, 分数",
    "topic": "topic, category, theme, thème, catégorie, tema, categoría, тема, категория, الموضوع, 主题, 类别",
}
_HEADS = {fold(head): name for name, heads in HEADS.items() for head in heads.split(",")}
LONGEST_HEAD = 40
KEY_HEADS = (
    "answer, answers, answer key, key, solutions, corrigé, réponses, clave, clave de respuestas, respuestas, ответы,"
    " ключ, مفتاح الإجابة, الإجابات, 答案"
)
_KEY_HEADS = set(map(fold, KEY_HEADS.split(",")))
_KEY = re.compile(
    r"(\d{1,4})\s{0,3}[.):\-–—、：]?\s{0,3}([a-xA-Xа-фА-Ф](?:\s{0,3}[,;&+]\s{0,3}[a-xA-Xа-фА-Ф]){0,23})(?![^\W\d_])"
)
_NUMBER = re.compile(r"[-+]?\d[\d.,'٬٫ \u00a0\u202f]*")


@dataclass(frozen=True)
class Line:
    """A paragraph. `label`: the number or letter that its list gives it, as «3.» or «b)». `beside`: what is no text."""

    position: int
    text: str
    label: str = ""
    is_bold: bool = False
    beside: tuple[Issue, ...] = ()


@dataclass
class _Open:
    """A question that is being read. `number`: as the list counts it."""

    position: int
    number: str
    stem: list[str]
    options: list[dict[str, Any]] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    last: str = "stem"


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        text = decoded(data)
    except NotText:
        reading.add_issue(1, "not_text")
        return reading
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    read_lines([Line(position, line.strip()[:LONGEST_LINE]) for position, line in enumerate(lines, 1)], reading)
    return reading


LONGEST_LINE = 20_001  # one more than a text may have, so that the cut is told


def read_lines(lines: Sequence[Line], reading: Reading) -> None:
    questions: list[_Open] = []
    key: dict[str, str] = {}
    in_key = False
    filled = [line for line in lines if line.text or line.beside]
    for at, line in enumerate(filled):
        if (
            fold(line.text[:LONGEST_HEAD].rstrip(":：")) in _KEY_HEADS
            and questions
            and _is_key(filled[at + 1 : at + 3])
        ):
            in_key = True
            continue
        if in_key and (pairs := _KEY.findall(_labelled(line))):
            key |= dict(pairs)
            continue
        in_key = False
        if line.text:
            _take(line, filled[at + 1] if at + 1 < len(filled) else None, questions, reading)
        (questions[-1].issues if questions else reading.issues).extend(line.beside)
    for question in questions:
        _close(question, key.get(question.number, ""), reading)


def _is_key(lines: Sequence[Line]) -> bool:
    return bool(lines) and bool(_KEY.match(_labelled(lines[0])))


def _labelled(line: Line) -> str:
    return f"{line.label} {line.text}".strip()


def _take(line: Line, following: Line | None, questions: list[_Open], reading: Reading) -> None:
    text = _labelled(line)
    numbered, option = _QUESTION.fullmatch(text), _option(text)
    question = questions[-1] if questions else None
    if question:
        name, words = _headed(line.text)
        if name:
            question.fields.setdefault(name, []).append(words)
            question.last = name
            return
    if question and option and _follows(option[1], question):
        question.options.append({"text": option[2], "marked": option[0], "bold": line.is_bold})
        question.last = "option"
    elif numbered:
        questions.append(_Open(line.position, numbered[1] or numbered[3], [(numbered[2] or numbered[4] or "").strip()]))
    elif question and (bullet := _BULLET.fullmatch(text)) and question.last in ("stem", "option"):
        mark = bullet[1] or ""
        question.options.append(
            {"text": (bullet[2] or bullet[3]).strip(), "marked": bool(mark.strip("[ ]")), "bold": line.is_bold}
        )
        question.last = "option"
    elif following and _begins_options(following) and (not question or question.last != "stem"):
        questions.append(_Open(line.position, str(len(questions) + 1), [text]))
    elif not question:
        reading.add_issue(line.position, "outside", text)
    elif question.last == "option":
        question.options[-1]["text"] += f" {text}"
    elif question.last == "stem":
        question.stem.append(text)
    else:
        question.fields[question.last].append(text)


def _headed(text: str) -> tuple[str, str]:
    """The field that a line is about, and its words; nothing where it is about none."""
    head, colon, _words = text[: LONGEST_HEAD + 1].replace("：", ":").partition(":")
    name = _HEADS.get(fold(head.removeprefix("("))) if colon else None
    words = text[len(head) + 1 :].strip()
    return (name, words.rstrip(")") if head.startswith("(") else words) if name else ("", "")


def _without_mark(text: str) -> str:
    """An option without the mark at its beginning or end that says it is right."""
    text = text.strip().removeprefix("*").strip()
    mark = next((mark for mark in MARKS if text.casefold().endswith(mark) and len(text) > len(mark)), "")
    return text[: len(text) - len(mark)].strip()


def _option(text: str) -> tuple[bool, int, str] | None:
    """Whether it is marked, which letter it has, and its text."""
    match = _OPTION.fullmatch(text)
    letter = match[2].casefold() if match else ""
    if not match or letter not in _LETTERS:
        return None
    words = _without_mark(match[3])
    return bool(match[1]) or words != match[3].strip(), _LETTERS[letter], words


def _follows(letter: int, question: _Open) -> bool:
    """Whether an option of this letter comes next: a stem may begin with «a.» as well."""
    return letter == len(question.options)


def _begins_options(line: Line) -> bool:
    option = _option(_labelled(line))
    return bool(option) and option[1] == 0  # type: ignore[index]


def _close(question: _Open, key: str, reading: Reading) -> None:
    fields = {name: "\n".join(texts) for name, texts in question.fields.items()}
    answer = fields.pop("answer", "") or key
    issues, position = question.issues, question.position
    points = points_of(fields["points"]) if fields.get("points") else 1
    if points is None:
        issues.append(Issue(position, "points", excerpt(fields["points"])))
    beside: dict[str, Any] = {
        "stem": "\n".join(question.stem),
        "feedback": fields.get("feedback", ""),
        "topic": fields.get("topic", ""),
        "points": points or 1,
        "position": position,
    }
    if not any(question.stem):
        reading.add_issue(position, "no_question", " ".join(option["text"] for option in question.options))
    elif question.options:
        reading.questions.append(_of_options(question.options, answer, beside, issues))
    elif not answer.strip():
        reading.add_issue(position, "no_answer", beside["stem"])
    else:
        reading.questions.append(_of_answer(answer, beside, issues))


def _of_options(options: list[dict], answer: str, beside: Mapping, issues: list[Issue]) -> DraftQuestion:
    texts = [one_line(option["text"]) for option in options]
    right = {at for at, option in enumerate(options) if option["marked"]}
    if answer.strip():
        named = right_ones(answer, texts)
        if not named:
            issues.append(Issue(beside["position"], "answer_unknown", excerpt(answer)))
        right |= named
    bold = {at for at, option in enumerate(options) if option["bold"]}
    if not right and 0 < len(bold) < len(options):
        right = bold
    if len(texts) == 2 and {truth(text) for text in texts} == {True, False} and len(right) == 1:
        return draft("true_false", answer=truth(texts[right.pop()]), issues=issues, **beside)
    parts = [{"text": text, "correct": at in right, "feedback": ""} for at, text in enumerate(texts)]
    return draft("multiple_response" if len(right) > 1 else "single_choice", options=parts, issues=issues, **beside)


def right_ones(answer: str, texts: Sequence[str]) -> set[int]:
    """Places of the options that an answer names, by letters or by their text; empty where it names none."""
    plain = one_line(answer).rstrip(".").casefold()
    same = {at for at, text in enumerate(texts) if text.rstrip(".").casefold() == plain}
    if same:
        return same
    led = re.match(r"\(?(هـ|[a-xа-фأ-ي])(?:[.)]\s+\S|\)?\s*$)", plain)
    parts = [led[1]] if led else [part for part in re.split(r"[\s,;&+/،、()]+|\b(?:and|et|y|и|و|和)\b", plain) if part]
    if len(parts) == 1 and len(parts[0]) > 1 and len(parts[0]) <= len(texts):
        parts = list(parts[0])
    places = {_LETTERS.get(part, -1) for part in parts}
    return places if places and all(0 <= at < len(texts) for at in places) else set()


def _of_answer(answer: str, beside: Mapping, issues: list[Issue]) -> DraftQuestion:
    answer = one_line(answer)
    value = truth(answer)
    if value is not None and not answer.isdigit():
        return draft("true_false", answer=value, issues=issues, **beside)
    if number := _number_said(answer):
        return draft("numeric", **number, issues=issues, **beside)
    accepted = [text.strip() for text in answer.split("|") if text.strip()]
    return draft("short_text", accepted=accepted, issues=issues, **beside)


def _number_said(answer: str) -> dict[str, Any] | None:
    """«1 000 ± 5 kg» as answer, tolerance and unit."""
    if len(answer) > LONGEST_NUMBER:
        return None
    written, sign, spread = answer.replace("+/-", "±").partition("±")
    value, unit = _number_and_rest(written)
    tolerance, unit = _number_and_rest(spread) if sign and not unit else (Decimal(0), unit)
    is_unit = len(unit) <= LONGEST_UNIT and not any(letter.isdigit() or letter == "|" for letter in unit)
    if value is None or tolerance is None or not is_unit:
        return None
    return {"answer": stored(value), "tolerance": stored(tolerance), "unit": unit}


def _number_and_rest(text: str) -> tuple[Decimal | None, str]:
    number = _NUMBER.match(text.strip())
    return (decimal(number[0]), text.strip()[number.end() :].strip()) if number else (None, text)


LONGEST_NUMBER, LONGEST_UNIT = 120, 20


# --- out --------------------------------------------------------------------------------------------------


def written_lines(questions: Sequence[DraftQuestion]) -> Iterator[list[str]]:
    """The lines of each question."""
    for number, question in enumerate(questions, 1):
        value = question.value
        stem, *more = value["stem"].split("\n")
        lines = [f"{number}. {stem}", *more]
        options = value.get("options", [])
        lines += [f"{letter.upper()}. {option['text']}" for letter, option in zip(LATIN, options, strict=False)]
        lines.append(f"Answer: {_answer_of(question)}")
        lines += [f"Feedback: {value['feedback']}"] if value["feedback"] else []
        lines += [f"Points: {question.points}"] if question.points != 1 else []
        lines += [f"Topic: {question.topic}"] if question.topic else []
        yield lines


def _answer_of(question: DraftQuestion) -> str:
    value = question.value
    match question.type:
        case "true_false":
            return str(value["answer"])
        case "numeric":
            spread = f" ± {value['tolerance']}" if decimal(value["tolerance"]) else ""
            return f"{value['answer'] or ''}{spread} {value['unit']}".strip()
        case "short_text":
            return " | ".join(value["accepted"])
    right = [letter for letter, option in zip(LATIN, value["options"], strict=False) if option["correct"]]
    return ", ".join(right).upper()


def write(questions: Sequence[DraftQuestion]) -> bytes:
    return "\n\n".join("\n".join(lines) for lines in written_lines(questions)).encode()


def detect(data: bytes, suffix: str) -> bool:
    return bool(re.search(rb"\S", data)) and b"\0" not in data[:1_000]


FORMAT = Format(
    name="numbered_list",
    position="line",
    suffixes=(".txt",),
    content_type="text/plain; charset=utf-8",
    detect=detect,
    read=read,
    write=write,
    says=frozenset({"single_choice", "multiple_response", "true_false", "numeric", "short_text"}),
)
