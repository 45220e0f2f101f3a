"""Reports of a small population, against what was counted by hand. Multiples of five are shown as they are.

Gains and application, by activity and by programme, are in test_outcomes.py.
"""

import json

import pytest
from django.test import Client
from django.urls import reverse

from brs.needs.assessments import actions as needs
from brs.needs.assessments.gaps import Answer
from brs.taxonomy.models import Competency, Provision, SdgTarget
from tests.given import a_focal_point, a_questionnaire, a_tool, an_activity, an_assessment, in_role
from tests.reports.past import a_party, came, closed, learnt, people
from tests.reports.test_counting import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def population():
    """Ten women of Kenya complete the course on Basel, in March; five men of Fiji do half of it, in May.

    Five of each come to the workshop, in June; so do five people without a Party, who do nothing else.
    """
    course = on("basel", lessons=4)
    basel, locale = course.conventions.get(), course.locale
    control = Competency.objects.create(slug="control", title="Control", locale=locale)
    course.competencies.add(control)
    course.sdg_targets.add(
        SdgTarget.objects.create(slug="12-4", title="Chemicals", code="12.4", goal=12, locale=locale)
    )
    article = Provision.objects.create(
        slug="bc-art-6", title="Movements", number="6", kind="article", convention=basel, locale=locale
    )
    course.provisions = [{"type": "citation", "value": {"provision": article.pk, "pinpoint": ""}}]
    course.save_revision().publish()
    kenyans = people(10, a_party("KE", is_ldc=True))
    fijians = people(5, a_party("FJ", "Asia-Pacific States", is_sids=True), gender="man")
    for person in kenyans:
        learnt(person, course, "2026-03")
    for person in fijians:
        learnt(person, course, "2026-05", done=2)
    workshop = an_activity(title="The workshop")
    for person in (*kenyans[:5], *fijians, *people(5, None, gender="")):
        came(person, workshop, "2026-06")
    closed()
    return course


def rows(name: str, **asked) -> dict[str, dict]:
    """What a table shows, by the first cell of each row; what is not shown left out."""
    client = Client()
    client.force_login(in_role("manager"))
    answer = client.get(reverse("figures_export", args=[name, "json"]), asked)
    table = json.loads(answer.getvalue())
    first = table["columns"][0]["name"]
    return {
        row[first]: {key: value for key, value in row.items() if value is not None and key != first}
        for row in table["rows"]
    }


def counts(name: str, **asked) -> dict[str, tuple]:
    """Enrolled, completed, certified, came."""
    measures = ("enrolled", "completed", "certified", "came")
    return {title: tuple(row.get(measure) for measure in measures) for title, row in rows(name, **asked).items()}


def test_parties_regions_groups_genders_and_roles(population):
    kenya, fiji = (10, 10, 10, 5), (5, None, None, 5)
    nobody = (None,) * 4
    assert counts("parties") == {"Party KE": kenya, "Party FJ": fiji}
    everybody = (15, 10, 10, 15)
    assert counts("regions") == {
        "African States": kenya,
        "Asia-Pacific States": fiji,
        "All, also those without a Party": everybody,
    }
    assert counts("groups") == {
        "Least developed countries": kenya,
        "Landlocked developing countries": nobody,
        "Small island developing States": fiji,
        "In none of these groups": nobody,
        "All, also those without a Party": everybody,
    }
    assert {title: counted for title, counted in counts("genders").items() if counted != nobody} == {
        "Woman": kenya,
        "Man": fiji,
        "Not said": (None, None, None, 5),
    }
    assert counts("roles") == {"Learners": everybody, "Facilitators": nobody, "Focal points": nobody}
    assert rows("regions")["African States"]["completion"] == 100


def test_filters_and_periods(population):
    assert counts("regions", region="african", convention="basel")["Together"] == (10, 10, 10, None)
    assert counts("genders", group="sids")["Man"] == (5, None, None, 5)
    assert counts("parties", since="2026-05", until="2026-05") == {
        "Party KE": (None,) * 4,
        "Party FJ": (5, None, None, None),
    }
    assert counts("regions", until="2026-04")["All, also those without a Party"] == (10, 10, 10, None)


def test_the_funnel_of_a_course(population):
    [(title, row)] = rows("courses").items()
    assert title == population.title
    assert row == {
        "enrolled": 15,
        "begun": 15,
        "half": 15,
        "completed": 10,
        "certified": 10,
        "completion": 67,
    }
    assert rows("courses", region="asia-pacific")[title] == {"enrolled": 5, "begun": 5, "half": 5}
    monthly = rows("data")
    assert set(monthly) == {f"2026-{number:02}" for number in range(3, 10)}


@pytest.mark.parametrize("table", ["convention", "competency", "provision", "sdg"])
def test_conventions_and_obligations(population, table):
    [row] = rows(table).values()
    assert row == {"completed": 10, "certified": 10}


def test_activities(population):
    [(title, row)] = rows("activities").items()
    assert (title, row["came"]) == ("The workshop", 15)
    assert rows("activities", region="african")[title]["came"] == 5


def test_needs_against_supply(population):
    """Kenya begins at levels 0 and 1, and is at 2 and 1 a round later; Fiji is where it should be."""
    asked = a_questionnaire(items=2)
    competency = Competency.objects.get()
    asked.items = [
        {**item, "value": {**item["value"], "competencies": [{"type": "item", "value": competency.pk, "id": str(n)}]}}
        for n, item in enumerate(asked.items.raw_data)
    ]
    asked.save()
    a_tool(), a_tool()
    for code, levels in (("KE", (0, 1)), ("KE", (2, 1)), ("FJ", (3, 4))):
        speaker = in_role("trainee")
        a_focal_point(speaker, code)
        party = a_party(code, "African States" if code == "KE" else "Asia-Pacific States")
        answers = {f"i{n}": Answer(level, 3 if n == 2 else 1) for n, level in enumerate(levels, 1)}
        needs.submit(an_assessment(asked, speaker, party, answers), speaker)
    [row] = rows("needs").values()
    assert row == {
        "answered": 2,
        "gaps": 1,
        "urgent": 1,
        "level": 2.5,
        "courses": 1,
        "tools": 0,
        "activities": 0,
        "trained_there": 10,
    }
    assert rows("needs-of-parties") == {
        "Party KE": {"code": "KE", "items_short": 2, "level": 1.5, "gained_levels": 2, "completed": 10, "came": 5},
        "Party FJ": {"code": "FJ", "items_short": 0, "level": 3.5, "came": 5},
    }
