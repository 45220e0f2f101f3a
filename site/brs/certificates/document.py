"""A certificate as PDF: tagged (PDF/UA-1, ISO 14289-1), A4 landscape, with a QR code to its verification."""

from collections.abc import Sequence
from itertools import compress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.core.qr import qr_svg
from brs.core.templatetags.brs import duration
from brs.core.typesetting import CannotPrint, typeset

from .models import Certificate

SOURCE = Path(__file__).with_name("certificate.typ")


def pdf(certificate: Certificate, *, preview: bool = False) -> bytes:
    """The PDF of a certificate's snapshot. Raises CannotPrint where a name has a letter that no font has.

    A preview says across the page that it is none.
    """
    return _typeset([_page(certificate, preview=preview)])


def pdf_of_all(certificates: Sequence[Certificate]) -> tuple[bytes, list[Certificate]]:
    """One PDF with a page for each, to be printed in one go; and those that are left out for such a letter.

    Raises CannotPrint where none can be printed.
    """
    pages = [_page(certificate) for certificate in certificates]
    try:
        return _typeset(pages), []
    except CannotPrint:
        fine = [_can_be_set(page) for page in pages]
        if not any(fine):
            raise
        left_out = [certificate for certificate, is_fine in zip(certificates, fine, strict=True) if not is_fine]
        return _typeset(list(compress(pages, fine))), left_out


def _can_be_set(page: dict[str, Any]) -> bool:
    try:
        _typeset([page])
    except CannotPrint:
        return False
    return True


def _typeset(pages: list[dict[str, Any]]) -> bytes:
    return typeset(SOURCE, {"pages": pages})


def _page(certificate: Certificate, *, preview: bool = False) -> dict[str, Any]:
    snapshot = certificate.snapshot
    address = f"{settings.WAGTAILADMIN_BASE_URL}/verify/{certificate.serial}/"
    with override(snapshot["language"]):
        values = {**snapshot, **_said(certificate), "preview": _("Preview") if preview else ""}
    return {**values, "qr": qr_svg(address), "address": address}


def _said(certificate: Certificate) -> dict[str, Any]:
    """What the document says besides the snapshot, in the active language."""
    snapshot = certificate.snapshot
    minutes = snapshot["minutes"]
    attended = _("%(time)s attended") % {"time": duration(minutes)} if minutes else ""
    facts = [
        snapshot["code"],
        snapshot.get("held", ""),
        snapshot.get("place", ""),
        attended if snapshot["release"] is None else _("%(n)d minutes of learning") % {"n": minutes},
        _("Result: %(n)d %%") % {"n": snapshot["score"]} if snapshot["score"] is not None else "",
        _("Issued on %(day)s") % {"day": date_format(certificate.issued_on, "DATE_FORMAT")},
        _("Valid until %(day)s") % {"day": date_format(certificate.expires_on)} if certificate.expires_on else "",
        _("Renews %(serial)s") % {"serial": snapshot["renews"]} if snapshot.get("renews") else "",
    ]
    return {
        "serial": certificate.serial,
        "conventions": snapshot.get("conventions", []),  # the first certificates had none
        "lang": snapshot["language"].split("-")[0],
        "facts": list(filter(None, facts)),
        "words": {
            "conventions": _("Basel, Rotterdam and Stockholm conventions"),
            "qr": _("QR code with the address at which this certificate can be verified"),
            "verify": _("Verify at %(site)s") % {"site": settings.WAGTAILADMIN_BASE_URL.split("//")[-1] + "/verify"},
        },
    }
