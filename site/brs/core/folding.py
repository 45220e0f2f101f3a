"""Folds text so that what people type finds what others wrote, in all six languages. Plain Python."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .spellings import LETTERS, NAMES

# Short vowels and the lengthening stroke of Arabic; combining accents of Latin and Cyrillic letters.
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
# What nobody sees: marks of direction, joiners, soft hyphens.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\ufe58]")
_DIGIT = re.compile(r"\d")
_SAME_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي"}
    | {"ё": "е", "Ё": "Е", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
    | dict.fromkeys("’‘‛ʼ′`´", "'")
    | dict.fromkeys("“”„«»″", '"')
)
# The article, alone or behind «and», «in», «for»: «والنفايات» is found by «نفايات».
_ARTICLE = re.compile(r"\b(?:[وفبك]?ال|لل)(?=\w{3})")


def fold(text: str, *, keep_case: bool = False) -> str:
    """Without case, accents, vowel signs, and Arabic articles; compatible forms, digits, dashes and white space one.

    The one rule by which words are the same, for what is searched and for what is answered.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_SAME_LETTERS))
    plain = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), _DASHES.sub("-", plain))
    plain = plain if keep_case else plain.casefold()
    plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", plain.translate(_SAME_LETTERS))))
    return " ".join(_ARTICLE.sub("", plain.translate(_SAME_LETTERS)).split())


def plain_sign(sign: str) -> str:
    """A digit of any script as 0 to 9, any dash as a hyphen, nothing for what nobody sees; else the sign as it is."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    return "" if category == "Cf" else "-" if category == "Pd" or sign == "\N{MINUS SIGN}" else sign


_WORD = re.compile(r"\w+")
_CHINESE = re.compile("[\u3400-\u9fff]+")
# What tells the singular from the plural, and one case from another: enough that either finds the other.
# Folded, «й» is «и».
_ENDING = re.compile(
    "(?<=[a-z]{5})(?:ies|y)$|(?<=[a-z]{3})(?:es|e|s)$"
    "|(?<=[а-я]{4})(?:иями|иях|иям|ией|ами|ями|ого|его|ому|ему|ыми|ими|и[яиюей]|[аяоеиы][яей]|[аоеыи]м|ям"
    "|[аяыи]х|[ое]в|ую|юю|[аяоеыиуюь])$"
    "|(?<=[\u0621-\u064a]{3})(?:ات|ون|ين|ه)$"
)


# What joins the parts of a code («XC-101», «50-29-3», «BC-14/12») and of a word («e-waste»), and what parts words.
_JOINTS, _BETWEEN = re.compile("[-‐–/]"), re.compile(r"[^\w\-‐–/]+")
LONGEST_CODE = 40


def words(text: str) -> list[str]:
    """The words of a text as search keeps them: folded, without endings; of Chinese each character and each pair.

    What is joined is kept in parts, and after all others in one.
    """
    result = []
    for word in _words(text):
        result += [*word, *_pairs(word)] if _CHINESE.match(word) else [_stem(word)]
    return result + [_stem(code) for piece in _pieces(text) if (code := _in_one(piece))]


def phrase(folded: Iterable[str]) -> str:
    """Words in a row with a space at both ends: one phrase stands in another where all its words do, in their order."""
    return f" {' '.join(folded)} "


def wanted(query: str) -> list[str]:
    """The words that a text must have to be found by the query: of Chinese the pairs, where there are any."""
    result = []
    for word in _words(query):
        result += (_pairs(word) or [word]) if _CHINESE.match(word) else [_stem(word)]
    return result


def wanted_in_one(query: str) -> list[str]:
    """The same with each code in one; none where there is no code."""
    pieces = list(_pieces(query))
    if not any(map(_in_one, pieces)):
        return []
    return [word for piece in pieces for word in ([_stem(_in_one(piece))] if _in_one(piece) else wanted(piece))]


def _words(text: str) -> list[str]:
    return _WORD.findall(_CHINESE.sub(r" \g<0> ", fold(text).translate(LETTERS)))


def _pieces(text: str) -> Iterator[str]:
    return filter(None, _BETWEEN.split(fold(text).translate(LETTERS)))


def _in_one(piece: str) -> str:
    """A code without what joins its parts; empty for what is none."""
    parts = [part for part in _JOINTS.split(piece[: LONGEST_CODE + 1]) if part]
    return "".join(parts) if len(parts) > 1 and len(piece) <= LONGEST_CODE and not _CHINESE.search(piece) else ""


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return _SAME_NAMES.get(stem, stem)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


_SAME_NAMES = {_ENDING.sub("", fold(other)): name for name, others in NAMES.items() for other in others.split()}
