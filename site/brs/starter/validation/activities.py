"""Checks activities: the templates, and what the demo plans from them."""

from typing import Any

from brs.activities.pages.models import ActivityPage
from brs.core.time_zones import zones
from brs.people.models import User

from ..activities import WHEN
from ..people import ROLES
from ..reading import LANGUAGES
from .location import Location
from .terms import Known

FIELDS = {
    *("slug", "type", "title", "status", "conventions", "themes", "audiences", "participants_max", "languages"),
    *("delivery_partner", "purpose", "prerequisites", "outcomes", "sessions", "assessment", "certificate"),
    *("evaluation", "targets"),
}
REQUIRED = {"attendance", "post_test", "practical"}
DEMO_FIELDS = {"slug", "template", "title", "weeks_from_now", "time_zone", "entry", "post_test_of", "run_by"}


def check_activities(location: Location, activities: Any, known: Known) -> None:
    entries = (
        location.entries(location.mapping(activities).get("activities"), least=1) if activities is not None else []
    )
    known.add("activities", entries)
    for entry_location, activity in entries:
        entry_location.slug(activity.get("slug"))
        entry_location.fields(activity, FIELDS, {"duration", "tools"})
        entry_location.at("type").one_of(activity.get("type"), ActivityPage.Kind.values)
        entry_location.at("status").one_of(activity.get("status"), {"template"})
        entry_location.at("title").languages(activity.get("title"), ["en"])
        entry_location.at("purpose").languages(activity.get("purpose"), ["en"])
        for name in ("conventions", "themes", "audiences", "tools"):
            entry_location.refers(activity.get(name), known[name], name.rstrip("s"))
        entry_location.refers(activity.get("languages"), LANGUAGES, "language")
        before = entry_location.at("prerequisites").mapping(activity.get("prerequisites"))
        entry_location.refers(before.get("courses"), known["courses"], "course")
        entry_location.at("prerequisites").text(before.get("note"))
        entry_location.at("assessment").fields(
            entry_location.mapping(activity.get("assessment")), (), {"pre_test", *REQUIRED}
        )
        entry_location.at("targets").fields(
            entry_location.mapping(activity.get("targets")), {"women_percent"}, {"ldc_sids_priority"}
        )
        _certificate(entry_location.at("certificate"), activity.get("certificate"), known)
        for number, outcome in enumerate(entry_location.listed(activity.get("outcomes")), start=1):
            entry_location.at(f"outcome {number}").text(entry_location.mapping(outcome).get("text"))
        for number, session in enumerate(entry_location.listed(activity.get("sessions")), start=1):
            _session(entry_location.at(f"session {number}"), session)
        for text in entry_location.listed(activity.get("evaluation")):
            entry_location.at("evaluation").text(text)
        _count(entry_location.at("participants_max"), activity.get("participants_max"))


def check_demo_activities(location: Location, activities: Any, known: Known) -> None:
    for entry_location, entry in (
        location.entries(location.mapping(activities).get("activities")) if activities is not None else []
    ):
        entry_location.slug(entry.get("slug"))
        entry_location.fields(entry, DEMO_FIELDS, {"place", "participants", "took_part"})
        entry_location.refers([entry.get("template")], known["activities"], "activity")
        entry_location.refers([entry.get("post_test_of")], known["courses"], "course")
        entry_location.at("time_zone").one_of(entry.get("time_zone"), zones())
        entry_location.at("entry").one_of(entry.get("entry"), ActivityPage.Entry.values)
        entry_location.at("run_by").one_of(entry.get("run_by"), ROLES)
        if not isinstance(entry.get("weeks_from_now"), int):
            entry_location.at("weeks_from_now").wrong(f"is {entry.get('weeks_from_now')!r}, must be a whole number")
        for name in entry_location.listed(entry.get("participants")):
            entry_location.at("participants").text(name)
        for person in entry_location.listed(entry.get("took_part")):
            _took_part(entry_location.at("took_part"), person)


def _took_part(location: Location, value: Any) -> None:
    person = location.mapping(value)
    location.fields(person, {"name", "party", "gender", "sessions", "right", "said"}, {"applied"})
    location.at("gender").one_of(person.get("gender"), User.Gender.values)


def _certificate(location: Location, value: Any, known: Known) -> None:
    certificate = location.mapping(value)
    location.refers([certificate.get("rule")], known["certificates"], "certificate rule")
    location.refers(certificate.get("requires"), REQUIRED, "condition")
    percent = certificate.get("attendance_percent")
    if not isinstance(percent, int) or not 0 <= percent <= 100:
        location.at("attendance_percent").wrong(f"is {percent!r}, must be a whole number from 0 to 100")


def _session(location: Location, value: Any) -> None:
    session = location.mapping(value)
    location.text(session.get("title"))
    location.text(session.get("method"))
    _count(location.at("minutes"), session.get("minutes"))
    if not WHEN.fullmatch(str(session.get("when"))):
        location.at("when").wrong(
            f"is {session.get('when')!r}, must be like «Day 2 morning», «Week 3», «Weeks 5-7» or «00:30»"
        )


def _count(location: Location, value: Any) -> None:
    if not isinstance(value, int) or value < 1:
        location.wrong(f"is {value!r}, must be a whole number from 1")
