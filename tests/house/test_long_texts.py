"""What reads people's text takes time by its length alone, whatever the text is made for: each at n and 2n."""

import time

import pytest

from brs.activities.participants.cells import gender_of, is_salutation
from brs.activities.participants.fields import FIELDS
from brs.activities.participants.list_parsing import OnTheList, columns, left_over, mended, read
from brs.activities.participants.list_text import NotText, TooLong, decoded, table, text_in, text_of
from brs.activities.planning.forms import as_html, as_typed
from brs.core import codes, folding, names, sanitizing, typesetting, xml
from brs.core.spreadsheets import csv_text, workbook
from brs.people.party_names import PartyNames
from brs.search.excerpt import excerpt
from brs.search.nearest import in_known_words
from brs.search.results import LONGEST_QUERY
from courses.questions import marking, numbers

CODES = [f"{first}{second}" for first in "ABCDEFGH" for second in "KLMNOPQR"]
PARTIES = PartyNames({code: ("", [f"Republic of {code} (Plurinational State of {code * 2})"]) for code in CODES})
NUMERIC = {"type": "numeric", "points": 1, "answer": "5", "tolerance": "0"}
SHORT = {"type": "short_text", "points": 1, "accepted": ["mercury"]}

READERS = {
    "fold": folding.fold,
    "words": folding.words,
    "wanted": folding.wanted,
    "wanted in one": folding.wanted_in_one,
    "nearest words": lambda text: in_known_words(text[:LONGEST_QUERY], [text]),
    "excerpt": lambda text: excerpt(text, "waste 废物"),
    "excerpt for it": lambda text: excerpt("waste " * 20, text),
    "name": names.tidy,
    "serial": codes.tidy_serial,
    "share code": codes.tidy_share_code,
    "join code": codes.tidy_join_code,
    "HTML": sanitizing.clean,
    "HTML for paper": lambda text: typesetting.rich_text(str(sanitizing.clean(text))),
    "what an error names": typesetting.named_in,
    "for paper": typesetting.printable,
    "XML": xml.for_xml,
    "CSV": csv_text,
    "workbook": lambda text: workbook({"A": [[text]]}),
    "description": as_html,
    "description to edit": as_typed,
    "Party": PARTIES.find,
    "Parties near": PARTIES.nearest,
    "gender": gender_of,
    "salutation": is_salutation,
    "bytes": lambda text: decoded(text.encode("utf-16")),
    "bytes of an older encoding": lambda text: decoded(text.encode("cp1252", "replace")),
    "a file": lambda text: text_in(text.encode()),
    "table": table,
    "a list": lambda text: listed(text),
    "a list with heads": lambda text: listed(f"Name;E-mail;Country\n{text}"),
    "a cell": lambda text: listed(f"Name\tE-mail\tCountry\nAmina\t{text}\tKenya\n{text}\ta@b.org\t{text}"),
    "heads": lambda text: columns([[text] * 3, ["Amina", "a@b.org", "KE"]], FIELDS, PARTIES.find),
    "number": numbers.number,
    "marked number": lambda text: marking.mark(NUMERIC, text),
    "marked text": lambda text: marking.mark(SHORT, text),
}

UNITS = [
    *" \n\t,;\"'()[]<>@.-_&#\\/=0a9Aéأ中\u0301\u200f\0",
    *("a.", "a@", "@.", "a ", " a", "\r\n", " \n", "((", "()", "[(", '",', "a,", "a;", ";\n", "中 ", "中a", "ال"),
    *("<b>", "</b>", "<b><i>", "<p><b>", "<ul><li>", "<a><b>", "<a href='", "<a href=x>", "<!--", "</p>", "</p> "),
    *("&amp;", "&#", "<", "<p", "<br>", "1,", "1e", '`"', '"`', "\\u{", "=1", "\n=", "a@b.c ", "mailto:", "a@b.c;"),
    *("e\u0301", "﷽", "ﬃ"),
]
LENGTH, SLOW = 1_000, 0.1


def listed(text: str) -> None:
    parsed = read(*table(text), fields=FIELDS, party=PARTIES.find, listed=OnTheList())
    text_of(mended(parsed, {(1, "name"): text}), parsed.delimiter)
    left_over(parsed)


def seconds(reader, text: str) -> float:
    begun = time.process_time()
    try:
        reader(text)
    except (TooLong, NotText):
        pass
    return time.process_time() - begun


@pytest.mark.parametrize("name", READERS)
def test_it_takes_time_by_the_length_alone(name):
    reader = READERS[name]
    seconds(reader, "a text")
    for unit in UNITS:
        for ahead, end in (("", ""), ("a", "!")):
            text, longer = (ahead + unit * count + end for count in (LENGTH, 2 * LENGTH))
            if seconds(reader, text) > SLOW:
                once, twice = (min(seconds(reader, text) for _ in range(3)) for text in (text, longer))
                assert twice < 3 * once, f"{unit!r}: {once:.3f} s for {LENGTH}, {twice:.3f} s for {2 * LENGTH}"


def test_the_test_knows_one_that_does_not():
    READERS["backwards"] = lambda text: sum(1 for _one in text * 8 for _other in text)
    try:
        with pytest.raises(AssertionError):
            test_it_takes_time_by_the_length_alone("backwards")
    finally:
        del READERS["backwards"]
