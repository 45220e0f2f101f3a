"""Loads activities: the catalogue's as templates, and for the demo some invented ones planned from them."""

import re
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any

from django.utils import timezone

from brs.activities.pages.agenda import Block, anew, begun_on
from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, enlist, join
from brs.activities.register.registers import register_of
from brs.certificates.models import CertificateKind
from brs.people.models import User
from brs.taxonomy.models import CLASSIFIED_FIELDS, Audience, Convention, Theme
from courses.pages.models import CoursePage, QuizPage
from toolkits.tools.models import ToolPage

from .held import hold
from .pages import PageTree
from .reading import key, read

# A template's days are counted from its first: any Monday does.
FIRST_DAY = date(2001, 1, 1)
WHEN = re.compile(r"Day (?P<day>\d+) (?P<half>morning|afternoon)|Weeks? (?P<week>\d+)(-\d+)?|(?P<after>\d\d:\d\d)")
MORNING, AFTERNOON, LIVE = time(9), time(14), time(10)


def load_templates(tree: PageTree) -> None:
    for entry in read("activities.yaml")["activities"]:
        if not ActivityPage.objects.filter(translation_key=key("activity", entry["slug"])).exists():
            _template(tree, entry)


def load_demonstrations(tree: PageTree) -> None:
    """Dates count from the day of loading."""
    for entry in read("demo_activities.yaml")["activities"]:
        if not ActivityPage.objects.filter(translation_key=key("activity", entry["slug"])).exists():
            _people(_demonstration(tree, entry), entry)


def session_start(when: str) -> tuple[date, time]:
    """«Day 2 morning», «Week 3», «Weeks 5-7», or «00:30» after the beginning."""
    match = WHEN.fullmatch(when)
    if match is None:
        raise ValueError(when)
    if match["day"]:
        return FIRST_DAY + timedelta(days=int(match["day"]) - 1), MORNING if match["half"] == "morning" else AFTERNOON
    if match["week"]:
        return FIRST_DAY + timedelta(weeks=int(match["week"]) - 1), LIVE
    hours, minutes = map(int, match["after"].split(":"))
    begins = datetime.combine(FIRST_DAY, AFTERNOON) + timedelta(hours=hours, minutes=minutes)
    return begins.date(), begins.time()


def _template(tree: PageTree, entry: dict[str, Any]) -> None:
    slug, requires = entry["slug"], entry["certificate"]["requires"]
    page = _added(
        tree,
        slug,
        title=entry["title"]["en"],
        kind=entry["type"],
        summary=entry["purpose"]["en"],
        description=_description(entry),
        outcomes=[
            {"type": "outcome", "value": outcome["text"], "id": str(key("activity", slug, "outcome", str(index)))}
            for index, outcome in enumerate(entry["outcomes"])
        ],
        agenda=[_session(slug, index, session) for index, session in enumerate(entry["sessions"])],
        languages=entry["languages"],
        organisers=entry["delivery_partner"],
        most_participants=entry["participants_max"],
        certificate_kind=CertificateKind.objects.get(slug=entry["certificate"]["rule"], locale=tree.locales["en"]),
        attendance_percent=entry["certificate"]["attendance_percent"],
        needs_post_test="post_test" in requires,
        needs_practical="practical" in requires,
        is_template=True,
        is_demo=True,
    )
    for model, field, slugs in (
        (Convention, "conventions", entry["conventions"]),
        (Theme, "themes", entry["themes"]),
        (Audience, "audiences", entry["audiences"]),
    ):
        setattr(page, field, [tree.terms[model][slug_] for slug_ in slugs])
    page.courses = _named(CoursePage, entry["prerequisites"]["courses"])
    page.tools = _named(ToolPage, entry["tools"])
    page.save()
    tree.keep_revision(page)


def _demonstration(tree: PageTree, entry: dict[str, Any]) -> ActivityPage:
    template = ActivityPage.objects.get(translation_key=key("activity", entry["template"]), locale=tree.locales["en"])
    monday = timezone.now().date() + timedelta(weeks=entry["weeks_from_now"])
    monday -= timedelta(days=monday.weekday())
    quiz = QuizPage.objects.get(translation_key=key(entry["post_test_of"], "quiz"), locale=tree.locales["en"])
    page = _added(
        tree,
        entry["slug"],
        title=entry["title"],
        agenda=begun_on(anew(template.agenda.get_prep_value()), monday + timedelta(days=1)),
        time_zone=entry["time_zone"],
        place=entry["place"],
        entry=entry["entry"],
        pre_test=quiz,
        post_test=quiz,
        is_demo=True,
        **{name: getattr(template, name) for name in TAKEN_OVER},
    )
    sessions = page.sessions()
    page.starts_at, page.ends_at = sessions[0].starts_at, sessions[-1].ends_at
    for field in (*CLASSIFIED_FIELDS.values(), "courses", "tools"):
        setattr(page, field, list(getattr(template, field).all()))
    page.save()
    tree.keep_revision(page)
    return page


TAKEN_OVER = (
    *("kind", "summary", "outcomes", "languages", "organisers", "most_participants", "certificate_kind"),
    *("attendance_percent", "needs_post_test", "needs_practical"),
)


def _people(activity: ActivityPage, entry: dict[str, Any]) -> None:
    """The demo's facilitator runs it. Those who take part are its trainee and invented people without an address."""
    facilitator = User.objects.get(email=f"{entry['run_by']}@example.org")
    register_of(activity).facilitators.add(facilitator)
    if "took_part" in entry:
        hold(activity, entry["took_part"], facilitator)
        return
    enlist(activity, [NewParticipant(name) for name in entry["participants"]], facilitator, language="en")
    join(activity, User.objects.get(email="trainee@example.org"), with_code=True)


def _added(tree: PageTree, slug: str, **fields: Any) -> ActivityPage:
    parent = tree.section("en", "activities")
    return tree.page(parent, ActivityPage, "en", "activity", slug, slug=slug, **fields)  # type: ignore[return-value]


def _session(slug: str, index: int, session: dict[str, Any]) -> Block:
    day, begins = session_start(session["when"])
    return {
        "type": "session",
        "id": str(key("activity", slug, "session", str(index))),
        "value": {
            "title": session["title"],
            "day": day.isoformat(),
            "time": begins.isoformat(),
            "minutes": session["minutes"],
            "method": session["method"],
            "trainers": "",
        },
    }


def _description(entry: dict[str, Any]) -> str:
    """What has no field of its own, in sentences."""
    sections = [("Before", entry["prerequisites"]["note"])]
    sections += [
        (title, entry["assessment"][name])
        for title, name in (("Test before", "pre_test"), ("Test after", "post_test"), ("Practical", "practical"))
        if entry["assessment"][name]
    ]
    sections.append(("Evaluation", "; ".join(entry["evaluation"]) + "."))
    sections.append(("Aimed at", f"{entry['targets']['women_percent']} per cent women among participants."))
    return "".join(f"<p><b>{title}:</b> {escape(text)}</p>" for title, text in sections)


def _named(model: Any, slugs: list[str]) -> list[Any]:
    return list(model.objects.filter(slug__in=slugs, locale__language_code="en"))
