"""A toolkit on paper: tagged PDF (PDF/UA-1, ISO 14289-1), A4, with a QR code for each item."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brs.core.qr import qr_svg
from brs.core.sanitizing import clean
from brs.core.templatetags.brs import duration
from brs.core.typesetting import CannotPrint, named_in, printable, rich_text, tongue, typeset
from toolkits.sharing.models import ShareLink, Toolkit
from toolkits.sharing.visitors.shared_page import Line, address_of, shared_sections

SOURCE = Path(__file__).with_name("handout.typ")
SUMMARY, SHORT_ADDRESS = 280, 140
# A cover note of so many characters stands beside the code of the link, a longer one has the width of the paper.
BESIDE = 600
# Beyond so many lines a note may go on overleaf; anything shorter stays together.
LINES_TOGETHER, LINE = 30, 85


class NoFont(Exception):
    """No font has a letter. `where`: the title of the item that has it; empty for the toolkit's own texts."""

    def __init__(self, letter: str, title: str):
        super().__init__(f"{letter!r} in {title!r}")
        self.letter, self.where = letter, title


def handout(toolkit: Toolkit, language: str, *, link: ShareLink | None = None, with_notes: bool = False) -> bytes:
    """A PDF of the toolkit as visitors find it, in the active language, which is named. Raises NoFont.

    With a link its codes lead there, without one to each item's own address. Trainer's notes are for those who may
    read them: whoever asks for them here has made sure of that. Some queries, however many items there are.
    """
    data = printable(_contents(toolkit, language, link, with_notes))
    try:
        return typeset(SOURCE, data)
    except CannotPrint as error:
        raise _no_font(str(error), data["sections"]) from error


def _contents(toolkit: Toolkit, language: str, link: ShareLink | None, with_notes: bool) -> dict[str, Any]:
    other = urlencode({"language": language}) if link and language != link.language else ""
    numbers = count(1)
    sections = [
        {
            "title": section.title,
            "items": [
                {
                    "number": str(next(numbers)),
                    **_item(line, toolkit.language),
                    **_way(line, link, other),
                    "notes": _notes(line.item.page) if with_notes else [],
                }
                for line in section.lines
            ],
        }
        for section in shared_sections(toolkit, language)
    ]
    items = sum(len(section["items"]) for section in sections)
    return {
        **tongue(language),
        "own": tongue(toolkit.language),
        "title": toolkit.title,
        "purpose": toolkit.purpose,
        "cover_note": rich_text(toolkit.shown_cover_note()),
        "note_is_short": len(toolkit.cover_note) <= BESIDE,
        "facts": [
            settings.LANGUAGE_NAMES[toolkit.language],
            ngettext("%(n)d item", "%(n)d items", items) % {"n": items},
            _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
        ],
        "link": _link(link, other) if link else None,
        "sections": sections,
        "with_notes": with_notes,
        "words": {
            "conventions": _("Basel, Rotterdam and Stockholm conventions"),
            "empty": _("There is nothing in this toolkit yet."),
            "page": _("Page %(n)s of %(all)s") % {"n": "{n}", "all": "{all}"},
            "for_trainers": _("For trainers"),
            "not_to_hand_out": _("With trainer's notes: not to be handed out"),
        },
    }


def _link(link: ShareLink, other: str) -> dict[str, Any]:
    """The link itself: to scan, or to type from the paper."""
    last_day = link.last_day()
    notices = [
        _("You will be asked for a passcode.") if link.passcode else "",
        _("Works until %(day)s") % {"day": date_format(last_day, "DATE_FORMAT")} if last_day else "",
    ]
    return {
        "code": link.code,
        "entrance": _without_scheme(settings.WAGTAILADMIN_BASE_URL + reverse("shared_code")),
        "address": _with(address_of(link), other),
        "qr": qr_svg(_with(address_of(link), other)),
        "alt": _("QR code of the address %(address)s") % {"address": _without_scheme(address_of(link))},
        "scan": _("Scan the code with your phone's camera."),
        "type": _("Or open this address and type the code:"),
        "said": list(filter(None, notices)),
    }


def _item(line: Line, own_language: str) -> dict[str, Any]:
    item, note = line.item, line.item.entry.note.splitlines()
    return {
        **tongue(item.language or own_language),
        "title": item.title,
        "about": _about(line),
        "summary": Truncator(item.summary).chars(SUMMARY),
        "note": note,
        "together": len(note) + sum(len(text) for text in note) // LINE < LINES_TOGETHER,
        "provisions": [
            {
                "name": provision.short_name,
                "address": settings.WAGTAILADMIN_BASE_URL + reverse("provision", args=[provision.slug]),
            }
            for provision in line.provisions
        ],
    }


def _way(line: Line, link: ShareLink | None, other: str) -> dict[str, Any]:
    """To the item: to press, to type and to scan."""
    address = _address(line, link)
    return {
        "address": _with(address, other),
        "printed": _printed(address),
        # Of hundreds the even masks would cost more than all else: see qr_svg.
        "qr": qr_svg(_with(address, other), mask=3) if address else "",
        "alt": _("QR code that leads to “%(title)s”") % {"title": line.item.title},
    }


def _about(line: Line) -> list[str]:
    minutes = duration(line.minutes) if line.minutes else ""
    size = filesizeformat(line.size) if line.size else ""
    return list(filter(None, [line.kind, line.language, minutes, line.format, size, line.host]))


def _address(line: Line, link: ShareLink | None) -> str:
    """Where the item is, with scheme and host; empty for what is no address on the web."""
    if urlsplit(line.item.address).scheme not in ("", "http", "https"):
        return ""
    if link:
        return settings.WAGTAILADMIN_BASE_URL + reverse("shared_open", args=[link.code, line.item.entry.pk])
    return urljoin(settings.WAGTAILADMIN_BASE_URL, line.item.address)


def _notes(page: Any) -> list[dict[str, Any]]:
    """Trainer's notes. Links to pages of the site are printed as their words: each would cost a query."""
    notes = []
    for block in getattr(page, "trainers_notes", []):
        label, value = str(block.block.label), block.value
        match block.block_type:
            case "timing":
                label, body = f"{label}: {duration(value['minutes'])}", [value["what"]]
            case "model_answer":
                question = {"tag": "strong", "href": "", "children": [value["question"]]}
                body = [question, *rich_text(clean(value["answer"].source))]
            case "agenda":
                body = rich_text(clean(value.source))
            case _:
                body = [value]
        notes.append({"label": label, "body": body})
    return notes


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query and address else address


def _without_scheme(address: str) -> str:
    return address.split("://")[-1]


def _printed(address: str) -> str:
    """An address to be typed; the site alone where nobody would type the whole."""
    shown = _without_scheme(address)
    return shown if len(shown) <= SHORT_ADDRESS else f"{urlsplit(address).netloc}/…"


def _no_font(message: str, sections: Iterable[Mapping[str, Any]]) -> NoFont:
    letter = re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), named_in(message))
    items = (item for section in sections for item in section["items"])
    having = (item["title"] for item in items if letter in json.dumps(item, ensure_ascii=False, default=str))
    return NoFont(letter, next(having, "") if letter else "")
