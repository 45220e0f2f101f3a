"""A person asks for their data, or to be erased."""

import pytest

from courses.learning import actions, privacy
from courses.learning.models import Enrolment, Event, Progress
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db


def test_a_person_is_shown_what_is_held_and_erased_alone():
    outline, person, other = an_outline(), a_trainee(), a_trainee()
    for learner in (person, other):
        enrolment = actions.enrol(learner, outline.course_key, language="en")
        actions.mark_done(enrolment, outline.items[0]["key"], language="en")
    assert {kind: len(rows) for kind, rows in privacy.held(person).items()} == {
        "enrolments": 1,
        "events": 2,
        "refused events": 0,
        "attempts": 0,
    }
    privacy.erase(person)
    assert not any(privacy.held(person).values())
    assert Event.objects.of(other).count() == 2
    assert Progress.objects.get().enrolment == Enrolment.objects.get(learner=other)
