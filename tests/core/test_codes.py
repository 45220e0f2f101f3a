"""Codes, serials and passcodes as people type and paste them."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from brs.core.codes import (
    ALPHABET,
    LONGEST_TYPED,
    new_join_code,
    new_serial,
    new_share_code,
    tidy_join_code,
    tidy_passcode,
    tidy_serial,
    tidy_share_code,
)

KINDS = [(tidy_serial, 16, 4), (tidy_share_code, 10, 5), (tidy_join_code, 8, 4)]
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"]
LOOKALIKES = str.maketrans("ABEKMHPCTYX", "АВЕКМНРСТУХ")
WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
BETWEEN = ["", "-", "–", "—", "−", "‑", " – ", " ", "\n", "_", ".", "\u00a0", "\u202f", "\u200e", "\u2066-\u2069"]
BEFORE = [
    "", " ", "\u202b", "Serial: ", "Serial ", "Code: ", "№ ", "رقم: ", "序列号：", "编号", "(", "«",
    "https://learn.example.org/verify/", "https://brsmeas.org/t/", "http://localhost:8000/j/",
    "https://learn.example.org/verify/?serial=", "https://learn.example.org/certificates/",
]  # fmt: skip
AFTER = ["", " ", "/", ".", ")", "»", "\u202c", "/?language=ar", ".pdf", "#content", "\r\n"]


@st.composite
def dressed(draw, length: int, group: int) -> tuple[str, str]:
    """A code, and how somebody typed it."""
    code = draw(st.text(ALPHABET, min_size=length, max_size=length))
    groups = [code[start : start + group] for start in range(0, length, group)]
    typed = draw(st.sampled_from(BETWEEN)).join(groups)
    typed = typed.translate(str.maketrans("0123456789", draw(st.sampled_from(DIGITS))))
    typed = draw(st.sampled_from([typed, typed.lower(), typed.translate(WIDE), typed.translate(LOOKALIKES)]))
    return "-".join(groups), draw(st.sampled_from(BEFORE)) + typed + draw(st.sampled_from(AFTER))


@pytest.mark.parametrize(("tidy", "length", "group"), KINDS)
@given(data=st.data())
def test_a_code_is_read_however_it_was_typed_or_pasted(tidy, length, group, data):
    code, typed = data.draw(dressed(length, group))
    assert tidy(typed) == code


@pytest.mark.parametrize(("tidy", "length", "group"), KINDS)
@given(text=st.text() | st.text(ALPHABET + "oil-:/. "))
@example(text="\x00")
@example(text="%")
@example(text="ﷺ" * 1000)
def test_whatever_is_typed_a_code_or_nothing_comes_back(tidy, length, group, text):
    code = tidy(text)
    assert tidy(code) == code
    assert not code or (len(code.replace("-", "")) == length and set(code) <= set(ALPHABET + "-"))


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-9QX4-A", "UUUU-UUUU", "7K2M-9QX4-A1B2-C3D", "a" * 5000])
def test_what_is_too_short_too_long_or_has_other_letters_is_none(typed):
    assert not tidy_join_code(typed)
    assert not tidy_serial(typed)


def test_letters_that_look_like_digits_are_those():
    assert tidy_join_code("oil0-1OIL") == "0110-1011"


def test_an_address_is_read_to_its_end():
    code = new_share_code()
    address = f"https://{'learn.' * 20}example.org/t/{code}/"
    assert len(address) < LONGEST_TYPED and tidy_share_code(address) == code


@pytest.mark.parametrize("make", [new_serial, new_share_code, new_join_code])
def test_a_new_one_is_in_its_one_form(make):
    code = make()
    assert code in {tidy_serial(code), tidy_share_code(code), tidy_join_code(code)}


SIGNS = st.characters(categories=["L", "N", "Zs", "P"])


@given(st.text(SIGNS, min_size=1))
def test_a_passcode_is_the_same_in_any_width_case_and_digits(passcode):
    tidied = tidy_passcode(passcode)
    assert tidy_passcode(tidied) == tidied
    for other in (
        f" {passcode}\u200f ",
        passcode.translate(WIDE),
        passcode.replace("-", "–"),
        passcode.replace(" ", "\u3000"),
    ):
        assert tidy_passcode(other) == tidied
    for digits in DIGITS:
        assert tidy_passcode(passcode.translate(str.maketrans("0123456789", digits))) == tidied


@given(st.text("abcXYZ019-٣ é日", min_size=1), st.text("abcXYZ019-٣ é日", min_size=1))
def test_two_passcodes_that_read_differently_are_two(first, second):
    assume(
        " ".join(first.casefold().split()).replace("٣", "3") != " ".join(second.casefold().split()).replace("٣", "3")
    )
    assert tidy_passcode(first) != tidy_passcode(second)
