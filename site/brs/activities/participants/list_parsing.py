"""Lists of people as they are pasted or uploaded, with every mistake people make: read, checked, mended. Plain Python.

Nothing is taken from a list before its reading has been looked at: `read` says of each row what it is taken for and
what is wrong with which of its fields, and `mended` puts right what was typed beside a row.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from brs.core.bounds import LIST_ROWS
from brs.core.folding import fold
from brs.core.names import tidy

from .list_text import TooLong

LONGEST = 200
LONGEST_EMAIL = 254
ROWS_LOOKED_AT = 200  # to find out what columns without heads are

FIELDS = ("name", "email", "party", "organisation", "gender")

# Heads of columns in six languages. The longest that stands in a head says what the column is.
HEADS = {
    "name": (
        "name, full name, participant, participants, names, name and surname, nom, nom et prénom, nom et prénoms,"
        " nom complet, nombre completo, nombre y apellidos, nombres y apellidos, nombre y apellido, participante,"
        " имя и фамилия, фио, фамилия и имя, фамилия имя отчество, участник, الاسم, الاسم الكامل, المشارك,"
        " اسم المشارك, 姓名, 名字, 参加者, 学员"
    ),
    "given": (
        "first name, given name, given names, forename, first names, prénom, prénoms, nombre, nombres, имя,"
        " имя отчество, الاسم الأول, الاسم الشخصي, 名"
    ),
    "family": (
        "last name, family name, surname, family names, nom de famille, apellido, apellidos, фамилия, اسم العائلة,"
        " اللقب, الاسم العائلي, 姓, 姓氏"
    ),
    "email": (
        "email, e-mail, mail, email address, e-mail address, mail address, courriel, adresse électronique,"
        " adresse e-mail, adresse mail, correo, correo electrónico, dirección de correo, электронная почта, эл. почта,"
        " почта, адрес электронной почты, البريد الإلكتروني, البريد, عنوان البريد الإلكتروني, الإيميل, 电子邮件, 邮箱,"
        " 电子邮箱, 邮件, 电邮"
    ),
    "party": (
        "party, country, country or party, country party, state, nationality, pays, partie, pays ou partie, país,"
        " parte, país o parte,"
        " страна, сторона, государство, البلد, الدولة, الطرف, بلد, 国家, 缔约方, 国家或缔约方, 国别"
    ),
    "organisation": (
        "organisation, organization, institution, ministry, affiliation, employer, company, agency, organisme,"
        " établissement, ministère, société, organización, institución, entidad, ministerio, empresa, организация,"
        " учреждение, министерство, место работы, المؤسسة, المنظمة, الجهة, الوزارة, جهة العمل, 单位, 机构, 组织,"
        " 工作单位, 部门"
    ),
    "gender": "gender, sex, genre, sexe, género, sexo, пол, الجنس, النوع, 性别",
}
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

# An address is looked for from its «@» on, either way: what stands before it, read backwards, and what follows.
_LOCAL_BACKWARDS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_DOMAIN_AHEAD = re.compile(r"[^\s@<>(),;:\"']+")
_LABEL, _LAST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"), re.compile(r"[a-z]{2,63}")
_CJK = re.compile("[\u3400-\u9fff]+")
_NUMBER = re.compile(r"\d+[.)]?")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of a row. `code` names it; `other`: the row or the Parties that it is about."""

    field: str
    code: str
    other: str = ""


@dataclass(frozen=True)
class Line:
    """A row, with its number in the list, and who it is taken for.

    `state`: right | wrong | there (on the list already) | again (the same person as in an earlier row).
    """

    number: int
    said: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    state: str = "right"


@dataclass(frozen=True)
class Columns:
    """Which column holds what: `at` has the places of a field (a name may have two). `head`: the heads' row, or -1."""

    at: Mapping[str, tuple[int, ...]]
    head: int = -1
    unused: tuple[str, ...] = ()

    def used(self) -> set[int]:
        return {place for places in self.at.values() for place in places}


@dataclass(frozen=True)
class OnTheList:
    """Who is on the list already: addresses, and (folded name, Party) of everybody."""

    emails: Collection[str] = frozenset()
    people: Collection[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Reading:
    rows: list[list[str]]
    delimiter: str
    columns: Columns
    lines: list[Line] = field(default_factory=list)

    def of(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]


def read(
    rows: list[list[str]], delimiter: str, *, party: Callable[[str], str], listed: OnTheList | None = None
) -> Reading:
    """What a list says. `party`: the code of a Party by what people call it, empty for none. Raises TooLong."""
    listed = listed or OnTheList()
    found = columns(rows, party)
    lines: list[Line] = []
    by_email: dict[str, tuple[int, str]] = {}
    by_person: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(rows, 1):
        if number - 1 <= found.head or not any(_tidy(cell) for cell in row):
            continue
        if len(lines) == LIST_ROWS:
            raise TooLong
        line = _line(number, _said(row, found), party)
        name, email, iso2 = fold(line.said["name"]), line.said["email"], line.said["party"]
        if not line.problems:
            if (email and email in listed.emails) or (not email and (name, iso2) in listed.people):
                line = replace(line, state="there")
            elif email in by_email:
                first, its_name = by_email[email]
                again = Problem("email", "email_twice", str(first))
                line = (
                    replace(line, state="again")
                    if its_name == name
                    else replace(line, state="wrong", problems=(again,))
                )
            elif not email and (name, iso2, fold(line.said["organisation"])) in by_person:
                line = replace(line, state="again")
        if line.state == "right":
            by_person.setdefault((name, iso2, fold(line.said["organisation"])), number)
            if email:
                by_email.setdefault(email, (number, name))
        lines.append(line)
    return Reading(rows, delimiter, found, lines)


def mended(reading: Reading, typed: Mapping[tuple[int, str], str]) -> list[list[str]]:
    """The rows with what was typed for a field of a row (by its number) in its place."""
    rows = [list(row) for row in reading.rows]
    for (number, name), value in typed.items():
        places = reading.columns.at.get(name, ())
        if not places or not 0 < number <= len(rows):
            continue
        row = rows[number - 1]
        row.extend([""] * (max(places) + 1 - len(row)))
        row[places[0]] = value
        for place in places[1:]:
            row[place] = ""
    return rows


def left_over(reading: Reading) -> list[list[str]]:
    """The heads and the rows that are wrong: what stays when the right ones are taken."""
    numbers = {line.number for line in reading.of("wrong")}
    return [row for at, row in enumerate(reading.rows) if at == reading.columns.head or at + 1 in numbers]


def columns(rows: list[list[str]], party: Callable[[str], str]) -> Columns:
    """By the heads where there are any in the first rows, else by what stands in the columns."""
    seen = 0
    for at, row in enumerate(rows):
        cells = [_tidy(cell) for cell in row]
        if not any(cells):
            continue
        if known := _heads(cells):
            return _by_heads(at, cells, known)
        seen += 1
        if seen == 5:
            break
    filled = ([_tidy(cell) for cell in row] for row in rows if any(_tidy(cell) for cell in row))
    return _by_content(list(islice(filled, ROWS_LOOKED_AT)), party)


def gender_of(said: str) -> str:
    """woman | man | other; empty for what is none of them."""
    return _GENDERS.get(_word(said), "")


def _heads(cells: list[str]) -> dict[int, str]:
    """Place of a column -> what it holds, for a row of heads; empty for a row of people."""
    if any("@" in cell for cell in cells):
        return {}
    known = {at: kind for at, cell in enumerate(cells) if (kind := _kind(cell))}
    is_head = any(_word(_bare(cells[at])) in _HEADS for at in known)
    says_who = set(known.values()) & {"name", "given", "family", "email"}
    filled = sum(bool(cell) for cell in cells)
    return known if is_head and says_who and (len(set(known.values())) > 1 or filled <= len(known)) else {}


def _kind(head: str) -> str:
    words = f" {_word(_bare(head))} "
    for known, kind in _HEADS_LONGEST_FIRST:
        if (known in words) if _CJK.search(known) else (f" {known} " in words):
            return kind
    return ""


def _by_heads(at: int, cells: list[str], known: dict[int, str]) -> Columns:
    first: dict[str, int] = {}
    for place, kind in known.items():
        first.setdefault(kind, place)
    where: dict[str, tuple[int, ...]] = {name: (first[name],) for name in FIELDS if name in first}
    if "given" in first and "family" in first:
        where["name"] = _in_order(first["given"], first["family"], cells)
    elif "name" in first and ("given" in first or "family" in first):
        # «Nom» beside «Prénom» is the family name.
        other = first.get("given", first.get("family", 0))
        given_first = (other, first["name"]) if "given" in first else (first["name"], other)
        where["name"] = _in_order(*given_first, cells)
    elif "name" not in first:
        where["name"] = (first.get("given", first.get("family", -1)),)
    if where["name"] == (-1,):
        del where["name"]
    found = Columns(where, at)
    return replace(found, unused=tuple(cell for place, cell in enumerate(cells) if cell and place not in found.used()))


def _in_order(given: int, family: int, cells: list[str]) -> tuple[int, int]:
    """Given name first; where the heads are Chinese the family's."""
    return (family, given) if _CJK.search(cells[family]) else (given, family)


def _by_content(rows: list[list[str]], party: Callable[[str], str]) -> Columns:
    width = max((len(row) for row in rows), default=0)
    column = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(width)}
    known_parties = {cell: party(cell) for cell in {cell for cells in column.values() for cell in cells}}
    left = [at for at in column if column[at] and not all(_NUMBER.fullmatch(cell) for cell in column[at])]
    where: dict[str, tuple[int, ...]] = {}

    def most(name: str, is_such: Callable[[str], object]) -> None:
        shares = {at: sum(bool(is_such(cell)) for cell in column[at]) / len(column[at]) for at in left}
        best = max(shares, key=lambda at: (shares[at], -at), default=None)
        if best is not None and shares[best] >= 0.5:
            where[name] = (best,)
            left.remove(best)

    if width == 1:
        return Columns({"name": (0,)})
    most("email", lambda cell: "@" in cell)
    most("party", lambda cell: known_parties[cell])
    most("gender", gender_of)
    if left:
        where["name"] = (left.pop(0),)
    if left and left[0] == where["name"][0] + 1 and _are_parts_of_names(column, where["name"][0], left[0]):
        where["name"] = (where["name"][0], left.pop(0))
    # What has no column of its own yet is in the order that is asked for.
    for name in ("organisation", *(one for one in ("email", "party", "gender") if one not in where)):
        if left:
            where[name] = (left.pop(0),)
    found = Columns(where)
    return replace(found, unused=tuple(cells[0] for at, cells in column.items() if at not in found.used() and cells))


def _are_parts_of_names(column: Mapping[int, list[str]], first: int, second: int) -> bool:
    """«Amina» beside «Otieno»: most of both are one word."""
    cells = [*column[first], *column[second]]
    return sum(len(cell.split()) == 1 for cell in cells) * 4 >= len(cells) * 3


def _said(row: Sequence[str], where: Columns) -> dict[str, str]:
    said = {}
    for name in FIELDS:
        places = where.at.get(name, ())
        parts = [_tidy(row[place]) for place in places if place < len(row)]
        parts = [part for part in parts if part]
        is_chinese = len(parts) > 1 and all(_CJK.fullmatch(part) for part in parts)
        said[name] = ("" if is_chinese else " ").join(parts)
    if "email" not in where.at and (address := next(_addresses(said["name"]), "")):
        # «Amina Otieno <amina@example.org>», as mail programs write it.
        said["email"] = address
        said["name"] = _tidy(said["name"].replace(address, " ")).strip(" <>()[]\"',;:-–")
    said["name"] = said["name"].strip("\"' ,;")
    return said


def _line(number: int, said: dict[str, str], party: Callable[[str], str]) -> Line:
    """A row by itself: its fields tidied where that is sure, and what is wrong with them."""
    problems = [*_of_name(said["name"])]
    email, wrong = _email(said["email"])
    said["email"] = email
    problems += wrong
    if said["party"]:
        iso2 = party(said["party"])
        if iso2:
            said["party"] = iso2
        else:
            problems.append(Problem("party", "party_unknown", said["party"]))
    if len(said["organisation"]) > LONGEST:
        problems.append(Problem("organisation", "too_long"))
    if said["gender"]:
        gender = gender_of(said["gender"])
        if gender:
            said["gender"] = gender
        else:
            problems.append(Problem("gender", "gender_unknown", said["gender"]))
    return Line(number, said, tuple(problems), "wrong" if problems else "right")


def _of_name(name: str) -> list[Problem]:
    if not name:
        return [Problem("name", "name_missing")]
    if "@" in name:
        return [Problem("name", "name_is_address")]
    if not any(sign.isalpha() for sign in name):
        return [Problem("name", "name_without_letters")]
    return [Problem("name", "too_long")] if len(name) > LONGEST else []


def _email(said: str) -> tuple[str, list[Problem]]:
    """An address in its one form, with what is wrong with it."""
    if not said or said in {"-", "–", "—", "/", "n/a", "N/A", "none"}:
        return "", []
    written = "@".join(part.strip() for part in said.split("@"))
    found = [address.rstrip(".") for address in _addresses(written)]
    if len(set(map(str.lower, found))) > 1:
        return said, [Problem("email", "email_several")]
    email = found[0].lower().removeprefix("mailto:") if found else ""
    local, _at, domain = email.partition("@")
    around = re.sub(r"mailto:|e-?mail:", "", written.lower()).replace(email, "", 1)
    is_alone = not re.search(r"\w", around) or "<" in said
    is_good = is_alone and _is_domain(domain) and len(local) <= 64 and len(email) <= LONGEST_EMAIL
    if not is_good or domain.endswith(".invalid"):
        return said, [Problem("email", "email_wrong")]
    return email, []


def _addresses(text: str) -> Iterator[str]:
    """What has the shape of an address, as it is written, from the left."""
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


def _tidy(cell: str) -> str:
    return tidy(cell).replace("＠", "@")


def _bare(head: str) -> str:
    """«Name (as in the passport) *» is «Name»; so is what never closes its bracket."""
    return re.sub(r"[(（\[][^)）\]]*(?:[)）\]]|$)", " ", head)


def _word(said: str) -> str:
    return " ".join(re.findall(r"\w+", fold(said)))


_HEADS = {_word(head): kind for kind, heads in HEADS.items() for head in heads.split(",")}
_HEADS_LONGEST_FIRST = sorted(_HEADS.items(), key=lambda pair: -len(pair[0]))
_GENDERS = {_word(way): gender for gender, ways in GENDERS.items() for way in ways.split(",")}
