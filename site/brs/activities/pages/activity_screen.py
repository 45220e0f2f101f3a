"""An activity as its public page shows it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from brs.activities.register.models import Participation, Register
from brs.certificates.models import CertificateKind
from brs.core.pages import above, for_everybody
from brs.core.templatetags.brs import per_cent
from brs.taxonomy.models import Audience, Provision, Term, Theme, cited, in_readers_language
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .dates import Day, days, when

if TYPE_CHECKING:
    from .models import ActivityPage

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class ActivityScreen:
    """`above`: the pages above this one. `languages`: code and name of each that is spoken.

    `minutes`: of all sessions. `certificate`: its name in the reader's language, empty where there is none; `asks`:
    what one has to do for it, in words.
    """

    above: list[Page]
    when: str
    minutes: int
    days: list[Day]
    languages: list[tuple[str, str]]
    organisers: list[str]
    donors: list[str]
    themes: list[Term]
    audiences: list[Term]
    courses: list[CoursePage]
    tools: list[ToolPage]
    cited: list[tuple[Provision, str]]
    certificate: str
    asks: list[str]


@dataclass(frozen=True)
class ActivityLinks:
    """Addresses of all that whoever looks may do with the activity, empty for what they may not."""

    desk: str = ""
    take_part: str = ""
    join: str = ""


def activity_screen(page: "ActivityPage") -> ActivityScreen:
    """As many queries whatever the number of sessions, courses and tools."""
    return ActivityScreen(
        above=[above(page)],
        when=when(page),
        minutes=sum(session.minutes for session in page.sessions()),
        days=days(page),
        languages=[(code, name) for code, name in settings.LANGUAGES if code in page.languages],
        organisers=page.organisers.splitlines(),
        donors=page.donors.splitlines(),
        themes=_in_readers_language(Theme, page.themes.all()),
        audiences=_in_readers_language(Audience, page.audiences.all()),
        courses=public(CoursePage, page.courses.all()),
        tools=public(ToolPage, page.tools.all()),
        cited=cited(page.provisions),
        certificate=certificate_of(page),
        asks=asks_for(page),
    )


def links_for(page: "ActivityPage", person: Any) -> ActivityLinks:
    """Five queries at most, none for visitors where a code is asked for."""
    takes_part = runs = False
    if person.is_authenticated:
        participations = Participation.objects.of(person).active().filter(register=page.translation_key)
        takes_part = participations.exists()
        runs = Register.objects.run_by(person).filter(pk=page.translation_key).exists()
        runs = runs or person.has_perm("activities.oversee_activities")
    may_join = page.entry == page.Entry.OPEN and page.state() in ("planned", "coming", "running")
    code = ""
    if may_join and not takes_part:
        register = Register.objects.filter(pk=page.translation_key, joining_closed_at=None).first()
        code = register.join_code if register else ""
    return ActivityLinks(
        desk=found_at("desk_activity", page.translation_key) if runs else "",
        take_part=found_at("take_part", page.translation_key) if takes_part else "",
        join=found_at("join", code) if code else "",
    )


def certificate_of(page: "ActivityPage") -> str:
    """The kind's name in the reader's language; empty where there is none."""
    kind = page.certificate_kind
    if kind is None:
        return ""
    return str(kind.localized) if isinstance(kind, CertificateKind) else ""


def asks_for(page: "ActivityPage") -> list[str]:
    """The certificate's rule in words. A template has no test yet, but says whether there shall be one."""
    rule = page.rule()
    attendance = _("being there for at least %(n)s of the time") % {"n": per_cent(rule.attendance_percent)}
    asked = {
        attendance: rule.attendance_percent > 0,
        _("passing the test after"): page.needs_post_test if page.is_template else rule.needs_post_test,
        _("completing the courses"): rule.needs_courses,
        _("passing the practical"): rule.needs_practical,
    }
    return [words for words, is_asked in asked.items() if is_asked]


def public(model: type[P], pages: Iterable[P]) -> list[P]:
    """Those of the pages that anyone may see, each in the reader's language, else in the source's, by their titles."""
    keys = [page.translation_key for page in pages]
    if not keys:
        return []
    among = for_everybody(model._default_manager.filter(translation_key__in=keys))
    return list(among.prefetch_related("conventions").order_by("title"))


def found_at(name: str, *arguments: Any) -> str:
    """An address by its name; empty where there is no such address."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _in_readers_language(model: type[Term], terms: Iterable[Term]) -> list[Term]:
    keys: list[uuid.UUID] = [term.translation_key for term in terms]
    return list(in_readers_language(model, keys).values()) if keys else []
