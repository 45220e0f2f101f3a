"""Marking: full marks for the right answer and no other, none for nonsense, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.feedback import marked
from courses.questions.marking import mark
from courses.questions.text_answers import is_near_miss
from courses.questions.types import TYPES
from tests.questions.examples import EXAMPLES, content

QUESTIONS = {name: example.key for name, example in EXAMPLES.items()}
RIGHT = {name: example.right for name, example in EXAMPLES.items()}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["a", "b", "x"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["p0", "p1", "q"]), inner, max_size=3),
    max_leaves=6,
)


def question(kind: str, points: int = 2) -> dict:
    return content(kind, stem="", points=points)


def test_every_type_is_tested():
    assert list(EXAMPLES) == list(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_the_right_answer_earns_all_points(kind):
    marked = mark(question(kind), RIGHT[kind])
    assert (marked.points, marked.of, marked.correct) == (2, 2, True)


@pytest.mark.parametrize("kind", TYPES)
def test_no_answer_earns_nothing(kind):
    assert mark(question(kind), None).points == 0


@pytest.mark.parametrize("kind", TYPES)
@given(answer=anything, points=st.integers(1, 10))
def test_whatever_is_sent_is_marked_within_bounds(kind, answer, points):
    marked = mark(question(kind, points), answer)
    assert 0 <= marked.points <= marked.of
    assert marked.correct == (marked.points == marked.of)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["a"], 1),
        (["a", "c"], 0),
        (["a", "b", "c"], 1),
        (["a", "b", "c", "d"], 0),
        (["a", "a"], 1),
        ([], 0),
        (["?"], 0),
    ],
)
def test_in_a_multiple_response_a_wrong_option_takes_away_what_a_right_one_gives(answer, points):
    assert mark(question("multiple_response"), answer).points == points


@pytest.mark.parametrize("answer", ["60.5", "59,5", " 60 ", "٦٠", "６０", 60, 60.4])
def test_a_number_is_read_as_people_type_it(answer):
    assert mark(question("numeric"), answer).correct


@pytest.mark.parametrize("answer", ["60.51", "sixty", "", "NaN", "Infinity", True, "6 0 1"])
def test_another_number_or_none_earns_nothing(answer):
    assert mark(question("numeric"), answer).points == 0


def test_matching_gives_a_share_for_each_pair_matched():
    given_answer = {"p0": "p0", "p1": "p2", "p2": "d1", "p3": "p3"}
    assert mark(question("matching"), given_answer).points == 1


def test_case_matters_where_the_question_says_so():
    strict = {**question("short_text"), "case_sensitive": True}
    assert not mark(strict, "pic").correct
    assert mark(strict, "PIC").correct


SAME = [
    ("l'importateur", "l’importateur"),
    ("œuvre", "oeuvre"),
    ("prior-informed consent", "prior\u2013informed\u00a0consent"),
    ("e-waste", "e\u2011waste"),
    ("PCB 28", "ＰＣＢ　２８"),
    ("60 days", "٦٠ days"),
    ("موافقة", "المُوَافَقَه"),
    ("إيران", "ایران"),
    ("ещё", "еще"),
    ("consentement préalable", "Consentement prealable."),
    ("知情同意", "知情同意。"),
]


def text(*accepted: str, **fields) -> dict:
    return {**question("short_text", points=1), "accepted": list(accepted), **fields}


@pytest.mark.parametrize(("accepted", "typed"), SAME)
def test_words_are_the_same_however_they_are_typed(accepted, typed):
    assert mark(text(accepted), typed).correct
    assert mark(text(typed), accepted).correct


@pytest.mark.parametrize(("accepted", "typed"), [("PIC", "ＰＩＣ"), ("L'Été", "L’Ete"), ("Œuvre", "OEuvre")])
def test_where_case_matters_the_rest_is_folded_all_the_same(accepted, typed):
    assert mark(text(accepted, case_sensitive=True), typed).correct
    assert not mark(text(accepted, case_sensitive=True), typed.casefold()).correct


@pytest.mark.parametrize(
    ("accepted", "typed", "is_near"),
    [
        ("lindane", "lindanne", True),
        ("lindane", "lindne", True),
        ("lindane", "lindame", True),
        ("lindane", "lnidane", True),
        ("lindane", "ilndane", True),
        ("lindane", "lindan", True),
        ("prior informed consent", "prior infromed consent", True),
        ("линдан", "линден", True),
        ("lindane", "lindane", False),
        ("lindane", "lndne", False),
        ("prior informed consent", "prior infromed consnet", False),
        ("PIC", "PCI", False),
        ("waste", "was", False),
        ("PCB 10128", "PCB 10129", False),
        ("lindane", "", False),
    ],
)
def test_one_letter_off_in_a_long_word_is_a_near_miss_and_marked_as_the_editor_says(accepted, typed, is_near):
    content = text(accepted)
    assert is_near_miss(content, typed) == is_near
    assert mark(content, typed).correct == (typed == accepted)
    assert mark({**content, "near_misses": "right"}, typed).correct == (typed == accepted or is_near)
    remarks = [remark for _line, remark in marked(content, typed).given]
    assert remarks == (["Close: one letter is different."] if is_near else [""])


def test_where_two_right_sides_read_the_same_either_is_right():
    pairs = [("Annex I", "Wastes"), ("Annex II", "Wastes "), ("Annex III", "Hazards")]
    content = question("matching", points=3)
    content["pairs"] = [{"id": f"p{n}", "left": left, "right": right} for n, (left, right) in enumerate(pairs)]
    assert mark(content, {"p0": "p1", "p1": "p0", "p2": "p2"}).correct
    assert mark(content, {"p0": "p0", "p1": "p0", "p2": "p2"}).correct
    assert mark(content, {"p0": "p2", "p1": "p0", "p2": "p2"}).points == 2


def test_where_two_items_read_the_same_either_may_come_first():
    content = question("ordering")
    content["items"] = [{"id": key, "text": text} for key, text in (("x", "Ask"), ("y", "Wait"), ("z", "Ask"))]
    assert mark(content, ["z", "y", "x"]).correct
    assert not mark(content, ["x", "z", "y"]).correct
