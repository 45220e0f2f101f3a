"""Checks activities: the templates, and what the demo plans from them."""

from typing import Any

from brs.activities.pages.models import ActivityPage
from brs.core.time_zones import zones
from brs.people.models import User

from ..activities import WHEN
from ..people import ROLES
from ..reading import LANGUAGES
from .place import Place
from .terms import Known

FIELDS = {
    *("slug", "type", "title", "status", "conventions", "themes", "audiences", "participants_max", "languages"),
    *("delivery_partner", "purpose", "prerequisites", "outcomes", "sessions", "assessment", "certificate"),
    *("evaluation", "targets"),
}
REQUIRED = {"attendance", "post_test", "practical"}
DEMO_FIELDS = {"slug", "template", "title", "weeks_from_now", "time_zone", "entry", "post_test_of", "run_by"}


def check_activities(place: Place, activities: Any, known: Known) -> None:
    entries = place.entries(place.mapping(activities).get("activities"), least=1) if activities is not None else []
    known.add("activities", entries)
    for here, activity in entries:
        here.slug(activity.get("slug"))
        here.fields(activity, FIELDS, {"duration", "tools"})
        here.at("type").one_of(activity.get("type"), ActivityPage.Kind.values)
        here.at("status").one_of(activity.get("status"), {"template"})
        here.at("title").languages(activity.get("title"), ["en"])
        here.at("purpose").languages(activity.get("purpose"), ["en"])
        for name in ("conventions", "themes", "audiences", "tools"):
            here.refers(activity.get(name), known[name], name.rstrip("s"))
        here.refers(activity.get("languages"), LANGUAGES, "language")
        before = here.at("prerequisites").mapping(activity.get("prerequisites"))
        here.refers(before.get("courses"), known["courses"], "course")
        here.at("prerequisites").text(before.get("note"))
        here.at("assessment").fields(here.mapping(activity.get("assessment")), (), {"pre_test", *REQUIRED})
        here.at("targets").fields(here.mapping(activity.get("targets")), {"women_percent"}, {"ldc_sids_priority"})
        _certificate(here.at("certificate"), activity.get("certificate"), known)
        for number, outcome in enumerate(here.listed(activity.get("outcomes")), start=1):
            here.at(f"outcome {number}").text(here.mapping(outcome).get("text"))
        for number, session in enumerate(here.listed(activity.get("sessions")), start=1):
            _session(here.at(f"session {number}"), session)
        for text in here.listed(activity.get("evaluation")):
            here.at("evaluation").text(text)
        _count(here.at("participants_max"), activity.get("participants_max"))


def check_demo_activities(place: Place, activities: Any, known: Known) -> None:
    for here, entry in place.entries(place.mapping(activities).get("activities")) if activities is not None else []:
        here.slug(entry.get("slug"))
        here.fields(entry, DEMO_FIELDS, {"place", "participants", "took_part"})
        here.refers([entry.get("template")], known["activities"], "activity")
        here.refers([entry.get("post_test_of")], known["courses"], "course")
        here.at("time_zone").one_of(entry.get("time_zone"), zones())
        here.at("entry").one_of(entry.get("entry"), ActivityPage.Entry.values)
        here.at("run_by").one_of(entry.get("run_by"), ROLES)
        if not isinstance(entry.get("weeks_from_now"), int):
            here.at("weeks_from_now").wrong(f"is {entry.get('weeks_from_now')!r}, must be a whole number")
        for name in here.listed(entry.get("participants")):
            here.at("participants").text(name)
        for person in here.listed(entry.get("took_part")):
            _took_part(here.at("took_part"), person)


def _took_part(place: Place, value: Any) -> None:
    person = place.mapping(value)
    place.fields(person, {"name", "party", "gender", "sessions", "right", "said"}, {"applied"})
    place.at("gender").one_of(person.get("gender"), User.Gender.values)


def _certificate(place: Place, value: Any, known: Known) -> None:
    certificate = place.mapping(value)
    place.refers([certificate.get("rule")], known["certificates"], "certificate rule")
    place.refers(certificate.get("requires"), REQUIRED, "condition")
    percent = certificate.get("attendance_percent")
    if not isinstance(percent, int) or not 0 <= percent <= 100:
        place.at("attendance_percent").wrong(f"is {percent!r}, must be a whole number from 0 to 100")


def _session(place: Place, value: Any) -> None:
    session = place.mapping(value)
    place.text(session.get("title"))
    place.text(session.get("method"))
    _count(place.at("minutes"), session.get("minutes"))
    if not WHEN.fullmatch(str(session.get("when"))):
        place.at("when").wrong(
            f"is {session.get('when')!r}, must be like «Day 2 morning», «Week 3», «Weeks 5-7» or «00:30»"
        )


def _count(place: Place, value: Any) -> None:
    if not isinstance(value, int) or value < 1:
        place.wrong(f"is {value!r}, must be a whole number from 1")
