"""Pieces of pages that are kept in memory say the same to everybody: nothing of whoever came first stays in them.

In every test each piece is made again for whoever gets it, see `tests/conftest.py`; here people of all kinds get them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from brs.core import generation
from brs.core.pages import address
from brs.people.models import User
from brs.people.privacy import rooms
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.pages.blocks import LESSON_BLOCKS
from courses.pages.models import LessonPage
from tests.given import a_course, a_document, a_tool, a_toolkit, a_trainee, an_activity, an_output, in_role, lessons_of

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "id": "one", "value": "A heading"},
    {"type": "reflection", "id": "two", "value": {"prompt": "Who answers?"}},
    {"type": "paragraph", "id": "three", "value": "<p>Text.</p>"},
]


@pytest.fixture
def course():
    return a_course(lessons=2, body=BODY, quiz=True)


@pytest.fixture
def people(course) -> dict[str, Client]:
    clients = {name: Client() for name in ("visitor", "learner", "facilitator")}
    learner = a_trainee()
    enrolment = enrol(learner, course.translation_key, language="en")
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    clients["learner"].force_login(learner)
    clients["facilitator"].force_login(in_role("facilitator"))
    return clients


def shown(client: Client, path: str) -> str:
    """The page without its tokens, which are never the same twice."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())


@pytest.mark.parametrize("path", ["/en/", "/fr/", "/en/courses/", "/en/courses/?q=course", "course", "lesson", "quiz"])
def test_nobody_sees_what_was_made_for_somebody_else(course, people, path):
    pages = {
        "course": address(course, "en"),
        "lesson": address(lessons_of(course)[0], "fr"),
        "quiz": f"{address(course, 'en')}quiz/",
    }
    path = pages.get(path, path)
    for first in people.values():
        for client in people.values():
            generation.forget()
            afresh = shown(client, path)
            generation.forget()
            shown(first, path)
            assert shown(client, path) == afresh


def test_a_catalogue_that_was_narrowed_leaves_no_trace(course, people):
    afresh = shown(people["visitor"], "/en/courses/")
    generation.forget()
    shown(people["learner"], "/en/courses/?q=nothing&level=advanced")
    assert shown(people["visitor"], "/en/courses/") == afresh


def test_each_language_keeps_its_own(course, people):
    lesson = lessons_of(course)[0]
    english, french = (shown(people["visitor"], address(lesson, language)) for language in ("en", "fr"))
    assert '<html lang="en"' in english and 'href="/fr/' in english
    assert '<html lang="fr"' in french and ">Text.<" in french
    assert 'href="/fr/courses/"' in french and 'href="/fr/courses/"' not in english


@pytest.fixture
def everything() -> list[str]:
    """Addresses of pages of all kinds; the lesson has a block of each kind, with what each may hold."""
    document = a_document().pk
    picture = get_image_model().objects.create(title="x", file=get_test_image_file()).pk
    course = a_course(lessons=2, quiz=True)
    lesson = lessons_of(course)[0]
    stream = StreamBlock(LESSON_BLOCKS)
    body = [(name, block.get_preview_value()) for name, block in stream.child_blocks.items()]
    filled = {"document": document, "file": document, "captions": document, "poster": picture, "image": picture}
    raw = stream.get_prep_value(stream.normalize(body))
    for block in raw:
        if isinstance(block["value"], dict):
            block["value"] |= {name: pk for name, pk in filled.items() if name in block["value"]}
        elif block["type"] == "image":
            block["value"] = picture
    lesson.body = raw
    lesson.save_revision().publish()
    pages = [course, course.get_children().first(), *lessons_of(course), a_tool(), an_activity(), an_output()]
    return ["/en/", "/en/courses/", f"{address(course, 'en')}quiz/", *(address(page, "en") for page in pages)]


@pytest.fixture
def canaries(everything) -> dict[str, Client]:
    """People of each kind, whose every word says canary."""
    clients = {"visitor": Client()}
    for role in ("trainee", "saving", "facilitator", "editor", "manager"):
        person = a_trainee() if role in ("trainee", "saving") else in_role(role)
        User.objects.filter(pk=person.pk).update(name=f"Canary {role}", saves_data=role == "saving")
        toolkit = a_toolkit(owner=person, title=f"Canary {role}'s toolkit")
        a_toolkit(owner=person, title=f"Canary {role}'s other toolkit")
        lesson = LessonPage.objects.first()
        enrolment = enrol(person, lesson.get_parent().get_parent().translation_key, language="en")
        if role == "trainee":
            mark_done(enrolment, str(lesson.translation_key), language="en")
        if role == "facilitator":
            person.user_permissions.add(Permission.objects.get(codename="read_trainers_notes"))
            toolkit.entries.create(kind="page", content_key=lesson.translation_key, title="Lesson", position=1)
        clients[role] = Client()
        clients[role].force_login(person)
    return clients


def within(value: Any, met: set[int]) -> Iterator[Any]:
    """All that can be reached from a value."""
    if id(value) in met or isinstance(value, int | float | bytes | type):
        return
    met.add(id(value))
    yield value
    if isinstance(value, Mapping):
        yield from (part for item in value.items() for side in item for part in within(side, met))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (part for item in value for part in within(item, met))
    elif type(value).__module__.startswith(("brs.", "courses.", "toolkits.", "wagtail.models")) and hasattr(
        value, "__dict__"
    ):
        yield from (part for item in vars(value).values() for part in within(item, met))


def test_nothing_that_is_kept_leads_to_a_person(everything, canaries):
    """Pieces of pages, and values: neither the words of those who came, nor a row that belongs to somebody."""
    for client in canaries.values():
        for path in [*everything, reverse("search"), reverse("needs"), reverse("api_courses")]:
            answer = client.get(path)
            assert answer.status_code == 200, path
    personal = {kind.model.lower() for room in rooms() for kind in room.kinds if not kind.stays} | {"people.user"}
    tokens = {client.cookies["csrftoken"].value for client in canaries.values() if "csrftoken" in client.cookies}
    assert tokens
    assert len(generation._cached) > 50
    for key, value_cached in generation._cached.items():
        for value in within(value_cached, set()):
            assert not isinstance(value, HttpRequest | Client), key
            if isinstance(value, Model):
                assert value._meta.label_lower not in personal, (key, value)
            if isinstance(value, str):
                assert "anary" not in value and "csrfmiddlewaretoken" not in value, (key, value)
                assert not any(token in value for token in tokens), key


@pytest.mark.parametrize(
    "words",
    ["request.user.name", "user.name", "csrf_token", "perms", "request", "messages", "screen", "state", "parts"],
)
def test_a_piece_that_is_kept_cannot_see_who_asks(words, course, rf):
    """Not even where its author forgets: the context of the page around it is out of its sight."""
    request = rf.get("/")
    request.user = a_trainee()
    page = lessons_of(course)[0]
    page.generation = generation.current()
    seeing = {"page": page, "request": request, "user": request.user, "csrf_token": "canary", "perms": "canary"}
    seeing |= {"messages": "canary", "screen": "canary", "state": "canary", "parts": "canary"}
    piece = Template("{% load brs %}{% kept 'piece' %}{{ " + words + " }}{% csrf_token %}{% endkept %}")
    made = next(node for node in piece.nodelist if hasattr(node, "handed_in"))
    context = Context(seeing)
    with context.bind_template(piece):
        assert made.make(context) == ""
