"""A tool's page says when to use it, how, and where to get it; a methodology's steps name the tools they need."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from brs.core import generation
from brs.core.pages import address
from brs.review.scheduling import mark_reviewed
from tests.given import a_course, a_tool, a_toolkit, in_french, in_role
from toolkits.tools.models import ToolPage

pytestmark = pytest.mark.django_db
NOTES = [{"type": "discussion", "value": "Only trainers read this", "id": str(uuid.uuid4())}]


def a_step(title: str, *tools: ToolPage) -> dict:
    needed = [{"type": "item", "value": tool.pk, "id": str(uuid.uuid4())} for tool in tools]
    return {
        "type": "step",
        "value": {"title": title, "text": "<p>Do it.</p>", "tools": needed},
        "id": str(uuid.uuid4()),
    }


def a_link_to(url: str, **fields) -> dict:
    value = {"languages": ["en", "fr"], "format": "pdf", "date": "", "kilobytes": None, "url": url, **fields}
    return {"type": "link", "value": value, "id": str(uuid.uuid4())}


def a_point(text: str) -> dict:
    return {"type": "point", "value": text, "id": str(uuid.uuid4())}


def shown(client, tool: ToolPage, language: str = "en") -> str:
    generation.forget()
    answer = client.get(address(tool, language))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_when_to_use_it_and_when_not(client):
    html = shown(client, a_tool(when_to_use=[a_point("You have no figures")], when_not=[a_point("One site only")]))
    assert html.index("Use it when") < html.index("You have no figures")
    assert html.index("Do not use it when") < html.index("One site only")
    assert "Use it when" not in shown(client, a_tool())


def test_a_methodologys_steps_stand_in_order_each_with_the_tools_it_needs(client):
    form, hidden = a_tool(title="A form"), a_tool(title="A hidden form")
    hidden.unpublish()
    method = a_tool(kind="methodology", steps=[a_step("Settle"), a_step("Collect", form, hidden)])
    html = shown(client, method)
    assert "The method, step by step" in html
    assert html.index("Settle") < html.index("Collect") < html.index("A form")
    assert address(form, "en") in html
    assert "A hidden form" not in html


@pytest.mark.parametrize(
    ("known", "words"),
    [("2019", "PDF · 2019<"), ("2019-05", "PDF · May 2019<"), ("2019-05-30", "PDF · 30 May 2019<"), ("", "PDF<")],
)
def test_where_to_get_it_says_what_is_known(client, known, words):
    html = shown(client, a_tool(editions=[a_link_to("https://www.basel.int/x", date=known)]))
    assert 'href="https://www.basel.int/x"' in html
    assert words in re.sub(r"\s+<", "<", html)
    assert '<span lang="fr" dir="auto">Français</span>' in html


def test_its_size_is_said_where_it_is_known(client):
    assert "PDF · 2.0" in shown(client, a_tool(editions=[a_link_to("https://www.basel.int/x", kilobytes=2048)]))


def test_a_tool_that_nobody_has_reviewed_says_so(client):
    assert "not yet" in shown(client, a_tool())
    assert "Demonstration content" in shown(client, a_tool(is_demo=True))


def test_marked_as_reviewed_it_tells_its_readers_at_once(client):
    tool = a_tool(reviewed_on=date(2024, 5, 3))
    assert date_format(date(2024, 5, 3)) in shown(client, tool)
    mark_reviewed(tool, in_role("editor"))
    html = shown(client, tool)
    assert date_format(timezone.localdate()) in html and date_format(date(2024, 5, 3)) not in html


def test_what_it_goes_with_leads_there(client):
    course, other = a_course(), a_tool(title="Another tool")
    related = [
        {"type": "course", "value": course.pk, "id": str(uuid.uuid4())},
        {"type": "tool", "value": other.pk, "id": str(uuid.uuid4())},
    ]
    html = shown(client, a_tool(related=related))
    assert address(course, "en") in html
    assert address(other, "en") in html


def test_without_a_translation_it_is_shown_in_english_inside_the_readers_site(client):
    tool = a_tool(title="The guide")
    in_french(tool.get_parent())
    html = shown(client, tool, "fr")
    assert '<html lang="fr"' in html
    assert '<div lang="en" dir="ltr">' in html
    assert "The guide" in html
    assert '<li><a href="/fr/tools/">' in html


@pytest.mark.parametrize(
    ("role", "may"), [(None, False), ("facilitator", True), ("editor", True), ("manager", True), ("trainee", False)]
)
def test_trainers_notes_are_for_those_who_train(client, role, may):
    tool = a_tool(trainers_notes=NOTES)
    if role:
        client.force_login(in_role(role))
    for path in ("", "?language=fr", "?view=matrix"):
        assert ("Only trainers read this" in client.get(address(tool, "en") + path).content.decode()) is may


def test_one_press_adds_it_to_a_toolkit(client):
    kit, tool = a_toolkit(title="Accra"), a_tool()
    assert "Add to" not in shown(client, tool)
    client.force_login(kit.owner)
    assert "Add to “Accra”" in shown(client, tool)
    client.post("/en/toolkits/add/", {"page": str(tool.translation_key), "toolkit": str(kit.pk)})
    assert kit.entries.get().content_key == tool.translation_key
    assert "✓ In “Accra”" in shown(client, tool)
    html = client.get(f"/en/toolkits/{kit.pk}/").content.decode()
    assert "Checklist</p>" in html


def queries(client, tool: ToolPage) -> int:
    with CaptureQueriesContext(connection) as ran:
        client.get(address(tool, "en"))
    return len(ran)


def test_it_takes_as_many_queries_however_much_is_said(client):
    afresh = set()
    for size in (3, 30):
        others = [a_tool() for _ in range(size)]
        tool = a_tool(
            steps=[a_step(f"Step {number}", *others) for number in range(size)],
            editions=[a_link_to(f"https://example.org/{number}") for number in range(size)],
            related=[{"type": "tool", "value": other.pk, "id": str(uuid.uuid4())} for other in others],
        )
        shown(client, tool)
        assert queries(client, tool) == 1
        generation.forget()
        afresh.add(queries(client, tool))
    assert len(afresh) == 1
