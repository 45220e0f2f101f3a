from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How far somebody has used up a limit. `key` tells nobody who it is; `used_until` is in seconds: see limits.py."""

    key = models.CharField(max_length=32, primary_key=True)
    used_until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """A form whose deed was done, and where it led. `digest` tells nobody what was in it, nor whose: see once.py."""

    digest = models.CharField(max_length=64, primary_key=True)
    led_to = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.digest


class Reason(models.TextChoices):
    """Why a mail was not taken, in plain words."""

    AWAY = "away", _("The mail server cannot be reached.")
    MUTE = "mute", _("The mail server did not answer in time.")
    SIGN_IN = "sign_in", _("The mail server refused the site's user name or password.")
    SENDER = "sender", _("The mail server refused to send mail for the site.")
    PUT_OFF = "put_off", _("The mail server asked to try again later.")
    ADDRESS = "address", _("Mail to this address was refused.")
    CONTENT = "content", _("The mail server refused what the mail says, or its size.")
    UNREADABLE = "unreadable", _("The mail or its address has characters that cannot be sent.")
    OTHER = "other", _("Sending failed on the site's side.")


class NotTaken(models.Model):
    """Why a mail was not taken. `reason`: one of Reason; `reply`: the mail server's own words."""

    reason = models.CharField(max_length=12, blank=True)
    reply = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def why(self) -> str:
        """In plain words; nothing where nothing went wrong."""
        return str(Reason(self.reason).label) if self.reason else ""


MAIL_IS_TRIED_FOR = timedelta(days=2)


def end_of_trying() -> datetime:
    return timezone.now() + MAIL_IS_TRIED_FOR


class WaitingMail(NotTaken):
    """A mail in the outbox, or one that could not be delivered: see waiting_mail.py. `message` is the whole of it.

    `expires_at`: when it is given up. `is_last`: its address is forgotten by it, whatever becomes of it.
    """

    to = models.EmailField()
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=200, blank=True)
    message = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    expires_at = models.DateTimeField(default=end_of_trying)
    attempts = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    is_last = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")

    def __str__(self) -> str:
        return self.to

    def not_delivered(self) -> str:
        """Said beside the person, of one that has failed."""
        assert self.failed_at
        facts = {"address": self.to, "day": date_format(self.failed_at), "why": self.why(), "reply": self.reply}
        return gettext("Mail to %(address)s was not delivered on %(day)s. %(why)s %(reply)s") % facts


class MailServer(NotTaken):
    """How the mail server was met last: one row. `busy_until`: a lease of whoever sends. See waiting_mail.py."""

    ONLY = 1

    away_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.why()


class Worker(models.Model):
    """A process that takes tasks from the queue, and when it last said that it lives: see background.py."""

    id = models.CharField(max_length=64, primary_key=True)
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.id


class PeriodicRun(models.Model):
    """When something that is done by the clock was last begun and ended, and is due again: see periodic.py."""

    deed = models.CharField(max_length=100, primary_key=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("periodic deed")
        verbose_name_plural = _("periodic deeds")
        default_permissions = ["view", "change"]  # to see, and to mend, what runs without anybody

    def __str__(self) -> str:
        return self.deed


class SourceText(models.Model):
    """A text of something in the source language, by hashes of its place and its words: see source_texts.py.

    `words_hash`: of the words alone, the same where only case, signs or tags were changed; empty for what was noted
    before there was one. `seen_at`: when it was first met; empty for what stood there when its thing was first looked
    at. `gone_at`: when it stood there no longer.
    """

    object_key = models.UUIDField()
    path_id = models.UUIDField()
    data_hash = models.UUIDField()
    words_hash = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["object_key", "path_id", "data_hash"], name="source_text_once_each")
        ]

    def __str__(self) -> str:
        return str(self.data_hash)


class Licence(models.TextChoices):
    """Under what terms somebody's picture, film or document may be shown. The empty one: nobody has looked."""

    UNKNOWN = "", _("Unknown")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    CC_BY_ND = "cc-by-nd", "CC BY-ND 4.0"
    UNITED_NATIONS = "un", _("United Nations, or our own")
    PERMISSION = "permission", _("Used with permission")


CREATIVE_COMMONS = [licence for licence in Licence if licence.startswith("cc-")]
NAMED_TO_READERS = [*CREATIVE_COMMONS, Licence.PERMISSION]


class Attribution(models.Model):
    """Licence and source of a picture or a document, whose models are Wagtail's own: one of the two is set."""

    image = models.OneToOneField(
        "wagtailimages.Image", models.CASCADE, null=True, blank=True, related_name="attribution"
    )
    document = models.OneToOneField(
        "wagtaildocs.Document", models.CASCADE, null=True, blank=True, related_name="attribution"
    )
    licence = models.CharField(_("Licence"), max_length=20, choices=Licence, blank=True, default=Licence.UNKNOWN)
    source = models.CharField(_("Author or source"), max_length=300, blank=True)
    source_url = models.URLField(_("Address of the source"), max_length=500, blank=True)

    objects = models.Manager["Attribution"]()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image=None) ^ models.Q(document=None), name="attribution_of_image_or_document"
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.source, str(Licence(self.licence).label)]))

    @property
    def is_due(self) -> bool:
        """Whether readers must be told whose it is."""
        return bool(self.source) and self.licence in NAMED_TO_READERS

    @property
    def licence_url(self) -> str:
        """The licence in words; empty where it is none that everybody may read."""
        if self.licence not in CREATIVE_COMMONS:
            return ""
        return f"https://creativecommons.org/licenses/{self.licence.removeprefix('cc-')}/4.0/"


def told_of(medium: Any) -> list[Any]:
    """What readers find beside a picture or document: what shows it is made anew when any of that changes."""
    attribution, version = getattr(medium, "attribution", None), getattr(medium, "audio_version", None)
    credit = f"{attribution} {attribution.source_url}" if attribution and attribution.is_due else ""
    return [credit, version.audio_id if version else None]


class AudioVersion(models.Model):
    """The sound of a film, for slow lines: made in the background, waiting while it has neither audio nor problem."""

    class Problem(models.TextChoices):
        SILENT = "silent", _("The film has no sound.")
        TOO_LONG = "too_long", _("The film is too long, or too large.")
        UNREADABLE = "unreadable", _("The film cannot be read.")
        MISSING = "missing", _("ffmpeg, the program that makes it, is not installed on the server.")

    film = models.OneToOneField("wagtaildocs.Document", models.CASCADE, related_name="audio_version")
    audio = models.OneToOneField("wagtaildocs.Document", models.CASCADE, null=True, related_name="+")
    problem = models.CharField(max_length=12, choices=Problem, blank=True)

    objects = models.Manager["AudioVersion"]()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.film)


class PublishedTranslation(models.Model):
    """The moment whose source a translation says as it is published, and how many texts of it nobody looked through
    after a machine wrote them.
    """

    object_key = models.UUIDField()
    locale = models.ForeignKey("wagtailcore.Locale", models.CASCADE, related_name="+")
    follows = models.DateTimeField()
    machine_texts = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["object_key", "locale"], name="published_translation_once_each")]

    def __str__(self) -> str:
        return str(self.object_key)


class OutsideLink(models.Model):
    """A link of published content to another site. `status` is the site's answer, 0 for none: see outside_links.py.

    `failures`: on how many days in a row it has failed, counted until it is dead.
    """

    url = models.CharField(max_length=1000, unique=True)
    status = models.PositiveSmallIntegerField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.url
