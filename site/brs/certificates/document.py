"""A certificate as PDF: tagged (PDF/UA-1, ISO 14289-1), A4 landscape, with a QR code to its verification."""

import io
import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Certificate

log = logging.getLogger(__name__)
SOURCE = Path(__file__).with_name("certificate.typ")
# The first that has a glyph prints it. File name in Debian's package, family name.
FONTS = [
    ("NotoSans-Regular.ttf", "Noto Sans", "fonts-noto-core"),
    ("NotoSans-Bold.ttf", "Noto Sans", "fonts-noto-core"),
    ("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", "fonts-noto-core"),
    ("NotoSansArabic-Bold.ttf", "Noto Sans Arabic", "fonts-noto-core"),
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "fonts-noto-cjk"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "fonts-noto-cjk"),
]


def font_files() -> dict[str, Path | None]:
    """Where each font of a certificate lies; None for one that is missing."""
    found = {path.name: path for path in Path(settings.FONTS).rglob("Noto*") if path.is_file()}
    return {name: found.get(name) for name, _family, _package in FONTS}


@cache
def _fonts() -> typst.Fonts:
    folders = {str(path.parent) for path in font_files().values() if path}
    return typst.Fonts(include_system_fonts=False, font_paths=sorted(folders))


def pdf(certificate: Certificate) -> bytes:
    """The PDF of a certificate's snapshot. Raises typst.TypstError where a name has a glyph that no font has."""
    snapshot = certificate.snapshot
    address = f"{settings.WAGTAILADMIN_BASE_URL}/verify/{certificate.serial}/"
    with override(snapshot["language"]):
        said = {**snapshot, **_said(certificate)}
    return typst.compile(
        str(SOURCE),
        format="pdf",
        pdf_standards="ua-1",
        font_paths=_fonts(),
        sys_inputs={"certificate": json.dumps(said), "qr": _qr(address)},
    )


def _said(certificate: Certificate) -> dict[str, Any]:
    """What the document says besides the snapshot, in the active language."""
    snapshot = certificate.snapshot
    facts = [
        snapshot["code"],
        date_format(certificate.issued_at, "DATE_FORMAT"),
        _("%(n)d minutes of learning") % {"n": snapshot["minutes"]},
        _("Result: %(n)d %%") % {"n": snapshot["score"]} if snapshot["score"] is not None else "",
        _("Valid until %(day)s") % {"day": date_format(certificate.expires_on)} if certificate.expires_on else "",
    ]
    return {
        "serial": certificate.serial,
        "conventions": snapshot.get("conventions", []),  # the first certificates had none
        "lang": snapshot["language"].split("-")[0],
        "fonts": list(dict.fromkeys(family for _file, family, _package in FONTS)),
        "facts": list(filter(None, facts)),
        "words": {
            "conventions": _("Basel, Rotterdam and Stockholm conventions"),
            "qr": _("QR code with the address at which this certificate can be verified"),
            "verify": _("Verify at %(site)s") % {"site": settings.WAGTAILADMIN_BASE_URL.split("//")[-1] + "/verify"},
        },
    }


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=1, dark="#1b2a33", xmldecl=False)
    return out.getvalue().decode()
