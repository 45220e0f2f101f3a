"""Forms by which an activity is planned."""

import html
import re
import uuid
from collections.abc import Iterable
from datetime import date, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.html import linebreaks
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from brs.activities.pages.dates import day_in_words
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Register
from brs.certificates.models import CertificateKind
from brs.core.clock_changes import AFTER, BEFORE, offer, said_moment
from brs.core.pages import SOURCE_LANGUAGE, once_each
from brs.core.sanitizing import clean
from brs.core.time_zones import UTC, zone_of, zones
from brs.taxonomy.models import Audience, Convention, Term, Theme, in_readers_language
from courses.pages.models import CoursePage, QuizPage
from toolkits.sharing.desk.forms import WebAddressField
from toolkits.sharing.models import Toolkit

MORNING, EVENING = time(9), time(17)
MANY = 8  # choices that are folded away


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Hour(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(forms.Form):
    """Dates in the activity's own zone. `starts_at` and `ends_at` are made of what is said."""

    first_day = forms.DateField(
        label=_("First day"), required=False, widget=Day(), help_text=_("Empty while it is not known.")
    )
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=Hour())
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=Day(), help_text=_("Empty if it is the same day.")
    )
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=Hour())
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(name, name.replace("_", " ")) for name in zones()]
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        initial = self.initial
        if zone := not self.is_bound and initial.get("time_zone"):
            _offer_first(self, "begins_which", initial.get("first_day"), initial.get("begins"), ZoneInfo(zone))
            last = initial.get("last_day") or initial.get("first_day")
            _offer_first(self, "ends_which", last, initial.get("ends"), ZoneInfo(zone))

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {}), "starts_at": None, "ends_at": None}
        if self.errors:
            return cleaned
        first, begins, last, ends = (cleaned[name] for name in ("first_day", "begins", "last_day", "ends"))
        if first is None:
            if last:
                self.add_error("first_day", _("Say when it begins."))
            return cleaned
        zone = ZoneInfo(cleaned["time_zone"])
        cleaned["starts_at"] = said_moment(self, "begins", "begins_which", first, begins or MORNING, zone)
        if last and ends is None:
            self.add_error("ends", _("Say when it ends."))
        elif ends:
            cleaned["ends_at"] = said_moment(self, "ends", "ends_which", last or first, ends, zone)
            if self.errors:
                return cleaned
            if cleaned["ends_at"].timestamp() <= cleaned["starts_at"].timestamp():
                self.add_error("last_day" if last and last < first else "ends", _("It ends before it begins."))
        return cleaned


def _offer_first(form: forms.Form, name: str, day: date | None, hour: time | None, zone: ZoneInfo) -> None:
    """Of an hour that there is twice, which was meant when it was saved."""
    if len(offer(form, name, day, hour, zone)) == 2 and hour:
        form.initial[name] = AFTER if hour.fold else BEFORE


def dates_of(page: ActivityPage) -> dict[str, Any]:
    """As WhenForm asks for them."""
    first = page.starts_at and page.starts_at.astimezone(page.zone)
    last = page.ends_at and page.ends_at.astimezone(page.zone)
    return {
        "first_day": first and first.date(),
        "begins": first and first.time(),
        "last_day": last.date() if last and first and last.date() != first.date() else None,
        "ends": last and last.time(),
        "time_zone": page.time_zone,
    }


class PlanForm(WhenForm):
    """The least that makes an activity."""

    title = forms.CharField(label=_("Title"), max_length=255)
    kind = forms.ChoiceField(label=_("Type"), choices=ActivityPage.Kind.choices)
    summary = forms.CharField(
        label=_("Purpose"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two."),
    )
    place = forms.CharField(
        label=_("Place"), max_length=300, required=False, help_text=_("Empty for what takes place online.")
    )
    language = forms.ChoiceField(
        label=_("Language of these words"), choices=settings.LANGUAGES, help_text=_("Editors can have them translated.")
    )
    field_order: ClassVar[list[str]] = [
        *("title", "kind", "summary", "first_day", "begins", "begins_which", "last_day", "ends", "ends_which"),
    ]

    def values(self) -> dict[str, Any]:
        names = ("title", "kind", "summary", "place", "starts_at", "ends_at", "time_zone")
        return {name: self.cleaned_data[name] for name in names}


def initial_plan(person: Any, language: str, like: ActivityPage | None) -> dict[str, Any]:
    """Initial values of a new plan: those of another, and otherwise what the person most likely means."""
    last = Register.objects.run_by(person).order_by("-made_at").values_list("pk", flat=True).first()
    known = (
        ActivityPage.objects.filter(translation_key=last).values_list("time_zone", flat=True).first() if last else ""
    )
    initial = {"begins": MORNING, "ends": EVENING, "language": language}
    initial["time_zone"] = known or zone_of(person.party_id or "") or UTC
    if like:
        named = {"title": like.title, "kind": like.kind, "summary": like.summary, "language": like.content_language}
        initial |= {**named, "ends": None if like.agenda else EVENING}
        initial["place"] = "" if like.is_template else like.place
    return initial


class LinesField(forms.CharField):
    """One a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> str:
        return "\n".join(line.strip() for line in super().clean(value).splitlines() if line.strip())


class WordsForm(forms.ModelForm):
    """Subject, place and participants of an activity; only changed fields are saved."""

    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "A blank line begins a new paragraph. For marks: &lt;b&gt;bold&lt;/b&gt;, &lt;i&gt;italic&lt;/i&gt;, "
            '&lt;a href="https://…"&gt;link&lt;/a&gt;, &lt;ul&gt;&lt;li&gt;item&lt;/li&gt;&lt;/ul&gt;.'
        ),
    )
    outcomes = LinesField(
        label=_("What participants can do afterwards"), required=False, max_length=6_000, help_text=_("One a line.")
    )
    online_address = WebAddressField(
        label=_("Address of the online room"),
        required=False,
        assume_scheme="https",
        help_text=_("For participants only."),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    most_participants = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=100_000)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    organisers = LinesField(label=_("Organisers"), required=False, max_length=2_000, help_text=_("One a line."))
    donors = LinesField(label=_("Donors"), required=False, max_length=2_000, help_text=_("One a line."))
    conventions = forms.MultipleChoiceField(label=_("Conventions"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    audiences = forms.MultipleChoiceField(label=_("For whom"), required=False, widget=forms.CheckboxSelectMultiple)

    TERMS: ClassVar[dict[str, type[Term]]] = {"conventions": Convention, "themes": Theme, "audiences": Audience}

    class Meta:
        model = ActivityPage
        fields: ClassVar[list[str]] = [
            *("title", "kind", "summary", "description", "outcomes", "place", "online_address", "languages"),
            *("entry", "most_participants", "organisers", "donors", "conventions", "themes", "audiences"),
            *("plan_component", "plan_output"),
        ]
        widgets: ClassVar[dict[str, Any]] = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, Any]] = {"title": ""}

    def __init__(self, *args: Any, instance: ActivityPage, **kwargs: Any):
        initial = {
            "description": as_typed(instance.description),
            "outcomes": "\n".join(block.value for block in instance.outcomes),
            **{name: _keys(getattr(instance, name).all()) for name in self.TERMS},
        }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        for name, model in self.TERMS.items():
            choices = [(str(key), str(term)) for key, term in in_readers_language(model).items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The page itself is left alone: what is new is said to `planning.revise`."""

    def changes(self) -> dict[str, Any]:
        """Changed fields, as the page holds them."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data}
        if "description" in changes:
            changes["description"] = as_html(changes["description"])
        if "outcomes" in changes:
            lines = changes["outcomes"].splitlines()
            changes["outcomes"] = [{"type": "outcome", "value": line[:300], "id": str(uuid.uuid4())} for line in lines]
        for name in self.TERMS.keys() & changes.keys():
            terms = self.TERMS[name].objects.in_source_language()  # type: ignore[attr-defined]
            changes[name] = list(terms.filter(translation_key__in=changes[name]))
        return changes


class LearningForm(forms.Form):
    """Courses, tests and certificate of an activity. Pages are named by their keys."""

    courses = forms.MultipleChoiceField(label=_("Courses"), required=False, widget=forms.CheckboxSelectMultiple)
    pre_test = forms.ChoiceField(label=_("Test before"), required=False)
    post_test = forms.ChoiceField(
        label=_("Test after"), required=False, help_text=_("The same test as before shows what was gained.")
    )
    certificate_kind = forms.ChoiceField(label=_("Certificate"), required=False)
    attendance_percent = forms.IntegerField(
        label=_("Attendance needed (per cent of the minutes)"),
        min_value=0,
        max_value=100,
        help_text=_("0 if it does not count."),
    )
    needs_post_test = forms.BooleanField(label=_("The test after must be passed"), required=False)
    needs_courses = forms.BooleanField(label=_("The courses must be completed"), required=False)
    needs_practical = forms.BooleanField(label=_("The practical must be passed"), required=False)

    PLAIN: ClassVar[tuple[str, ...]] = ("attendance_percent", "needs_post_test", "needs_courses", "needs_practical")
    TESTS: ClassVar[tuple[str, ...]] = ("pre_test", "post_test")

    def __init__(self, *args: Any, page: ActivityPage, **kwargs: Any):
        initial: dict[str, Any] = {name: getattr(page, name) for name in self.PLAIN}
        initial["courses"] = _keys(page.courses.all())
        for name in (*self.TESTS, "certificate_kind"):
            chosen = getattr(page, name)
            initial[name] = str(chosen.translation_key) if chosen else ""
        super().__init__(*args, initial=initial, **kwargs)
        courses = once_each(CoursePage.objects.live().public()).order_by("title")
        quizzes = _quizzes()
        choices: dict[str, list[tuple[str, Any]]] = {
            "courses": [(str(course.translation_key), course.title) for course in courses],
            "certificate_kind": [("", _("none")), *_kinds()],
            **{name: [("", _("none")), *quizzes] for name in self.TESTS},
        }
        for name, among in choices.items():
            offered = {key for key, _title in among}
            held = initial[name] if name == "courses" else [initial[name]]
            # What was chosen before and cannot be chosen any more stays until it is taken away.
            among += [(key, gettext("no longer published")) for key in held if key not in offered]
            self.fields[name].choices = among  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("needs_post_test") and not cleaned.get("post_test"):
            self.add_error("post_test", _("Choose the test that must be passed."))
        if cleaned.get("needs_courses") and not cleaned.get("courses"):
            self.add_error("courses", _("Choose the courses that must be completed."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Changed fields, as the page holds them: pages and kinds of the source's language."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data}
        if "courses" in changes:
            changes["courses"] = list(_sources(CoursePage, changes["courses"]))
        for name in changes.keys() & {*self.TESTS, "certificate_kind"}:
            model = CertificateKind if name == "certificate_kind" else QuizPage
            changes[name] = _sources(model, [changes[name]]).first() if changes[name] else None
        return changes


class SessionForm(forms.Form):
    """A row of the agenda. `id` is that of the session's block, by which attendance is kept."""

    id = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    day = forms.DateField(label=_("Day"), required=False, widget=Day())
    time = forms.TimeField(label=_("Begins at"), required=False, widget=Hour())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=6000)
    trainers = forms.CharField(label=_("Trainers"), max_length=300, required=False)
    method = forms.CharField(label=_("Method"), max_length=400, required=False)
    field_order: ClassVar[list[str]] = ["id", "title", "day", "time", "which"]

    def __init__(self, *args: Any, page: ActivityPage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.page = page
        if not self.is_bound and not page.is_template:
            day, hour = (self.fields[name].to_python(self.initial.get(name)) for name in ("day", "time"))
            offer(self, "which", day, hour, page.zone)

    def clean_day(self) -> date | None:
        day, page = self.cleaned_data["day"], self.page
        if day and page.starts_at and not page.is_template:
            first = page.starts_at.astimezone(page.zone).date()
            last = page.ends_at.astimezone(page.zone).date() if page.ends_at else first
            if not first <= day <= last:
                days = {"first": day_in_words(first), "last": day_in_words(last)}
                raise forms.ValidationError(gettext("The activity is from %(first)s to %(last)s.") % days)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("time") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say the day, too."))
        day, hour, which = cleaned.get("day"), cleaned.get("time"), ""
        if day and hour and not self.page.is_template:
            begins = said_moment(self, "time", "which", day, hour, self.page.zone)
            if "which" in self.fields and begins:
                which = AFTER if begins.fold else BEFORE
        return {**cleaned, "which": which}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown on its page, and sent to all who take part."),
    )


class ToolkitsForm(forms.Form):
    """One's own toolkits, and those that others have put there."""

    toolkits = forms.ModelMultipleChoiceField(
        Toolkit.objects.none(), label=_("Toolkits"), required=False, widget=forms.CheckboxSelectMultiple
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Any, register: Register, **kwargs: Any):
        mine, used = Toolkit.objects.editable_by(person).in_use(), register.toolkits.all()
        before = " ".join(str(toolkit.pk) for toolkit in used)
        super().__init__(*args, initial={"toolkits": used, "before": before}, **kwargs)
        ids = {*mine.values_list("pk", flat=True), *used.values_list("pk", flat=True)}
        self.fields["toolkits"].queryset = Toolkit.objects.filter(pk__in=ids).order_by("title")  # type: ignore[attr-defined]

    def seen(self) -> set[str]:
        """Keys of those that were there when the form was opened."""
        return set(self.cleaned_data["before"].split())


def as_html(typed: str) -> str:
    """The typed text as cleaned HTML; lines become paragraphs where it has no marks for them."""
    has_marks = any(mark in typed for mark in ("<p", "<ul", "<ol", "<br"))
    return str(clean(typed if has_marks else linebreaks(typed))) if typed.strip() else ""


def as_typed(stored: str) -> str:
    """The way back: plain text where there are no marks but paragraphs and lines."""
    if re.search(r"<(?!/?p>|br ?/?>)", stored):
        return stored
    paragraphs = (paragraph.strip() for paragraph in stored.replace("<p>", "").split("</p>"))
    return html.unescape(re.sub(r"<br ?/?>\n?", "\n", "\n\n".join(paragraphs))).strip()


def _keys(pages: Iterable[Any]) -> list[str]:
    return [str(page.translation_key) for page in pages]


def _sources(model: Any, keys: list[str]) -> Any:
    return model.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_LANGUAGE)


def _kinds() -> list[tuple[str, str]]:
    kinds = once_each(CertificateKind.objects.all())  # type: ignore[type-var]
    return [(str(kind.translation_key), kind.title) for kind in kinds.order_by("title")]


def _quizzes() -> list[tuple[str, str]]:
    """Each quiz of a public course, with the course's title. Three queries."""
    key_at = dict(CoursePage.objects.live().public().values_list("path", "translation_key"))
    title_of = {course.translation_key: course.title for course in once_each(CoursePage.objects.live())}
    choices = []
    for quiz in once_each(QuizPage.objects.live()).order_by("path"):
        course = next((key_at[path] for path in _above(quiz) if path in key_at), None)
        if course in title_of:
            choices.append((str(quiz.translation_key), f"{title_of[course]}: {quiz.title}"))
    return choices


def _above(page: Page) -> list[str]:
    """Paths of all that it lies under."""
    step = Page.steplen
    return [page.path[:end] for end in range(len(page.path) - step, 0, -step)]
