"""Certificates for people and machines that verify them. No account is asked for; the serial is the secret."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from brs.core.codes import LONGEST_TYPED, tidy_serial
from brs.core.headers import file_named
from brs.core.typesetting import CannotPrint

from .document import pdf
from .models import Certificate

log = logging.getLogger(__name__)


@never_cache
def certificate_pdf(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate, serial=tidy_serial(serial))
    if certificate.erased_at:
        return render(request, "certificates/erased.html", {"certificate": certificate}, status=410)
    if certificate.is_void:
        return redirect("verify_serial", certificate.serial)
    try:
        document = pdf(certificate)
    except CannotPrint:
        log.exception("Certificate %s cannot be printed", certificate.serial)
        context = {"certificate": certificate}
        return render(request, "certificates/cannot_print.html", context, status=503)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = file_named(f"certificate-{certificate.serial}.pdf", inline=True)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """A serial typed in; leads to its certificate or says what is wrong with it."""
    typed = request.GET.get("serial", "").strip()
    if typed:
        serial = tidy_serial(typed)
        if serial and Certificate.objects.filter(serial=serial).exists():
            return redirect("verify_serial", serial)
        return _unknown(request, typed, status=422)
    return render(request, "certificates/verify.html")


def _unknown(request: HttpRequest, typed: str, status: int) -> HttpResponse:
    error = (
        _("There is no certificate with this serial. Compare it with the paper once more.")
        if tidy_serial(typed)
        else _("A serial has 16 letters and digits, in four groups of four.")
    )
    return render(request, "certificates/verify.html", {"typed": typed[:LONGEST_TYPED], "error": error}, status=status)


@never_cache
def verify_serial(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = Certificate.objects.filter(serial=tidy_serial(serial)).first()
    if certificate is None:
        return _unknown(request, serial, status=404)
    context = {"certificate": certificate, "snapshot": certificate.snapshot, "status": certificate.status()}
    answer = render(request, "certificates/certificate.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
def badge(request: HttpRequest, serial: str) -> JsonResponse:
    """The certificate as an Open Badges 3.0 achievement, verified by asking this address; it carries no signature."""
    certificate = get_object_or_404(Certificate, serial=tidy_serial(serial))
    if certificate.erased_at:
        issued = certificate.issued_at.date().isoformat()
        return JsonResponse({"serial": certificate.serial, "issued": issued, "status": "erased"}, status=410)
    snapshot = certificate.snapshot
    address = f"{settings.WAGTAILADMIN_BASE_URL}/verify/{certificate.serial}"
    credential: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"{address}.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": settings.WAGTAILADMIN_BASE_URL, "type": ["Profile"], "name": snapshot.get("issuer", "")},
        "validFrom": certificate.issued_at.isoformat(),
        "name": snapshot.get("title", ""),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{settings.WAGTAILADMIN_BASE_URL}/achievements/{certificate.subject_key}",
                "type": ["Achievement"],
                "name": snapshot.get("title", ""),
                "description": snapshot.get("statement", ""),
                "criteria": {"narrative": snapshot.get("statement", "")},
            },
        },
        "status": certificate.status(),
    }
    if certificate.expires_on:
        credential["validUntil"] = f"{certificate.expires_on.isoformat()}T23:59:59Z"
    return JsonResponse(credential)
