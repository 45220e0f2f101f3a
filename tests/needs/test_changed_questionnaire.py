"""A questionnaire changed while being answered: said, moved to by choice, nothing lost."""

import pytest
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from tests.given import a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db
TYPED = {"level": "1", "priority": "2", "evidence": "Typed", "comment": ""}


@pytest.fixture
def person(client):
    trainee = a_trainee()
    client.force_login(trainee)
    return trainee


@pytest.fixture
def asked():
    return a_questionnaire(items=2)


def change(asked) -> None:
    """The first item reworded, the second replaced."""
    first, second = list(asked.items.raw_data)
    first = {**first, "value": {**first["value"], "question": "Really done?"}}
    second = {**second, "id": "i9", "value": {**second["value"], "obligation": "New duty"}}
    asked.items = [first, second]
    asked.save()


def test_a_change_is_said_with_what_it_would_change(client, person, asked):
    begun = an_assessment(asked, person)
    path = reverse("assessment", args=[begun.pk])
    assert "has changed since you began" not in client.get(path).content.decode()
    change(asked)
    page = client.get(path).content.decode()
    for message in ("has changed since you began", "New duty", "Duty 2", "1 item is worded anew."):
        assert message in page
    assert client.get(reverse("assessment_item", args=[begun.pk, "i2"])).status_code == 200


def test_moving_keeps_the_answers_to_what_is_still_asked(client, person, asked):
    begun = an_assessment(asked, person, None, {"i1": Answer(3), "i2": Answer(1)})
    change(asked)
    client.post(reverse("move_assessment", args=[begun.pk]))
    page = client.get(reverse("assessment", args=[begun.pk])).content.decode()
    assert "Level 3, Working" in page and "New duty" in page and "has changed" not in page
    assert actions.submit(begun, person).final() == {"i1": Answer(3)}


def test_what_is_typed_while_a_colleague_moves_is_given_back(client, person, asked):
    begun = an_assessment(asked, person)
    change(asked)
    actions.move_to_newest_version(begun)
    answer = client.post(reverse("assessment_item", args=[begun.pk, "i2"]), TYPED)
    assert answer.status_code == 409 and "Typed" in answer.content.decode()
    assert not begun.responses.exists()


def test_a_questionnaire_that_went_offline_is_finished_as_it_was_begun(client, person, asked):
    begun = an_assessment(asked, person)
    asked.unpublish()
    assert "has changed" not in client.get(reverse("assessment", args=[begun.pk])).content.decode()
    moved = client.post(reverse("move_assessment", args=[begun.pk]), follow=True).content.decode()
    assert "not online any more" in moved
    assert client.post(reverse("assessment_item", args=[begun.pk, "i1"]), TYPED).status_code == 302


def test_what_was_submitted_stays_as_it_was_asked(client, person, asked):
    begun = actions.submit(an_assessment(asked, person, None, {"i2": Answer(1)}), person)
    change(asked)
    moved = client.post(reverse("move_assessment", args=[begun.pk]), follow=True).content.decode()
    assert "stays as it was asked" in moved and "Duty 2" in moved and "New duty" not in moved
