"""Papers for a room: slips with personal codes, and the sheet to sign. Tagged PDF (PDF/UA-1), A4."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from brs.activities.pages.dates import days_of, when
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Participation, Register
from brs.core.languages import readers_language
from brs.core.qr import qr_svg
from brs.core.spreadsheets import workbook
from brs.core.typesetting import CannotPrint, named_in, typeset
from brs.people import slips

from .fields import FIELDS, ParticipantField

SLIPS, SHEET = Path(__file__).with_name("slips.typ"), Path(__file__).with_name("sheet.typ")
DAYS_ON_A_SHEET, MOST_DAYS = 5, 15
EMPTY_ROWS = 8  # for those who come without being on the list
SHORT = 90
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def slips_pdf(activity: ActivityPage, register: Register, people: Iterable[Participation]) -> bytes:
    """A slip for each who has no account of their own yet, eight a page. Behind «#» its code reaches no log."""
    site = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    door = settings.WAGTAILADMIN_BASE_URL + reverse("join_slip", args=[register.join_code])
    return _set(
        SLIPS,
        {
            **_document(activity),
            "site": f"{site.netloc}/j/",
            "words": {
                "title": _("Slips with personal codes"),
                "code": _("Your personal code"),
                "open": _("Scan the square, or open this address and type the code:"),
                "qr": _("QR code that opens this slip"),
            },
        },
        [
            {
                "name": person.name,
                "party": str(person.party or ""),
                "code": person.slip,
                "qr": qr_svg(f"{door}#{person.slip}", mask=0),
            }
            for person in people
            if slips.is_slip(person.learner)
        ],
    )


def sheet_pdf(activity: ActivityPage, people: Iterable[Participation]) -> bytes:
    """The list with a column to sign for each day, and empty rows at its end."""
    days = _days(activity) or [_("Signature")]
    listed = list(people)
    columns = _sheet_columns(listed, days=min(len(days), DAYS_ON_A_SHEET))
    rows: list[dict[str, Any]] = [
        {"number": number, **{field.name: field.text(person) for field in columns}}
        for number, person in enumerate(listed, 1)
    ]
    rows += [
        {"number": number, **{field.name: "" for field in columns}}
        for number in range(len(rows) + 1, len(rows) + 1 + EMPTY_ROWS)
    ]
    return _set(
        SHEET,
        {
            **_document(activity),
            "days": [days[at : at + DAYS_ON_A_SHEET] for at in range(0, len(days), DAYS_ON_A_SHEET)],
            "facts": [fact for fact in (when(activity), activity.place) if fact],
            "words": {
                "title": _("Sheet to sign"),
                "number": _("No."),
            },
            "columns": [
                {"name": field.name, "title": str(field.label), "width": field.sheet_width} for field in columns
            ],
        },
        rows,
    )


def _sheet_columns(people: list[Participation], *, days: int) -> list[ParticipantField]:
    """Those that fit beside the columns of so many days."""
    return [
        field
        for field in FIELDS
        if field.sheet_width
        and (field.sheet_days is None or (days <= field.sheet_days and any(map(field.text, people))))
    ]


def sheet_xlsx(activity: ActivityPage, people: Iterable[Participation]) -> bytes:
    """Everybody on the list with all that is known of them, and a column for each day."""
    return workbook(
        {_("Participants"): _sheet_rows(activity, people)},
        right_to_left=get_language_info(readers_language())["bidi"],
    )


def _sheet_rows(activity: ActivityPage, people: Iterable[Participation]) -> Iterator[list[Any]]:
    days = _days(activity)
    yield [
        _("No."),
        *(head for field in FIELDS for head in field.heads_of_cells()),
        _("How they came"),
        _("Joined"),
        _("Personal code"),
        *days,
    ]
    for number, person in enumerate(people, 1):
        yield [
            number,
            *(cell for field in FIELDS for cell in field.cells(person)),
            person.get_way_display(),
            person.joined_at and person.joined_at.astimezone(activity.zone),
            person.slip if slips.is_slip(person.learner) else "",
        ]


def _days(activity: ActivityPage) -> list[str]:
    """A project of months has no column for each of its days."""
    days = days_of(activity)
    return [date_format(day, "MONTH_DAY_FORMAT") for day in days] if len(days) <= MOST_DAYS else []


def _document(activity: ActivityPage) -> dict[str, Any]:
    language = readers_language()
    return {
        "title": activity.title,
        "short": Truncator(activity.title).chars(SHORT),
        "lang": language.split("-")[0],
        "rtl": get_language_info(language)["bidi"],
    }


def _set(source: Path, data: dict[str, Any], people: list[dict[str, Any]]) -> bytes:
    """The PDF. A name with a letter that no font here has is left empty, to be written by hand."""
    unknown: set[str] = set()
    while True:
        try:
            return typeset(source, {**data, "people": [_without(unknown, entry) for entry in people]})
        except CannotPrint as error:
            missing = {_script(letter) for letter in _letters(str(error))}
            if not missing - unknown:
                raise
            unknown |= missing


def _without(scripts: set[str], entry: dict[str, Any]) -> dict[str, Any]:
    def readable(text: Any) -> bool:
        return not (isinstance(text, str) and scripts & {_script(letter) for letter in text})

    if not scripts:
        return entry
    return {name: value if name == "qr" or readable(value) else "" for name, value in entry.items()}


def _letters(error: str) -> set[str]:
    """Those that no font has, as the error names them: themselves, or by number."""
    named = named_in(error)
    numbers = ESCAPED.findall(named)
    return {*(chr(int(number, 16)) for number in numbers), *ESCAPED.sub("", named)} - {" "}


def _script(letter: str) -> str:
    """«LATIN», «ETHIOPIC»: the first word of what Unicode calls a letter; of what is none its kind."""
    return unicodedata.name(letter, "UNKNOWN").split()[0] if letter.isalpha() else unicodedata.category(letter)
