"""Certificates: frozen facts, each with the snapshot that all its renderings show."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from brs.core.codes import new_serial


class CertificateKind(RevisionMixin, TranslatableMixin, models.Model):
    """What a certificate says and for how long it holds; courses choose one."""

    slug = models.SlugField(_("slug"), max_length=80)
    title = models.CharField(_("title"), max_length=255)
    statement = models.TextField(_("statement"), help_text=_("Follows the holder's name."))
    validity_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True, blank=True)
    signatories = models.TextField(_("signatories"), blank=True, help_text=_("One a line: name, function."))

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("kind of certificate")
        verbose_name_plural = _("kinds of certificate")

    def __str__(self) -> str:
        return self.title

    def in_language_of(self, locale) -> "CertificateKind":
        """Its translation into a locale's language, else itself."""
        return self.get_translation_or_none(locale) or self

    def signed_by(self) -> list[str]:
        return [line.strip() for line in self.signatories.splitlines() if line.strip()]


class CertificateQuerySet(models.QuerySet):
    def held_by(self, person) -> "CertificateQuerySet":
        return self.filter(holder=person)

    def for_subject(self, subject_key: uuid.UUID) -> "CertificateQuerySet":
        return self.filter(subject_key=subject_key)

    def newest(self) -> "CertificateQuerySet":
        """Those whose place no other has taken, by a corrected name, a renewal or one of another account of the holder.

        Whether they hold still or not.
        """
        return self.without_merged().filter(superseded_at=None, erased_at=None, renewed_by=None)

    def without_merged(self) -> "CertificateQuerySet":
        """Each holder's own of a subject; not the second that came along with another account of theirs."""
        return self.filter(merged_at=None)

    def valid(self) -> "CertificateQuerySet":
        return self.filter(revoked_at=None, superseded_at=None, erased_at=None).exclude(
            expires_on__lt=timezone.now().date()
        )


class Certificate(models.Model):
    """Issued once for a holder and a subject (a course's translation key); never changed but in its status."""

    serial = models.CharField(_("serial"), max_length=20, unique=True, default=new_serial, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="certificates", verbose_name=_("holder")
    )
    subject_key = models.UUIDField(_("subject"), help_text=_("Translation key of what it was earned for."))
    snapshot = models.JSONField(_("content"), help_text=_("See snapshot.py for its shape."))
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("replaces")
    )
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    reminded_days = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text=_("Of how many days before its end the holder was reminded.")
    )
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    status_reason = models.CharField(_("public reason"), max_length=300, blank=True)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("revoked or replaced by"),
    )
    erased_at = models.DateTimeField(_("holder erased"), null=True, blank=True)
    left_at = models.DateTimeField(
        _("holder left"), null=True, blank=True, help_text=_("Their account is erased; this stays verifiable.")
    )
    merged_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The holder has another, of another account of theirs."
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "subject_key"],
                condition=Q(supersedes=None, renews=None, merged_at=None, holder__isnull=False),
                name="certificate_issued_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, superseded_at=None) | ~Q(status_reason="") | Q(erased_at__isnull=False),
                name="certificate_status_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(snapshot={}, status_reason=""),
                name="certificate_erased_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, erased_at=None, left_at=None)
                | Q(holder=None, erased_at__isnull=False, left_at=None)
                | Q(holder=None, erased_at=None, left_at__isnull=False),
                name="certificate_without_holder_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def issued_on(self) -> date:
        """The day where its holder was; the first certificates have that in UTC."""
        day = self.snapshot.get("issued_on")
        return date.fromisoformat(day) if day else self.issued_at.date()

    @property
    def renewed(self) -> "Certificate | None":
        """The one before, also where the name on this one was corrected since."""
        return self.renews or (self.supersedes.renewed if self.supersedes else None)

    @property
    def is_void(self) -> bool:
        """Revoked or replaced: no paper says any more that it holds."""
        return bool(self.revoked_at or self.superseded_at)

    def status(self) -> str:
        """erased | revoked | superseded | expired | valid"""
        if self.erased_at:
            return "erased"
        if self.revoked_at:
            return "revoked"
        if self.superseded_at:
            return "superseded"
        if self.expires_on and self.expires_on < timezone.now().date():
            return "expired"
        return "valid"
