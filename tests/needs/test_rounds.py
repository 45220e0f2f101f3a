"""What was attained from round to round."""

import pytest
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.attainment import attainment
from brs.needs.assessments.gaps import Answer
from tests.given import a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db


def a_round(asked, person, **levels):
    begun = an_assessment(asked, person, None, {item: Answer(level) for item, level in levels.items()})
    return actions.submit(begun, person)


def test_levels_gains_and_averages_by_hand():
    asked, person = a_questionnaire(items=4), a_trainee()
    a_round(asked, person, i1=0, i2=3, i3=None)
    a_round(asked, person, i1=1, i2=3)
    last = a_round(asked, person, i1=3, i2=2, i3=2)
    table = attainment(last, person, "en")
    assert [row.levels for row in table.rows] == [[0, 1, 3], [3, 3, 2], [None, None, 2], [None, None, None]]
    assert [row.gained for row in table.rows] == [3, -1, None, None]
    assert (table.higher, table.lower) == (1, 1)
    assert table.averages == [1.5, 2, pytest.approx(7 / 3)]
    assert table.rows[0].dots == [(8, 36), (44, 29), (80, 15)]
    assert [x for x, _y in attainment(last, person, "ar", rtl=True).rows[0].dots] == [80, 44, 8]


def test_an_item_that_is_asked_no_more_keeps_its_past():
    asked, person = a_questionnaire(items=2), a_trainee()
    a_round(asked, person, i1=1, i2=2)
    first, second = list(asked.items.raw_data)
    asked.items = [{**first, "value": {**first["value"], "obligation": "Reworded"}}, {**second, "id": "i9"}]
    asked.save()
    table = attainment(a_round(asked, person, i1=2, i9=1), person, "en")
    assert [(row.item["obligation"], row.levels) for row in table.rows] == [
        ("Reworded", [1, 2]),
        ("Duty 2", [None, 1]),
        ("Duty 2", [2, None]),
    ]


def test_the_page_shows_one_round_and_many_and_asks_as_often(client, django_assert_max_num_queries):
    asked, person = a_questionnaire(), a_trainee()
    client.force_login(person)
    path = reverse("assessment_rounds", args=[a_round(asked, person, i1=1).pk])
    assert "There is one round so far" in client.get(path).content.decode()
    for _ in range(6):
        a_round(asked, person, i1=2)
    with django_assert_max_num_queries(6):
        page = client.get(path).content.decode()
    assert page.count('<svg class="step-chart"') == 3 and "1 item is at a higher level" in page


def test_one_persons_rounds_are_not_anothers(client):
    asked, person = a_questionnaire(), a_trainee()
    a_round(asked, a_trainee(), i1=4)
    mine = a_round(asked, person, i1=1)
    assert [assessment.pk for assessment in attainment(mine, person, "en").rounds] == [mine.pk]
