"""The piece of a text that shows why it was found."""

from hypothesis import given
from hypothesis import strategies as st

from brs.search.excerpt import LENGTH, excerpt


def marked(text: str, query: str) -> list[str]:
    return [piece for piece, is_marked in excerpt(text, query) if is_marked]


def test_words_asked_for_are_marked_in_whatever_form():
    assert marked("Hazardous wastes and other waste.", "WASTE hazardous") == ["Hazardous", "wastes", "waste"]
    assert marked("Les déchets dangereux", "dechet") == ["déchets"]
    assert marked("إدارة والنفايات", "نفايات") == ["والنفايات"]
    assert marked("控制危险废物越境转移", "危险废物") == ["危险废物"]


def test_a_long_text_is_cut_around_the_first():
    text = "word " * 100 + "needle " + "word " * 100
    shown = "".join(piece for piece, _is_marked in excerpt(text, "needle"))
    assert "needle" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) <= LENGTH + 2


@given(st.text(max_size=400), st.text(max_size=40))
def test_whatever_is_typed_nothing_is_made_up(text, query):
    shown = "".join(piece for piece, _is_marked in excerpt(text, query))
    assert shown.strip("…") in " ".join(text.split()) or "…" in text
