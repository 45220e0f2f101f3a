"""Numbers are read as people of six languages write them; what can be two is asked back, what is none is refused."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from courses.questions.asking import Unreadable, fits, laid_out, read_sent
from courses.questions.feedback import marked, what_is_wrong
from courses.questions.marking import mark
from courses.questions.numbers import as_stored, number, read_number
from courses.questions.types.numeric import in_digits

WRITTEN = {
    "84000": [
        "84000",
        "84 000",
        "84\u00a0000",
        "84\u202f000",
        "84'000",
        "84’000",
        "٨٤٬٠٠٠",
        "۸۴٬۰۰۰",
        "８４ ０００",
        "84000.",
    ],
    "1234567.5": ["1,234,567.5", "1.234.567,5", "1 234 567,5", "1'234'567.5", "١٬٢٣٤٬٥٦٧٫٥", "１，２３４，５６７．５"],
    "0.5": ["0.5", "0,5", ".5", ",5", "٠٫٥", "０．５", "+0.5"],
    "0.125": ["0.125", "0,125", "٠٫١٢٥"],
    "-12": ["-12", "−12", "–12", "—12", "‑12", "－12", "- 12", "12-", "١٢-", "\u200f-١٢", "\u202b١٢−\u202c"],
    "1234567": ["1,234,567", "1.234.567", "12,34,567", "1 234 567"],
    "100000": ["1e5", "1E+5", "100 000"],
    "60": ["60", "\u200e60\u200f", " 60 ", "60.0", "6e1"],
    "12.5": ["12,5", "12.5", "12,50", "١٢٫٥", "12．5"],
}
WITH_UNIT = {
    "t": ["84 000 t", "84000t", "84 000 tonnes", "84 000 тонн", "٨٤٬٠٠٠ طن", "84000吨", "t 84000"],
    "days": ["84000 days", "84000 jours", "84000 дней", "84000天", "84000 d."],
    "%": ["84000 %", "84000%", "% 84000", "٪84000", "84000 per cent", "84000 процентов"],
    "": ["84000 %"],
    "mg/kg": ["84000 mg/kg", "84000 ppm", "84000 MG/KG"],
}


def question(answer: str = "12", unit: str = "", **fields) -> dict:
    return {
        "type": "numeric",
        "stem": "",
        "feedback": "",
        "points": 1,
        "answer": answer,
        "unit": unit,
        "tolerance": "0",
    } | (fields)


def answered(typed: str, unit: str = "", reading: str = "") -> str:
    content = question(unit=unit)
    return read_sent(content, laid_out(content, []), {"answer": typed, "reading": reading})


@pytest.mark.parametrize(("value", "typed"), [(value, typed) for value, many in WRITTEN.items() for typed in many])
def test_people_write_a_number_in_many_ways(value, typed):
    assert [*map(Decimal, [value])] == [*read_number(typed).values]
    assert mark(question(value), answered(typed)).correct


@pytest.mark.parametrize(("unit", "typed"), [(unit, typed) for unit, many in WITH_UNIT.items() for typed in many])
def test_the_questions_own_unit_may_stand_beside_it(unit, typed):
    assert answered(typed, unit) == "84000"


@pytest.mark.parametrize("typed", ["12,000", "12.000", "12.000 t", "-1,234", "１２，０００", "١٢,٠٠٠", "999.999"])
def test_what_can_be_read_in_two_ways_is_asked_back(typed):
    with pytest.raises(Unreadable) as raised:
        answered(typed, "t")
    whole, decimals = raised.value.readings
    assert Decimal(whole) == Decimal(decimals) * 1000
    assert answered(typed, "t", reading=whole) == whole
    assert answered(typed, "t", reading=decimals) == decimals
    with pytest.raises(Unreadable):
        answered(typed, "t", reading="7")


def test_a_reading_that_was_chosen_is_marked_as_chosen():
    assert mark(question("12"), answered("12,000", reading="12.000")).correct
    assert not mark(question("12"), answered("12,000", reading="12000")).correct
    assert mark(question("12000"), answered("12,000", reading="12000")).correct


@pytest.mark.parametrize(
    ("typed", "unit", "words"),
    [
        ("sixty", "", "in digits"),
        ("½", "", "in digits"),
        ("60 kg", "t", "in t, without “kg”"),
        ("10²", "", "without “²”"),
        ("2026-01-05", "", "without “-01-05”"),
        ("1,2,3", "", "“1,2,3” is no number"),
        ("6 0 1", "", "“6 0 1” is no number"),
        ("1e9999999", "", "at most 30 digits"),
        ("9" * 31, "", "at most 30 digits"),
        ("9" * 5000, "", "at most 30 digits"),
        ("12,000", "", "“12,000” can be 12\u202f000 or 12.000"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, unit, words):
    with pytest.raises(Unreadable) as raised:
        answered(typed, unit)
    assert words in what_is_wrong(raised.value)


def test_the_readings_are_told_apart_in_every_language():
    with override("fr"):
        assert [in_digits("12000"), in_digits("12.000")] == ["12\u202f000", "12,000"]
    assert [in_digits(each) for each in ("-1234567.5", "-0.5", "1234", "12")] == [
        "-1\u202f234\u202f567.5",
        "-0.5",
        "1234",
        "12",
    ]


@example("\u200f", "t")
@given(st.text() | st.text(alphabet="0123456789.,'٬٫ -+eE%t٠٩", max_size=70), st.sampled_from(["", "t", "%", "days"]))
def test_any_text_is_read_or_refused_in_words(typed, unit):
    reading = read_number(typed, unit)
    assert len(reading.values) <= 2
    assert bool(reading.values) != bool(reading.wrong)
    for value in reading.values:
        assert number(as_stored(value)) == value
        assert fits(question(), as_stored(value))
        mark(question("-0.5"), as_stored(value))
    try:
        assert reading.values or answered(typed, unit) is None
    except Unreadable as unreadable:
        assert what_is_wrong(unreadable)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()))
def test_whatever_is_stored_is_marked(stored):
    assert mark(question(), stored).points in (0, 1)
    marked(question(), stored)


@pytest.mark.parametrize(
    ("stored", "value"), [("12.000", 12), ("60 ", 60), ("1 000,5", "1000.5"), ("٦٠", 60), (60.5, "60.5")]
)
def test_what_was_stored_as_it_was_typed_is_still_read(stored, value):
    assert number(stored) == Decimal(value)


def test_what_was_stored_and_can_be_two_is_none():
    assert number("12,000") is None
