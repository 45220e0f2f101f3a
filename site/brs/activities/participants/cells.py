"""Cells of a people's list, each read as the value of a field with what is wrong about it. Plain Python."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from brs.core.folding import fold
from brs.core.names import tidy

LONGEST = 200
LONGEST_EMAIL = 254

GENDERS = {
    "woman": (
        "woman, female, f, w, fem, ms, mrs, miss, femme, féminin, mme, madame, mujer, femenino, sra, señora, женщина,"
        " женский, жен, ж, امرأة, أنثى, انثى, سيدة, 女, 女性, 女士"
    ),
    "man": (
        "man, male, m, masc, mr, homme, masculin, monsieur, hombre, masculino, sr, señor, h, мужчина, мужской, муж, м,"
        " رجل, ذكر, سيد, 男, 男性, 先生"
    ),
    "other": "other, another answer, x, non-binary, autre, otro, otra, другое, другой, آخر, أخرى, 其他",
}

# What stands before a name, in columns that are headed «Title».
SALUTATIONS = (
    "mr mrs ms miss mx dr prof professor sir madam hon h e m mm mme mlle monsieur madame mademoiselle pr sr sra srta"
    " dra señor señora señorita don doña d ing eng lic г н жа господин госпожа д р др проф السيد السيدة سيد سيدة"
    " الآنسة الدكتور الدكتورة د أ م الأستاذ الأستاذة المهندس المهندسة 先生 女士 小姐 博士 教授"
)

# An address is looked for from its «@» on, either way: what stands before it, read backwards, and what follows.
_LOCAL_BACKWARDS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_DOMAIN_AHEAD = re.compile(r"[^\s@<>(),;:\"']+")
_LABEL, _LAST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"), re.compile(r"[a-z]{2,63}")

PartyOf = Callable[[str], str]  # the code of a Party by what people call it, empty for none


@dataclass(frozen=True)
class CellReading:
    """The value in a cell, tidied where that is sure. `problem`: the code of what is wrong, `about` which words."""

    value: str
    problem: str = ""
    about: str = ""


CellReader = Callable[[str, PartyOf], CellReading]


def read_name(text: str, _party_of: PartyOf) -> CellReading:
    if not text:
        return CellReading(text, "name_missing")
    if "@" in text:
        return CellReading(text, "name_is_address")
    if not any(sign.isalpha() for sign in text):
        return CellReading(text, "name_without_letters")
    return read_words(text, _party_of)


def read_words(text: str, _party_of: PartyOf) -> CellReading:
    """Words of any kind, as long as a column of the database is."""
    return CellReading(text, "too_long" if len(text) > LONGEST else "")


def read_email(text: str, _party_of: PartyOf) -> CellReading:
    """An address in its one form."""
    if not text or text in {"-", "–", "—", "/", "n/a", "N/A", "none"}:
        return CellReading("")
    written = "@".join(part.strip() for part in text.split("@"))
    addresses = [address.rstrip(".") for address in addresses_in(written)]
    if len(set(map(str.lower, addresses))) > 1:
        return CellReading(text, "email_several")
    email = addresses[0].lower().removeprefix("mailto:") if addresses else ""
    local, _at, domain = email.partition("@")
    around = re.sub(r"mailto:|e-?mail:", "", written.lower()).replace(email, "", 1)
    is_alone = not re.search(r"\w", around) or "<" in text
    is_good = is_alone and _is_domain(domain) and len(local) <= 64 and len(email) <= LONGEST_EMAIL
    if not is_good or domain.endswith(".invalid"):
        return CellReading(text, "email_wrong")
    return CellReading(email)


def read_party(text: str, party_of: PartyOf) -> CellReading:
    """The code of a Party."""
    iso2 = party_of(text) if text else ""
    return CellReading(iso2) if iso2 or not text else CellReading(text, "party_unknown", text)


def read_gender(text: str, _party_of: PartyOf) -> CellReading:
    """woman | man | other; empty where nothing is said."""
    gender = gender_of(text)
    return CellReading(gender) if gender or not text else CellReading(text, "gender_unknown", text)


def gender_of(text: str) -> str:
    """woman | man | other; empty for what is none of them."""
    return _GENDERS.get(words_of(text), "")


def addresses_in(text: str) -> Iterator[str]:
    """All that has the shape of an address, as it is written, from the left."""
    for before, after in pairwise(text.split("@")):
        local, domain = _LOCAL_BACKWARDS.match(before[::-1]), _DOMAIN_AHEAD.match(after)
        name = local.group()[::-1].rpartition("..")[2].lstrip(".") if local else ""
        if name and domain and not name.endswith("."):
            yield f"{name}@{domain.group()}"


def _is_domain(domain: str) -> bool:
    if len(domain) > LONGEST_EMAIL:
        return False
    try:
        *labels, last = domain.encode("idna").decode().split(".")
    except UnicodeError:
        return False
    return bool(labels and all(map(_LABEL.fullmatch, labels)) and _LAST_LABEL.fullmatch(last))


def is_salutation(cell: str) -> bool:
    """«Ms.», «Prof. Dr.»"""
    words = words_of(cell).split()
    return bool(words) and all(word in _SALUTATIONS for word in words)


def tidy_cell(cell: str) -> str:
    return tidy(cell).replace("＠", "@")


def words_of(text: str) -> str:
    """Folded and without punctuation, so that «E-Mail:» is «e mail»."""
    return " ".join(re.findall(r"\w+", fold(text)))


_GENDERS = {words_of(word): gender for gender, words in GENDERS.items() for word in words.split(",")}
_SALUTATIONS = {words_of(word) for word in SALUTATIONS.split()}
