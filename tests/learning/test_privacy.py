"""A learner asks for their data, or to be erased."""

import pytest

from brs.people.privacy import erase, holder_of
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment, Event, Progress
from courses.learning.privacy import LEARNING
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db


def test_a_person_is_shown_what_is_held_and_erased_alone():
    outline, person, other = an_outline(), a_trainee(), a_trainee()
    for learner in (person, other):
        enrolment = enrol(learner, outline.course_key, language="en")
        mark_done(enrolment, outline.items[0]["key"], language="en")
    held = {kind: len(rows) for kind, rows in LEARNING.held(holder_of(person)).items() if rows}
    assert held == {"enrolments": 1, "progress": 1, "events": 2}
    LEARNING.erase(person)
    assert not any(LEARNING.held(holder_of(person)).values())
    assert Event.objects.of(other).count() == 2
    assert Progress.objects.get().enrolment == Enrolment.objects.get(learner=other)


def test_a_person_with_attempts_can_be_erased():
    outline, person = an_outline(quiz=True), a_trainee()
    enrolment = enrol(person, outline.course_key, language="en")
    enrolment.attempts.create(quiz_key=outline.items[-1]["key"], number=1)
    erase(holder_of(person))
    assert not Enrolment.objects.exists()
