"""Number: `answer`, `tolerance` (decimal strings), `unit`. The answer is a number as digits («-1234.5»)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..layout import Content, Form, Layout, Unreadable
from ..numbers import as_stored, number, read_number
from .base import Problem, QuestionBlock, QuestionType

LONGEST_NUMBER = 130  # its sign, its point and the most digits on either side


class NumericBlock(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(label=_("Tolerance"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=60)

    class Meta:
        icon = "decimal"
        label = _("Number")


def key(value: blocks.StructValue) -> Content:
    return {"answer": str(value["answer"]), "tolerance": str(value["tolerance"]), "unit": value["unit"]}


def read(content: Content, layout: Layout, form: Form, name: str) -> str | None:
    """`reading` in the form tells which of two numbers is meant."""
    return _typed_number(content, form.get(name, ""), form.get("reading", ""))


def read_sent(content: Content, layout: Layout, payload: Mapping[str, Any]) -> Any:
    match payload.get("answer"):
        case str() as typed:
            return _typed_number(content, typed, str(payload.get("reading", "")))
        case int() | float() as answer if (value := number(answer)) is not None:
            return as_stored(value)
        case answer:
            return answer


def _typed_number(content: Content, typed: str, chosen: str) -> str | None:
    """The number as it is stored. `chosen`: which of its two readings is meant, where it has two."""
    typed, unit = typed.strip(), content.get("unit", "")
    reading = read_number(typed, unit)
    if reading.wrong == "nothing":  # but spaces, and signs that are not seen
        return None
    values = [as_stored(value) for value in reading.values]
    if len(values) == 1 or chosen in values:
        return chosen if chosen in values else values[0]
    if values:
        raise Unreadable("ambiguous", typed, unit, values)
    raise Unreadable(reading.wrong, reading.rest or typed, unit)


def fits(content: Content, answer: Any) -> bool:
    is_short = isinstance(answer, str | int | float) and len(str(answer)) <= LONGEST_NUMBER
    return is_short and number(answer) is not None


def share(content: Content, answer: Any) -> float:
    given, right, tolerance = number(answer), number(content["answer"]), number(content["tolerance"])
    return float(None not in (given, right, tolerance) and abs(given - right) <= tolerance)  # type: ignore[operator]


def right_answer(content: Content) -> str:
    return content["answer"]


def in_words(content: Content, answer: Any) -> list[str]:
    value = number(answer)
    digits = str(answer) if value is None else in_digits(as_stored(value))
    return [f"{digits} {content['unit']}".strip()]


def in_digits(stored: str) -> str:
    """A number that nobody reads as another: «12 000» in threes, «12.000» with the reader's decimal mark."""
    whole, point, decimals = stored.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if len(digits) > 4 else digits
    return sign + grouped + (get_format("DECIMAL_SEPARATOR") + decimals if point else "")


def shown(content: Content, layout: Layout) -> dict[str, Any]:
    return {"unit": content.get("unit", "")}


def reading(content: Content, answer: Any) -> str:
    return answer or ""


def problems(content: Content) -> Iterator[Problem]:
    for name in ("answer", "tolerance"):
        if number(content[name]) is None:
            yield Problem(name, _("Give a number of at most 30 digits."))
    tolerance = number(content["tolerance"])
    if tolerance is not None and tolerance < 0:
        yield Problem("tolerance", _("Give 0 or more."))


TYPE = QuestionType(
    name="numeric",
    block=NumericBlock,
    key=key,
    read=read,
    read_sent=read_sent,
    fits=fits,
    share=share,
    right_answer=right_answer,
    in_words=in_words,
    shown=shown,
    reading=reading,
    problems=problems,
)
