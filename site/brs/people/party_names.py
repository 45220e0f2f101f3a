"""A Party by whatever people call it: its name in any of six languages, a part of it, or an ISO code. Plain Python."""

import difflib
import re
from collections.abc import Mapping
from functools import cached_property

from brs.core.folding import fold

# What people write and no official name has.
ALSO = {
    "TZ": ("tanzanie", "tanzania"),
    "US": ("usa", "u.s.a.", "u.s.", "états-unis", "ee. uu.", "eeuu", "сша", "美国"),
    "GB": ("uk", "u.k.", "great britain", "england", "royaume-uni", "reino unido", "великобритания", "英国"),
    "CN": ("people's republic of china", "pr china", "p.r. china", "prc", "中华人民共和国"),
    "AE": ("uae", "u.a.e."),
    "CD": ("drc", "dr congo", "rdc", "congo-kinshasa", "democratic republic of congo"),
    "CG": ("congo-brazzaville", "republic of the congo", "republic of congo"),
    "CF": ("car", "rca"),
    "KR": ("south korea", "corée du sud", "corea del sur", "южная корея", "كوريا الجنوبية", "韩国"),
    "KP": ("north korea", "dprk", "corée du nord", "corea del norte", "северная корея", "朝鲜"),
    "LA": ("laos", "lao pdr"),
    "SY": ("syria", "syrie", "siria", "сирия", "سوريا", "叙利亚"),
    "RU": ("russia", "russie", "rusia", "россия", "روسيا", "俄罗斯"),
    "CI": ("ivory coast", "cote d'ivoire", "costa de marfil"),
    "CZ": ("czech republic", "république tchèque"),
    "SZ": ("swaziland",),
    "CV": ("cape verde",),
    "MK": ("macedonia", "fyrom"),
    "MM": ("burma",),
    "TR": ("turkey", "turquie", "turquía"),
    "VN": ("vietnam", "việt nam"),
    "BN": ("brunei",),
    "NL": ("holland", "the netherlands"),
    "TL": ("east timor",),
    "EU": ("eu", "european union"),
}
_IN_FULL = {"st": "saint", "dem": "democratic", "rep": "republic"}
LEAST_OF_A_NAME, LONGEST = 4, 150
SUGGESTIONS = 3


class PartyNames:
    """`parties`: code of two letters -> (code of three, names)."""

    def __init__(self, parties: Mapping[str, tuple[str, list[str]]]) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for iso2, (iso3, names) in parties.items():
            self._codes |= dict.fromkeys(filter(None, (iso2, iso3)), iso2)
            for name in (*names, *ALSO.get(iso2, ())):
                for spelling in (name, re.sub(r"[(（][^)）]*(?:[)）]|$)", "", name)):
                    self._names.setdefault(_plain(spelling), iso2)
        self._names.pop("", None)

    def find(self, typed: str) -> str:
        """The code of two letters; empty where it is no Party, or may be one of several."""
        if len(typed) > LONGEST:
            return ""
        code = typed.strip().upper()
        return self._codes.get(code) or self._names.get(_plain(typed)) or self._part_of_one(_plain(typed))

    def nearest(self, typed: str) -> list[str]:
        """Codes of those that may be meant."""
        close = difflib.get_close_matches(_plain(typed[:LONGEST]), self._names, n=SUGGESTIONS * 2, cutoff=0.72)
        return list(dict.fromkeys(self._names[name] for name in close))[:SUGGESTIONS]

    def _part_of_one(self, plain: str) -> str:
        """«Tanzania» stands in one Party's name alone; «Korea» in two."""
        if len(plain) < LEAST_OF_A_NAME:
            return ""
        part = f" {plain} "
        codes = {iso2 for words, iso2 in self._by_words if part in words}
        return codes.pop() if len(codes) == 1 else ""

    @cached_property
    def _by_words(self) -> list[tuple[str, str]]:
        return [(f" {name} ", iso2) for name, iso2 in self._names.items()]


def _plain(name: str) -> str:
    """Folded, without signs and «the»; short forms in full."""
    words = re.findall(r"\w+", fold(name).replace("'", " ").replace("&", " and "))
    return " ".join(_IN_FULL.get(word, word) for word in words if word != "the")
