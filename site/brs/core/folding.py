"""Folds text so that what people type finds what others wrote, in all six languages. Plain Python."""

import re
import unicodedata

# Short vowels and the lengthening stroke of Arabic; combining accents of Latin and Cyrillic letters.
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_SAME_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е", "’": "'"}
)
# The article, alone or behind «and», «in», «for»: «والنفايات» is found by «نفايات».
_ARTICLE = re.compile(r"\b(?:[وفبك]?ال|لل)(?=\w{3})")


def fold(text: str) -> str:
    """Without case, accents, vowel signs, and Arabic articles; compatible forms and white space made one."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SAME_LETTERS)
    plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", plain)))
    return " ".join(_ARTICLE.sub("", plain.translate(_SAME_LETTERS)).split())
