"""Days from one to another, in words."""

from datetime import date

import pytest
from django.utils.translation import override

from brs.activities.pages.dates import span

FIRST = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("language", "last", "words"),
    [
        ("en", date(2026, 12, 17), "15 to 17 December 2026"),
        ("en", date(2027, 12, 15), "15 December 2026 to 15 December 2027"),
        ("fr", date(2026, 12, 17), "15 à 17 décembre 2026"),
        ("es", date(2026, 12, 17), "15 a 17 de diciembre de 2026"),
        ("ru", date(2026, 12, 17), "15 – 17 декабря 2026 г."),
        ("ar", date(2026, 12, 17), "من 15 إلى 17 ديسمبر 2026"),
        ("zh-hans", date(2026, 12, 17), "2026年12月15日至17日"),
        ("zh-hans", date(2027, 1, 17), "2026年12月15日至2027年1月17日"),
    ],
)
# Whether a space follows «至» is the translators' affair.
def test_what_both_days_share_is_said_once(language, last, words):
    with override(language):
        assert span(FIRST, last).replace("至 ", "至") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "30 September to 2 October 2026"),
        ("es", "30 de septiembre a 2 de octubre de 2026"),
        ("zh-hans", "2026年9月30日至10月2日"),
    ],
)
def test_two_months_of_a_year_are_both_said(language, words):
    with override(language):
        assert span(date(2026, 9, 30), date(2026, 10, 2)).replace("至 ", "至") == words
