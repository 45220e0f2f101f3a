"""In which language a thing is shown."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from brs.core.languages import best, best_first, best_of_each, readers_language

LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh-hans"]


@dataclass(frozen=True)
class Row:
    pk: int
    code: str
    live: bool
    translation_key: int = 0

    @property
    def locale(self):
        return SimpleNamespace(language_code=self.code)


a_row = st.builds(
    Row, pk=st.integers(1, 50), code=st.sampled_from(LANGUAGES), live=st.booleans(), translation_key=st.integers(0, 3)
)
some_rows = st.lists(a_row, unique_by=lambda row: row.pk)


@given(some_rows, st.sampled_from(LANGUAGES), st.booleans())
def test_nothing_better_was_passed_over(rows, language, live_first):
    chosen = best(rows, language, live_first=live_first)
    if not rows:
        assert chosen is None
        return
    among = [row for row in rows if row.live] if live_first and any(row.live for row in rows) else rows
    for code in (language, "en"):
        if any(row.code == code for row in among):
            assert chosen.code == code
            break
    assert chosen in among


@given(st.data(), some_rows, st.sampled_from(LANGUAGES))
def test_the_order_of_the_rows_changes_nothing(data, rows, language):
    assert best(data.draw(st.permutations(rows)), language) == best(rows, language)


@given(some_rows, st.sampled_from(LANGUAGES))
def test_the_first_of_all_is_the_best(rows, language):
    ranked = best_first(rows, language)
    assert set(ranked) == set(rows) and len(ranked) == len(rows)
    assert ranked[:1] == [chosen for chosen in [best(rows, language)] if chosen]


@given(some_rows, st.sampled_from(LANGUAGES))
def test_each_thing_is_chosen_for_itself_and_stands_where_it_stood(rows, language):
    chosen = best_of_each(rows, language)
    assert list(chosen) == list(dict.fromkeys(row.translation_key for row in rows))
    for key, row in chosen.items():
        assert row == best([other for other in rows if other.translation_key == key], language)


def test_without_a_language_the_readers_counts():
    rows = [Row(1, "en", True), Row(2, "fr", True)]
    with override("fr"):
        assert (readers_language(), best(rows).code) == ("fr", "fr")
    with override(None):
        assert (readers_language(), best(rows).code) == ("en", "en")
