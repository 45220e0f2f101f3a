"""Numbers as people of six languages write them. Plain Python.

«84 000», «84'000» and «٨٤٬٠٠٠» group their digits; «0.5», «0,5» and «٠٫٥» have decimals. «84,000» and «84.000» can be
either, with one comma or full stop before exactly three digits: they have two readings, and nobody guesses which is
meant.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from brs.core.folding import fold, plain_sign

LONGEST = 60  # characters, with a unit
MOST_DIGITS = 30
LARGEST_EXPONENT = 30

# How a number is stored once it is read: this has one reading only, whatever a person would make of it.
STORED = re.compile(r"-?\d{1,61}(\.\d{1,61})?", re.ASCII)

# Either groups digits or begins decimals; the others do one of the two.
_EITHER, _DECIMAL = ".,", "٫"
_SEPARATOR = re.compile("[.,٫ '٬]")
_SAME = str.maketrans({"،": ",", "٪": "%", "⁄": "/"} | dict.fromkeys("’‘ʼ′`´‛", "'"))
_WRITTEN = re.compile(r"[-+]? ?[.,٫]?\d[\d.,'٬٫ ]*(?:[eE][-+]?\d+(?!\w))?(?: ?-(?! ?\w))?", re.ASCII)
_PARTS = re.compile(r"([-+]?) ?([\d.,'٬٫ ]+)(?:[eE]([-+]?\d+))? ?(-?)", re.ASCII)

# Spellings of one unit in six languages: a learner may write any of them.
UNITS = [
    {fold(spelling) for spelling in spellings.split("|")}
    for spellings in (
        "%|pct|per cent|percent|pour cent|por ciento|процент|процента|процентов|في المئة|بالمئة|百分之",
        "t|tonne|tonnes|ton|tons|metric tons|tonelada|toneladas|т|тонна|тонны|тонн|طن|أطنان|吨",
        "kg|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes|kilogramo|kilogramos"
        "|кг|килограмм|килограмма|килограммов|كغ|كجم|كيلوغرام|公斤|千克",
        "g|gram|grams|gramme|grammes|gramo|gramos|г|грамм|грамма|граммов|غرام|克",
        "mg|milligram|milligrams|milligramme|milligrammes|miligramo|miligramos|мг|миллиграмм|миллиграммов|ملغ|ملغم|毫克",
        "mg/kg|ppm|parts per million|мг/кг|ملغ/كغ",
        "d|day|days|j|jour|jours|día|días|дн|день|дня|дней|يوم|يوما|أيام|天|日",
        "week|weeks|semaine|semaines|semana|semanas|неделя|недели|недель|أسبوع|أسابيع|周|星期",
        "month|months|mois|mes|meses|месяц|месяца|месяцев|شهر|أشهر|شهور|月|个月",
        "y|year|years|an|ans|année|années|año|años|год|года|лет|سنة|سنوات|عام|أعوام|年",
        "h|hour|hours|heure|heures|hora|horas|ч|час|часа|часов|ساعة|ساعات|小时",
        "min|minute|minutes|minuto|minutos|мин|минута|минуты|минут|دقيقة|دقائق|分钟",
        "m|metre|metres|meter|meters|mètre|mètres|metro|metros|м|метр|метра|метров|متر|米",
        "km|kilometre|kilometres|kilometer|kilometers|kilomètre|kilomètres|kilómetro|kilómetros"
        "|км|километр|километра|километров|كم|كيلومتر|公里",
        "l|litre|litres|liter|liters|litro|litros|л|литр|литра|литров|لتر|升",
        "°c|c|degrees celsius|degrés celsius|grados celsius|°с|градусов цельсия|درجة مئوية|摄氏度",
        "$|usd|us$|dollar|dollars|us dollars|dólares|доллар|доллара|долларов|دولار|美元",
        "€|eur|euro|euros|евро|يورو|欧元",
    )
]


@dataclass(frozen=True)
class Reading:
    """What was typed as a number: none, one, or two where it can be either; else `wrong` says why it is none.

    `wrong`: nothing | letters | unit | separators | large. `rest`: the words that were not understood.
    """

    values: tuple[Decimal, ...] = ()
    wrong: str = ""
    rest: str = ""


def read_number(typed: str, unit: str = "") -> Reading:
    """All that a text can mean as a number. Total: any text has an answer."""
    if len(typed) > LONGEST:
        return Reading(wrong="large")
    text = _plain(typed)
    written = _WRITTEN.search(text)
    if written is None:
        return Reading(wrong="letters" if text else "nothing", rest=text)
    rest = " ".join(f"{text[: written.start()]} {text[written.end() :]}".split())
    if rest and not _is_unit(rest, unit):
        return Reading(wrong="unit", rest=rest)
    parts = _PARTS.fullmatch(written[0].strip())
    if parts is None or (parts[1] and parts[4]):
        return Reading(wrong="separators")
    digits, exponent = parts[2].strip(), int(parts[3] or 0)
    if sum(map(str.isdigit, digits)) > MOST_DIGITS or abs(exponent) > LARGEST_EXPONENT:
        return Reading(wrong="large")
    sign = -1 if "-" in (parts[1], parts[4]) else 1
    values = tuple(sign * value.scaleb(exponent) for value in _values(digits))
    return Reading(values) if values else Reading(wrong="separators")


def number(stored: Any) -> Decimal | None:
    """The number that is meant by a stored answer; None where it is none, or could be two."""
    if isinstance(stored, bool) or not isinstance(stored, str | int | float):
        return None
    text = str(stored)
    if STORED.fullmatch(text):
        return Decimal(text)
    values = read_number(text).values
    return values[0] if len(values) == 1 else None


def as_stored(value: Decimal) -> str:
    return f"{value:f}"


def _values(digits: str) -> list[Decimal]:
    """What digits with separators between them can mean."""
    digits = digits[:-1] if digits[-1] in _EITHER else digits  # the end of a sentence
    groups, separators = _SEPARATOR.split(digits), _SEPARATOR.findall(digits)
    whole = Decimal("".join(groups)) if all(groups) and _are_grouped(groups, separators) else None
    *before, last = separators or [""]
    decimals = None
    begins_decimals = last and last in _EITHER + _DECIMAL and last not in before
    if begins_decimals and (not before or _are_grouped(groups[:-1], before)):
        decimals = Decimal(f"{''.join(groups[:-1]) or '0'}.{groups[-1]}")
    if whole is not None and decimals is not None and groups[0].startswith("0"):
        return [decimals]  # nobody groups «0,125»
    return [value for value in (whole, decimals) if value is not None]


def _are_grouped(groups: list[str], separators: list[str]) -> bool:
    """Whether one separator, throughout, stands between groups of three; of two but for the last, as in «12,34,567»."""
    if len(set(separators)) > 1 or _DECIMAL in separators:
        return False
    first, *others = map(len, groups)
    if not others:
        return True
    by_threes = first <= 3 and set(others) == {3}
    as_in_india = separators[0] == "," and first <= 2 and others[-1] == 3 and set(others[:-1]) == {2}
    return by_threes or as_in_india


def _plain(typed: str) -> str:
    """With plain digits, hyphens for all dashes and single spaces; without marks that nobody sees."""
    return " ".join("".join(map(_plain_letter, typed)).translate(_SAME).split())


def _plain_letter(letter: str) -> str:
    if 0xFF01 <= ord(letter) <= 0xFF5E:  # full-width
        letter = chr(ord(letter) - 0xFEE0)
    return " " if unicodedata.category(letter) == "Zs" else plain_sign(letter)


def _is_unit(words: str, unit: str) -> bool:
    written, asked_for = _tidy_unit(words), _tidy_unit(unit)
    if written == asked_for or (not asked_for and written == "%"):
        return True
    return any(asked_for in spellings and written in spellings for spellings in UNITS)


def _tidy_unit(text: str) -> str:
    return fold(text).strip(" .")
