"""A question on its way between the bank and a file, and what a file's reading says. Plain Python.

Readers never raise, whatever a file holds: what is not understood is an issue with its position, never dropped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from brs.core import bounds
from courses.questions.numbers import MOST_DIGITS, as_stored, number

from .formulas import has_tex

LONGEST_LABEL = 200  # of names, topics and the like
NAME_FROM_STEM = 80
LONGEST_TEXT = 20_000  # of one field: longer than any question
MOST_PARTS = 60  # options, items or pairs of one question
LARGEST_POINTS = 1_000

Value = dict[str, Any]

# Type -> its fields beside stem and feedback, with what they are where a file does not say: the shape of its block.
FIELDS: dict[str, Value] = {
    "single_choice": {"options": []},
    "multiple_response": {"options": []},
    "true_false": {"answer": False},
    "numeric": {"answer": None, "tolerance": "0", "unit": ""},
    "ordering": {"items": []},
    "matching": {"pairs": [], "distractors": []},
    "short_text": {"accepted": [], "case_sensitive": False, "near_misses": "close"},
    "gap_text": {"sentence": "", "gaps": [], "case_sensitive": False, "near_misses": "close"},
}
# What may have several lines.
_LONG = {"stem", "feedback", "sentence"}
LABELS = ("topic", "convention", "competency", "difficulty")


@dataclass(frozen=True)
class Issue:
    """What was not understood or not taken over. `code` names the reason, `about` what it is about."""

    position: int
    code: str
    about: str = ""


@dataclass(frozen=True)
class DraftQuestion:
    """`value`: that of the block of its type, lists as plain lists. `position`: line, row or number in the file."""

    type: str
    value: Value
    name: str = ""
    points: int = 1
    topic: str = ""
    convention: str = ""
    competency: str = ""
    difficulty: str = ""
    position: int = 0
    issues: tuple[Issue, ...] = ()


@dataclass
class Reading:
    """Questions as they stand in a file; `issues`: what became no question. `rows`: of a spreadsheet, its cells."""

    questions: list[DraftQuestion] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def add_issue(self, position: int, code: str, about: str = "") -> None:
        self.issues.append(Issue(position, code, excerpt(about)))

    def as_json(self) -> dict[str, Any]:
        return {
            "questions": [asdict(draft) for draft in self.questions],
            "issues": [asdict(issue) for issue in self.issues],
            "rows": self.rows,
        }


def bounded(reading: Reading) -> Reading:
    """What was read, with no more issues than are shown; nothing of what has too many questions."""
    if len(reading.questions) > bounds.QUESTIONS:
        return Reading(issues=[Issue(1, "too_many", str(len(reading.questions)))])
    count = len(reading.issues)
    if count > bounds.QUESTION_ISSUES:
        more = Issue(reading.issues[-1].position, "more_issues", str(count - bounds.QUESTION_ISSUES))
        reading.issues = [*reading.issues[: bounds.QUESTION_ISSUES], more]
    return reading


def draft(type_name: str, *, position: int, issues: Iterable[Issue] = (), **fields: Any) -> DraftQuestion:
    """A tidy question: of `fields`, what belongs to the block is its value, the rest fields of the draft."""
    parts = {
        name: fields.pop(name, default) for name, default in {"stem": "", "feedback": "", **FIELDS[type_name]}.items()
    }
    all_issues = [*issues]
    if any(len(text) > LONGEST_TEXT for text in _texts(parts)):
        all_issues.append(Issue(position, "text_cut"))
    if any(has_tex(text) for text in _texts(parts)):
        all_issues.append(Issue(position, "tex"))
    if any(len(part) > MOST_PARTS for part in parts.values() if isinstance(part, list)):
        all_issues.append(Issue(position, "parts_cut"))
    value = {name: tidied(name, part) for name, part in parts.items()}
    for name in ("name", *LABELS):
        fields[name] = one_line(fields.get(name, ""))[:LONGEST_LABEL].strip()
    fields["name"] = fields["name"] or name_from(value["stem"])
    return DraftQuestion(type_name, value, position=position, issues=tuple(dict.fromkeys(all_issues)), **fields)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def from_json(stored: Mapping[str, Any]) -> DraftQuestion:
    return DraftQuestion(**{**stored, "issues": tuple(Issue(**issue) for issue in stored["issues"])})


def name_from(stem: str) -> str:
    return shortened(one_line(stem), NAME_FROM_STEM)


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def excerpt(text: str) -> str:
    return shortened(one_line(text[:400]), 120)


def tidied(name: str, value: Any) -> Any:
    """Texts without stray white space, in lists as well."""
    if isinstance(value, str):
        return several_lines(value) if name in _LONG else one_line(value)
    if isinstance(value, Mapping):
        return {key: tidied(key, part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [tidied("", part) for part in value[:MOST_PARTS]]
    return value


def one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def several_lines(text: str) -> str:
    lines = [" ".join(line.split()) for line in _plain(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain(text: str) -> str:
    """Without signs that no field takes; line ends of any system are one."""
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace("\r\n", "\n")
    text = re.sub("[\r\u2028\u2029\x0b\x0c\x85]", "\n", text)
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


@dataclass(frozen=True)
class Answer:
    """An answer with the share of the points that it earns in a file, in per cent."""

    text: str
    share: Decimal = Decimal(0)
    feedback: str = ""


def choice(
    answers: Sequence[Answer],
    *,
    position: int,
    several: bool | None = None,
    issues: Iterable[Issue] = (),
    **fields: Any,
) -> DraftQuestion:
    """Single choice or multiple response; `several` where the file says which."""
    answers = answers[: MOST_PARTS + 1]
    full = [answer for answer in answers if answer.share >= 100]
    if several is None:
        several = len(full) > 1 or (not full and sum(answer.share > 0 for answer in answers) > 1)
    right = [answer for answer in answers if answer.share > 0] if several else full
    if not right and answers:
        best = max(answer.share for answer in answers)
        right = [answer for answer in answers if answer.share == best > 0]
    partial = [Issue(position, "partial_credit")] if _are_parts_lost(answers, right, several) else []
    options = [{"text": each.text, "correct": each in right, "feedback": each.feedback} for each in answers]
    name = "multiple_response" if several else "single_choice"
    return draft(name, options=options, position=position, issues=[*issues, *partial], **fields)


def _are_parts_lost(answers: Sequence[Answer], right: Sequence[Answer], several: bool) -> bool:
    """Whether a file gives other parts of the points than we: of several, equal ones, and as much off."""
    shares, wrong = {answer.share for answer in right}, {answer.share for answer in answers if answer not in right}
    if not several:
        return bool(wrong - {Decimal(0)})
    return len(shares) > 1 or len(wrong) > 1 or bool(wrong - {Decimal(0), Decimal(-100), *(-s for s in shares)})


def decimal(text: str) -> Decimal | None:
    """A number as programs write it, or as people do where it has one reading."""
    text = one_line(text)
    if re.fullmatch(r"[-+]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][-+]?\d{1,2})?", text, re.ASCII):
        value = Decimal(text)
        return (
            value if len(value.as_tuple().digits) <= 2 * MOST_DIGITS and abs(value.adjusted()) <= MOST_DIGITS else None
        )
    return number(text)


def stored(value: Decimal | None) -> str | None:
    return None if value is None else as_stored(value)


def in_range(low: Decimal, high: Decimal) -> dict[str, str]:
    """Answer and tolerance of what is right from one number to another."""
    return {"answer": as_stored((low + high) / 2), "tolerance": as_stored(abs(high - low) / 2)}


def points_of(text: str) -> int | None:
    """Whole points; None where it is no such number."""
    value = decimal(text)
    return int(value) if value is not None and value == int(value) and 0 < value <= LARGEST_POINTS else None


TRUE = {"true", "t", "yes", "right", "correct", "vrai", "v", "oui", "verdadero", "cierto", "sí", "si", "верно", "да"}
TRUE |= {"правда", "صحيح", "صح", "نعم", "正确", "对", "是", "1", "wahr"}
FALSE = {
    "false",
    "f",
    "no",
    "wrong",
    "incorrect",
    "faux",
    "non",
    "falso",
    "неверно",
    "нет",
    "ложь",
    "خطأ",
    "خاطئ",
    "لا",
}
FALSE |= {"错误", "错", "否", "0", "falsch"}


def truth(text: str) -> bool | None:
    """What a word for true or false in six languages says; None for others."""
    word = one_line(text).casefold().rstrip(".")
    return True if word in TRUE else False if word in FALSE else None


def differences(first: DraftQuestion, second: DraftQuestion) -> list[str]:
    """Names of the fields in which two questions differ, those of the block and of the question alike."""
    if first.type != second.type:
        return ["type"]
    names: Iterable[str] = ("name", "points", *LABELS)
    beside = [name for name in names if getattr(first, name) != getattr(second, name)]
    return [name for name in first.value if first.value[name] != second.value.get(name)] + beside
