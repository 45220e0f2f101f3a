"""Whatever is asked for, nobody comes into a course that they may not see, nor into what is no course."""

import ast
import itertools
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import PageViewRestriction

from brs.activities.evaluation.pre_post_tests import RULE
from brs.activities.register.registers import register_of
from courses.learning.access import MayNotEnrol
from courses.learning.enrolments import enrol, take_in
from courses.learning.models import Enrolment, Outline
from courses.pages.releases import release_course
from tests.given import a_course, a_trainee, an_activity
from tests.house.test_who_may_what import arguments, owner, signed_in  # noqa: F401  two fixtures

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
ROLES = ["trainee", "owner", "manager"]


def closed_course(how: str):
    """A course that no trainee, facilitator or manager may see."""
    course = a_course(lessons=1)
    if how == "offline":
        course.unpublish()
    elif how == "below":
        course.get_parent().view_restrictions.create(restriction_type="groups")
    else:
        course.view_restrictions.create(restriction_type=how, password="open")
    return course


def keyed_addresses(patterns=None) -> set[str]:
    """Names of all addresses that take a key or an id of that form."""
    names: set[str] = set()
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in ("admin/", "documents/"):
                names |= keyed_addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name and "<uuid:" in str(pattern.pattern):
            names.add(pattern.name)
    return names


def knock(client: Client, name: str, known: list, key: uuid.UUID) -> None:
    """Ask for an address by both methods with the key in the place of each id that it takes."""
    places = [n for n, value in enumerate(known) if isinstance(value, uuid.UUID)]
    for chosen in itertools.chain.from_iterable(itertools.combinations(places, n) for n in range(1, len(places) + 1)):
        address = reverse(name, args=[key if n in chosen else value for n, value in enumerate(known)])
        client.post(address)
        client.get(address)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("how", ["groups", "password", "below", "offline", "activity"])
def test_no_address_enrols_in_what_is_not_for_who_asks(how, role, owner, arguments):  # noqa: F811
    if how == "activity":
        key = an_activity().translation_key
        items = [{"key": str(uuid.uuid4()), "kind": "quiz", "required": False}]
        Outline.objects.create(course_key=key, number=1, items=items, rule=RULE, digest="")
    else:
        key = closed_course(how).translation_key
    client = signed_in(role, owner)
    for name in sorted(keyed_addresses()):
        knock(client, name, arguments[name], key)
    batch = {"events": [{"id": str(uuid.uuid4()), "course": str(key), "item": str(key), "verb": "done"}]}
    batch["events"][0]["occurred_at"] = "2026-01-01T00:00:00+00:00"
    client.post(reverse("events_api"), batch, content_type="application/json")
    assert not Enrolment.objects.in_course(key).exists()


def test_the_addresses_do_enrol_where_it_is_allowed(owner, arguments):  # noqa: F811
    """So that the test above looks at what works."""
    client = signed_in("owner", owner)
    enrolled = {}
    for name in ("enrol", "enrol_from_plan"):
        key = a_course(lessons=1).translation_key
        knock(client, name, arguments[name], key)
        enrolled[name] = Enrolment.objects.of(owner).in_course(key).exists()
    assert enrolled == {"enrol": True, "enrol_from_plan": True}


@pytest.mark.parametrize("how", ["groups", "password", "below", "offline", "login"])
def test_the_deed_itself_asks_whoever_calls_it(how):
    course, person = closed_course(how), a_trainee()
    if how == "login":
        assert enrol(person, course.translation_key, language="en").learner == person
        return
    with pytest.raises(MayNotEnrol):
        enrol(person, course.translation_key, language="en")


def test_a_password_that_was_typed_opens_the_course(client):
    course = closed_course("password")
    client.force_login(a_trainee())
    session = client.session
    session[PageViewRestriction.passed_view_restrictions_session_key] = [course.view_restrictions.get().pk]
    session.save()
    client.post(reverse("enrol", args=[course.translation_key]))
    assert Enrolment.objects.in_course(course.translation_key).exists()


def test_nobody_is_taken_into_a_course_as_if_it_were_none():
    course = a_course(lessons=1)
    release_course(course)
    with pytest.raises(MayNotEnrol):
        take_in(a_trainee(), course.translation_key, language="en")


def test_an_activity_that_asks_nothing_takes_nobody_in():
    with pytest.raises(MayNotEnrol):
        take_in(a_trainee(), register_of(an_activity()).pk, language="en")


def test_enrolments_are_made_in_one_place():
    """Both ways in ask; a third one would have to be made here."""
    makers = set()
    for path in [*ROOT.glob("courses/**/*.py"), *ROOT.glob("site/brs/**/*.py"), *ROOT.glob("toolkits/**/*.py")]:
        for deed in [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]:
            calls = [ast.unparse(node.func) for node in ast.walk(deed) if isinstance(node, ast.Call)]
            made = {
                "Enrolment",
                *(f"Enrolment.objects.{verb}create" for verb in ("", "get_or_", "bulk_", "update_or_")),
            }
            if made & set(calls):
                makers.add(f"{path.relative_to(ROOT)}: {deed.name}")
    pretended = {"courses/pages/trial/screen.py: enrolment_in"}  # never stored: test_try_as_a_trainee.py
    assert makers - pretended == {"courses/learning/enrolments.py: _enrolment"}
