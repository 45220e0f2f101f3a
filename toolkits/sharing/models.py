"""Toolkits with their entries, the links by which they are shared, and how often these are used."""

import uuid
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from brs.core.codes import new_share_code, tidy_passcode
from brs.core.sanitizing import clean
from brs.people.invitations import InvitationByAddress

__all__ = ["Bundle", "DailyCount", "Entry", "Invitation", "ShareLink", "Toolkit"]

LINK_LASTS = timedelta(days=90)
BUNDLE_LASTS = timedelta(days=7)
# Whoever makes an offline folder says that they live much more often than this.
SILENCE = timedelta(seconds=60)
MOST_TRIES = 3


class Worded(models.Model):
    """What people write of it is in the fields of TEXTS."""

    TEXTS: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def wording(self) -> str:
        """Stands for its texts as they are: another one as soon as somebody changes them."""
        texts = "\0".join(getattr(self, name) for name in self.TEXTS)
        return sha256(texts.encode()).hexdigest()[:16]


class ToolkitQuerySet(models.QuerySet):
    def editable_by(self, person) -> "ToolkitQuerySet":
        """Those that the person owns, alone or with others."""
        return self.filter(
            Q(owner=person) | Q(pk__in=Toolkit.co_owners.through.objects.filter(user=person).values("toolkit"))
        )

    def in_use(self) -> "ToolkitQuerySet":
        return self.filter(archived_at=None)

    def counted(self) -> "ToolkitQuerySet":
        """Each with its number of items, headings left out, and of links that work."""
        items = Entry.objects.exclude(kind=Entry.Kind.SECTION)
        return self.annotate(items=_number_of(items), working_links=_number_of(ShareLink.objects.working()))


def _number_of(rows: models.QuerySet) -> Coalesce:
    per_toolkit = rows.filter(toolkit=models.OuterRef("pk")).order_by().values("toolkit").annotate(n=models.Count("pk"))
    return Coalesce(models.Subquery(per_toolkit.values("n"), output_field=models.IntegerField()), 0)


class Toolkit(Worded):
    """What somebody gathered for a purpose. Private until a link shares it."""

    TEXTS = ("title", "purpose", "language", "cover_note")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="toolkits", verbose_name=_("owner")
    )
    co_owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("co-owners")
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    cover_note = models.TextField(_("cover note"), max_length=10_000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ToolkitQuerySet.as_manager()

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    def shown_cover_note(self) -> SafeString:
        """The cover note as HTML that is safe to show; lines become paragraphs where it has no marks for them."""
        has_marks = any(mark in self.cover_note for mark in ("<p", "<ul", "<ol", "<br"))
        return clean(self.cover_note if has_marks else linebreaks(self.cover_note))


class Invitation(InvitationByAddress):
    """Somebody is asked to own a toolkit with others."""

    toolkit = models.ForeignKey(Toolkit, models.CASCADE, related_name="invitations")

    class Meta(InvitationByAddress.Meta):
        constraints = [models.UniqueConstraint(fields=["toolkit", "email"], name="invited_once_per_toolkit")]


class Entry(Worded):
    """One line of a toolkit, in its place: something to read or use, or the heading of a section.

    A page is named by its translation key, and its title at the time is kept for when the page is gone.
    """

    TEXTS = ("title", "note")

    class Kind(models.TextChoices):
        PAGE = "page", _("Page")
        DOCUMENT = "document", _("Document")
        LINK = "link", _("Link")
        SECTION = "section", _("Section")

    toolkit = models.ForeignKey(Toolkit, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=255)
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    content_key = models.UUIDField(null=True, blank=True)
    document = models.ForeignKey(get_document_model_string(), models.SET_NULL, null=True, blank=True, related_name="+")
    url = models.URLField(_("address"), max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="page", content_key__isnull=False, document=None, url="")
                    | Q(kind="document", content_key=None, url="")
                    | Q(kind="link", content_key=None, document=None) & ~Q(url="")
                    | Q(kind="section", content_key=None, document=None, url="") & ~Q(title="")
                ),
                name="entry_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["toolkit", "content_key"], condition=Q(kind="page"), name="page_once_per_toolkit"
            ),
            models.UniqueConstraint(
                fields=["toolkit", "document"],
                condition=Q(kind="document", document__isnull=False),
                name="document_once_per_toolkit",
            ),
            models.UniqueConstraint(fields=["toolkit", "url"], condition=Q(kind="link"), name="link_once_per_toolkit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_section(self) -> bool:
        return self.kind == Entry.Kind.SECTION


def _in_ninety_days():
    return timezone.now() + LINK_LASTS


class ShareLinkQuerySet(models.QuerySet):
    def working(self) -> "ShareLinkQuerySet":
        """Those that show something to who has the code."""
        now = timezone.now()
        return self.filter(revoked_at=None, toolkit__archived_at=None).exclude(expires_at__lte=now)


class ShareLink(models.Model):
    """A way to a toolkit for whoever has its code. A toolkit may have several: one for each workshop."""

    toolkit = models.ForeignKey(Toolkit, models.CASCADE, related_name="links")
    code = models.CharField(_("code"), max_length=11, unique=True, default=new_share_code, editable=False)
    label = models.CharField(_("for"), max_length=120, blank=True, help_text=_("A workshop, a group; only you see it."))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True, default=_in_ninety_days)
    passcode = models.CharField(_("passcode"), max_length=128, blank=True, editable=False, help_text=_("Hashed."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def state(self) -> str:
        """revoked | archived | expired | works"""
        if self.revoked_at:
            return "revoked"
        if self.toolkit.archived_at:
            return "archived"
        if self.expires_at and self.expires_at <= timezone.now():
            return "expired"
        return "works"

    def last_day(self) -> date | None:
        """The last day (UTC) on which it works: an end at midnight leaves the day before."""
        return self.expires_at and (self.expires_at - timedelta(microseconds=1)).date()

    def opens_with(self, passcode: str) -> bool:
        """As passcodes are compared; those from before they were are known by the very words."""
        spellings = dict.fromkeys([tidy_passcode(passcode), passcode])
        return not self.passcode or any(check_password(each, self.passcode) for each in spellings)


class DailyCount(models.Model):
    """How often something was done by a link on a day (UTC). Nobody is recorded, nor where from."""

    class Deed(models.TextChoices):
        VISIT = "visit", _("Visits")
        OPEN = "open", _("Items opened")
        DOWNLOAD = "download", _("Downloads")

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="counts")
    day = models.DateField()
    deed = models.CharField(max_length=8, choices=Deed.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day", "deed"], name="counted_once_a_day")]


class BundleQuerySet(models.QuerySet):
    def idle(self) -> "BundleQuerySet":
        """Those that nobody is making: not begun, or whoever made it has fallen silent."""
        return self.filter(made_at=None).exclude(alive_at__gt=timezone.now() - SILENCE)

    def old(self) -> "BundleQuerySet":
        return self.filter(asked_at__lte=timezone.now() - BUNDLE_LASTS)

    def fresh(self) -> "BundleQuerySet":
        return self.filter(asked_at__gt=timezone.now() - BUNDLE_LASTS)


class Bundle(models.Model):
    """An offline folder of a toolkit in a language, as one zip file: made, being made, or to be made.

    `stamp` names what is in it. `tries` counts who began; only the last of them goes on. Its files go with the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    toolkit = models.ForeignKey(Toolkit, models.CASCADE, related_name="bundles")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    stamp = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    alive_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    files = models.PositiveIntegerField(default=0)
    files_done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, editable=False)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["toolkit", "language", "stamp"], name="bundle_once_for_the_same_content"),
        ]

    @property
    def path(self) -> Path:
        return Path(settings.OFFLINE_ROOT) / f"{self.pk}.zip"

    @property
    def is_there(self) -> bool:
        """Made, and the file is still what was made."""
        return self.made_at is not None and self.path.is_file() and self.path.stat().st_size == self.size

    def state(self) -> str:
        """made | lost | waiting | making | stopped | failed

        Lost: somebody took the file away. Failed: some tries in a row.
        """
        if self.made_at:
            return "made" if self.is_there else "lost"
        if self.alive_at is None:
            return "waiting"
        if self.alive_at > timezone.now() - SILENCE:
            return "making"
        return "stopped" if self.tries % MOST_TRIES else "failed"


@receiver(post_delete, sender=Bundle)
def _files_go_with_their_row(sender: type[Bundle], instance: Bundle, **kwargs: object) -> None:
    for file in instance.path.parent.glob(f"{instance.pk}.*"):
        file.unlink(missing_ok=True)
