"""A certificate as PDF: tagged (PDF/UA-1, ISO 14289-1), A4 landscape, with a QR code to its verification."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from brs.core.qr import qr_svg
from brs.core.typesetting import typeset

from .models import Certificate

SOURCE = Path(__file__).with_name("certificate.typ")


def pdf(certificate: Certificate) -> bytes:
    """The PDF of a certificate's snapshot. Raises CannotPrint where a name has a letter that no font has."""
    snapshot = certificate.snapshot
    address = f"{settings.WAGTAILADMIN_BASE_URL}/verify/{certificate.serial}/"
    with override(snapshot["language"]):
        said = {**snapshot, **_said(certificate)}
    return typeset(SOURCE, {**said, "qr": qr_svg(address)})


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
        "facts": list(filter(None, facts)),
        "words": {
            "conventions": _("Basel, Rotterdam and Stockholm conventions"),
            "qr": _("QR code with the address at which this certificate can be verified"),
            "verify": _("Verify at %(site)s") % {"site": settings.WAGTAILADMIN_BASE_URL.split("//")[-1] + "/verify"},
        },
    }
