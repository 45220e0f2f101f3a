"""Pages of activities."""

import uuid
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from brs.core.clock_changes import AFTER, not_there, there_twice
from brs.core.languages import best, best_of_each
from brs.core.page_form import PageForm
from brs.core.pages import SOURCE_LANGUAGE, TranslatedPage
from brs.core.searching import Folded
from brs.core.time_zones import later, moment, offset_in_words, place_of, readings, zones
from brs.taxonomy.models import CLASSIFIED_FIELDS, Classified
from brs.taxonomy.panels import classification_panels

from ..activity_screen import activity_screen, links_for
from ..blocks import AGENDA, OUTCOMES
from ..certificate_rule import Rule

# What has no end is over after so long.
WITHOUT_END = timedelta(hours=12)


@dataclass(frozen=True)
class Session:
    """One session of an agenda. `starts_at` is aware, or None while it is not fixed."""

    id: str
    title: str
    starts_at: datetime | None
    minutes: int
    method: str
    trainers: str

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at and later(self.starts_at, self.minutes)


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in zones()]


def is_over(now: datetime) -> Q:
    """Of what has a date and was not cancelled, that which is past."""
    return Q(ends_at__lt=now) | Q(ends_at=None, starts_at__lt=now - WITHOUT_END)


class ActivityPageQuerySet(PageQuerySet):
    def listed(self) -> "ActivityPageQuerySet":
        """Activities that take place and are in the public list; templates do not take place."""
        return self.filter(is_listed=True, is_template=False)

    def unlisted(self) -> "ActivityPageQuerySet":
        """Activities that only those find who have the address."""
        return self.filter(is_listed=False)

    def templates(self) -> "ActivityPageQuerySet":
        return self.filter(is_listed=True, is_template=True)

    def coming(self, now: datetime) -> "ActivityPageQuerySet":
        """Those that have a date and are not over, the next one first."""
        dated = self.filter(cancelled_at=None, starts_at__isnull=False)
        return dated.exclude(is_over(now)).order_by("starts_at", "pk")


class ActivityPageForm(PageForm):
    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone, agenda = cleaned.get("time_zone"), cleaned.get("agenda")
        if zone and agenda and not cleaned.get("is_template"):
            problems = {
                number: StructBlockValidationError({field: ValidationError(problem)})
                for number, block in enumerate(agenda)
                for field, problem in hours_asked_back(block.value, zoneinfo.ZoneInfo(zone))
            }
            if problems:
                self.add_error("agenda", StreamBlockValidationError(block_errors=problems))
        return cleaned


def hours_asked_back(session: Mapping[str, Any], zone: zoneinfo.ZoneInfo) -> Iterator[tuple[str, str]]:
    """Of a session whose hour there is not, or twice: the field and what to ask there."""
    day, hour = session["day"], session["time"]
    possible = readings(day, hour, zone) if day and hour else [None]
    if not possible:
        yield "time", not_there(day, hour, zone)
    elif len(possible) == 2 and not session["which"]:
        yield "which", there_twice(day, hour, zone)


class ActivityPage(Classified, TranslatedPage):
    """A workshop, webinar, study tour, project or blended course.

    The words are translated; the facts (FACTS) are the original's in every language: see `save`.
    Who takes part is in its register, under the translation key.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "face-to-face-workshop", _("Face-to-face workshop")
        WEBINAR = "webinar", _("Webinar")
        STUDY_TOUR = "study-tour", _("Study tour")
        PROJECT = "project", _("Project")
        BLENDED = "blended-programme", _("Blended programme")
        COHORT = "online-cohort", _("Facilitated online cohort")
        COUNTRY = "country-led", _("Country-led activity")

    class Entry(models.TextChoices):
        OPEN = "open", _("Open to everybody with an account")
        CODE = "code", _("By the join code")
        INVITATION = "invitation", _("By invitation: who is on the list")

    kind = models.CharField(_("type"), max_length=24, choices=Kind.choices, default=Kind.WORKSHOP)
    summary = models.TextField(_("purpose"), max_length=600)
    description = RichTextField(
        _("description"), blank=True, features=["bold", "italic", "superscript", "subscript", "ol", "ul", "link"]
    )
    outcomes = StreamField(OUTCOMES, blank=True, verbose_name=_("learning outcomes"))
    agenda = StreamField(AGENDA, blank=True, verbose_name=_("agenda"))

    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC", choices=_time_zones)
    place = models.CharField(_("place"), max_length=300, blank=True)
    online_address = models.URLField(_("address of the online room"), blank=True, help_text=_("For participants only."))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    organisers = models.TextField(_("organisers"), blank=True, help_text=_("One a line."))
    donors = models.TextField(_("donors"), blank=True, help_text=_("One a line."))
    most_participants = models.PositiveIntegerField(_("places"), null=True, blank=True)
    entry = models.CharField(_("who may join"), max_length=10, choices=Entry.choices, default=Entry.CODE)
    courses = ParentalManyToManyField("courses.CoursePage", blank=True, related_name="+", verbose_name=_("courses"))
    tools = ParentalManyToManyField("toolkits.ToolPage", blank=True, related_name="+", verbose_name=_("tools"))
    pre_test = models.ForeignKey(
        "courses.QuizPage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("test before")
    )
    post_test = models.ForeignKey(
        "courses.QuizPage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("test after")
    )
    evaluation = models.ForeignKey(
        "activities.Survey",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evaluation form"),
        help_text=_("Empty: the default one."),
    )
    certificate_kind = models.ForeignKey(
        "certificates.CertificateKind",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate"),
    )
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed (per cent of the minutes)"), default=80, validators=[MaxValueValidator(100)]
    )
    needs_post_test = models.BooleanField(_("the test after must be passed"), default=False)
    needs_courses = models.BooleanField(_("the courses must be completed"), default=False)
    needs_practical = models.BooleanField(_("the practical must be passed"), default=False)
    plan_component = models.CharField(_("component of the plan"), max_length=80, blank=True)
    plan_output = models.CharField(_("code of the output"), max_length=80, blank=True)
    is_template = models.BooleanField(
        _("is a template"), default=False, help_text=_("A pattern to plan others from; it does not take place itself.")
    )
    is_listed = models.BooleanField(
        _("listed"), default=True, help_text=_("In the public list and calendar. If not: for who has its address.")
    )
    is_demo = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Invented, to show what an activity looks like.")
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)

    objects = PageManager.from_queryset(ActivityPageQuerySet)()

    base_form_class = ActivityPageForm
    template = "activities/activity.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind", help_text=_("Shown on the page and in the list of activities, where people filter by it.")),
        FieldPanel("summary", help_text=_("Two or three sentences: what the activity is for, and for whom.")),
        FieldPanel("description", help_text=_("All else that participants need to know before they come.")),
        FieldPanel(
            "outcomes",
            help_text=_("One line for each: what participants will be able to do. Printed on the certificate."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("starts_at", help_text=_("In the time zone below.")),
                        FieldPanel("ends_at", help_text=_("In the time zone below.")),
                    ]
                ),
                FieldPanel("time_zone", help_text=_("That of the place. All times of the activity are shown in it.")),
                FieldPanel("place", help_text=_("City and building, or “online”.")),
                FieldPanel("online_address"),
                FieldPanel("languages", help_text=_("In which the activity is held.")),
                FieldPanel("organisers"),
                FieldPanel("donors"),
            ],
            _("When, where and by whom"),
        ),
        FieldPanel("agenda", help_text=_("The sessions, each with its day and hour. Attendance is noted by session.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "entry",
                    help_text=_(
                        "By the code: facilitators show it in the room or send it. By invitation: only people on "
                        "the list get in."
                    ),
                ),
                FieldPanel(
                    "most_participants", help_text=_("When so many have joined, nobody else can. Empty: any number.")
                ),
            ],
            _("Joining"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "courses",
                    help_text=_(
                        "Offered to participants on their page. They can be required for the certificate below."
                    ),
                ),
                FieldPanel("tools", help_text=_("Offered to participants on their page.")),
                FieldPanel(
                    "pre_test",
                    help_text=_(
                        "A quiz that participants take before the first session. The report compares it with the "
                        "post-test."
                    ),
                ),
                FieldPanel(
                    "post_test",
                    help_text=_(
                        "A quiz that participants take at the end. It can be required for the certificate below."
                    ),
                ),
            ],
            _("Courses, tools and tests"),
        ),
        FieldPanel("evaluation"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "certificate_kind",
                    help_text=_("The template of the certificate that participants get. Empty: they get none."),
                ),
                FieldPanel(
                    "attendance_percent",
                    help_text=_("Who was present for less gets no certificate. 0: any is enough."),
                ),
                FieldPanel("needs_post_test", help_text=_("Who has not passed the post-test gets no certificate.")),
                FieldPanel(
                    "needs_courses", help_text=_("Who has not completed the courses above gets no certificate.")
                ),
                FieldPanel(
                    "needs_practical",
                    help_text=_("A facilitator notes for each participant whether the practical was passed."),
                ),
            ],
            _("Certificate"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "plan_component",
                    help_text=_("The slug of the component of the four-year plan that this activity belongs to."),
                ),
                FieldPanel("plan_output", help_text=_("The slug of the output. The plan counts the activity there.")),
            ],
            _("Technical assistance plan"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_template"),
                FieldPanel("is_listed"),
                FieldPanel("is_demo"),
                FieldPanel(
                    "cancelled_at",
                    help_text=_("From then on the page says that the activity is cancelled, and nobody can join."),
                ),
                FieldPanel("cancelled_because", help_text=_("Shown on the page of a cancelled activity.")),
            ],
            _("State"),
        ),
        *classification_panels,
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        index.SearchField("summary"),
        Folded("summary"),
        index.SearchField("description"),
        Folded("description"),
        index.SearchField("place"),
        Folded("place"),
        # What editors may narrow and sort their list by while they search it.
        *(index.FilterField(name) for name in ("is_listed", "kind", "starts_at", "place")),
    ]
    parent_page_types = ["activities.ActivityIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at.timestamp() < self.starts_at.timestamp():
            raise ValidationError({"ends_at": _("It ends before it begins.")})
        if bool(self.cancelled_at) != bool(self.cancelled_because):
            raise ValidationError({"cancelled_because": _("Say when and why it is cancelled, or neither.")})

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "screen": self.cached("activity", lambda: activity_screen(self)),
            "links": links_for(self, request.user),
        }

    def terms(self):
        """Nothing leads to what is not listed, and nobody comes to a template."""
        return super().terms() if self.is_listed and not self.is_template else ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """All but the words follows the original: a translation takes it from there whenever either is saved."""
        named = kwargs.get("update_fields")
        if named is not None and not {*named} & {*FACTS, "agenda"}:
            super().save(*args, **kwargs)
            return
        original = self.original()
        if original.pk != self.pk:
            self._follow(original)
        super().save(*args, **kwargs)
        if original.pk in (None, self.pk):
            for translation in ActivityPage.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk):
                translation.save()

    def original(self) -> "ActivityPage":
        """Of all languages the source's, else the oldest."""
        same = ActivityPage.objects.filter(translation_key=self.translation_key).select_related("locale")
        original = best(same, SOURCE_LANGUAGE, live_first=False) or self
        return self if original.pk == self.pk else original

    def _follow(self, original: "ActivityPage") -> None:
        for name in FACTS:
            setattr(self, name, getattr(original, name))
        for name in (*CLASSIFIED_FIELDS.values(), "courses", "tools"):
            setattr(self, name, list(getattr(original, name).all()))
        translated = {block["id"]: block["value"] for block in self.agenda.get_prep_value()}
        agenda = original.agenda.get_prep_value()
        for block in agenda:
            words = translated.get(block["id"], {})
            block["value"] |= {name: words[name] for name in ("title", "method", "trainers") if words.get(name)}
        self.agenda = agenda

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def sessions(self) -> list[Session]:
        """The agenda in order; times as entered are those of the activity's zone."""
        sessions = []
        for block in self.agenda:
            value = block.value
            fixed = value["day"] and value["time"]
            is_later = value.get("which") == AFTER
            begins = moment(value["day"], value["time"], self.zone, is_later=is_later) if fixed else None
            sessions.append(
                Session(
                    block.id, value["title"], begins, value["minutes"], value["method"] or "", value["trainers"] or ""
                )
            )
        return sessions

    def rule(self) -> Rule:
        return Rule(
            attendance_percent=self.attendance_percent,
            needs_post_test=self.needs_post_test and self.post_test_id is not None,
            needs_courses=self.needs_courses,
            needs_practical=self.needs_practical,
        )

    @property
    def last_change(self) -> str:
        """Differs after each change of what its readers see; offline, after each change."""
        return str(self.live_revision_id or self.latest_revision_id or "")

    @property
    def over_at(self) -> datetime | None:
        """When it is past; None while it has no date."""
        return self.ends_at or (self.starts_at and self.starts_at + WITHOUT_END)

    def zone_in_words(self) -> str:
        """«Nairobi time (UTC+3)», as it is when the activity begins."""
        if self.time_zone == "UTC":
            return "UTC"
        offset = offset_in_words((self.starts_at or timezone.now()).astimezone(self.zone))
        return gettext("%(place)s time (%(offset)s)") % {"place": place_of(self.time_zone), "offset": offset}

    def state(self, now: datetime | None = None) -> str:
        """template | cancelled | planned (no date yet) | coming | running | past"""
        now = now or timezone.now()
        if self.is_template:
            return "template"
        if self.cancelled_at:
            return "cancelled"
        if self.starts_at is None or self.over_at is None:
            return "planned"
        if now < self.starts_at:
            return "coming"
        return "running" if now <= self.over_at else "past"


# What is the same in every language; so are classification, courses, tools, and the times of the agenda.
FACTS = (
    "kind",
    "starts_at",
    "ends_at",
    "time_zone",
    "place",
    "online_address",
    "languages",
    "organisers",
    "donors",
    "most_participants",
    "entry",
    "pre_test_id",
    "post_test_id",
    "evaluation_id",
    "certificate_kind_id",
    "attendance_percent",
    "needs_post_test",
    "needs_courses",
    "needs_practical",
    "plan_component",
    "plan_output",
    "is_template",
    "is_listed",
    "is_demo",
    "cancelled_at",
    "cancelled_because",
)


def pages_of(keys: Iterable[uuid.UUID], language: str, *, drafts: bool = False) -> dict[uuid.UUID, ActivityPage]:
    """Each activity's page by key: in the language, else in the source's, else in whichever it was written. One query.

    Live ones alone, unless `drafts`: then one that is not live comes last.
    """
    rows = ActivityPage.objects.filter(translation_key__in=keys).select_related("locale")
    return best_of_each(rows if drafts else rows.live(), language)
