"""Courses, tools and activities say which part of the plan they serve, with the way there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brs.core.pages import address
from tests.given import a_course, a_tool, an_activity, an_output, in_french

pytestmark = pytest.mark.django_db
HEAD = "In the plan of technical assistance"


def serving(*pages):
    """An output that names a course and a tool; activities name it."""
    output = an_output()
    output.courses = [page for page in pages if type(page).__name__ == "CoursePage"]
    output.tools = [page for page in pages if type(page).__name__ == "ToolPage"]
    output.save_revision().publish()
    return output


def test_each_leads_to_the_output_that_it_serves_and_names_the_component(client):
    course, tool = a_course(), a_tool()
    output = serving(course, tool)
    activity = an_activity(plan_output=output.slug)
    for page in (course, tool, activity):
        html = client.get(address(page, "en")).content.decode()
        assert HEAD in html and output.get_parent().title in html
        assert f'<a href="{address(output, "en")}">{output.title}</a>' in html


def test_in_another_language_it_leads_to_the_output_in_that_language(client):
    course = a_course()
    output = serving(course)
    in_french(course)
    french = in_french(output)
    french.title = "Le produit"
    french.save_revision().publish()
    html = client.get(address(course, "fr")).content.decode()
    assert f'<a href="{address(french, "fr")}">Le produit</a>' in html and output.title not in html


def test_an_activity_that_names_a_component_alone_leads_there(client):
    component = an_output().get_parent()
    activity = an_activity(plan_component=component.slug)
    assert (
        f'<a href="{address(component, "en")}">{component.title}</a>'
        in client.get(address(activity, "en")).content.decode()
    )


def test_drafts_and_what_is_not_in_the_plan_say_nothing(client):
    course = a_course()
    serving(course).unpublish()
    for page in (course, a_tool(), an_activity(plan_output="no-such")):
        assert HEAD not in client.get(address(page, "en")).content.decode()


def test_it_costs_as_many_queries_for_many_outputs(client):
    """The first time: afterwards none."""
    client.get(address(a_course(), "en"))
    counts = []
    for _size in range(2):
        course = a_course()
        for _output in range(1 + 5 * _size):
            serving(course)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(address(course, "en")).content.decode()
        assert html.count('href="/en/plan/') == 1 + 5 * _size
        counts.append(len(captured))
    assert counts[0] == counts[1]
