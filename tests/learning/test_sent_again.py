"""A form that comes again after a crash or on a slow line is the same event; with something else in it, another."""

import pytest
from django.urls import reverse

from brs.core.pages import address
from courses.learning.enrolments import enrol
from courses.learning.models import Event, Progress, RefusedEvent
from tests.given import a_course, a_trainee, lessons_of

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "reflection", "id": "think", "value": {"prompt": "Who answers?"}},
    {
        "type": "question",
        "id": "q-number",
        "value": [
            {"type": "numeric", "value": {"stem": "How many days?", "answer": "60", "feedback": "Sixty.", "points": 1}}
        ],
    },
]
SHOWN = {"csrfmiddlewaretoken": "shown-once"}


@pytest.fixture
def lesson():
    return lessons_of(a_course(lessons=1, body=BODY))[0]


@pytest.fixture
def enrolment(client, lesson):
    learner = a_trainee()
    client.force_login(learner)
    return enrol(learner, lesson.get_parent().get_parent().translation_key, language="en")


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ({"block": "think", "text": "First"}, {"text": "Second"}),
        ({"block": "q-number", "answer": "6"}, {"answer": "60"}),
    ],
)
def test_what_is_sent_from_a_lesson(client, lesson, enrolment, form, other):
    for _time in range(2):
        assert client.post(address(lesson), {**SHOWN, **form}).status_code == 302
    assert Event.objects.exclude(verb="enrolled").count() == 1
    client.post(address(lesson), {**SHOWN, **form, **other})  # back, something else, and sent
    assert Event.objects.exclude(verb="enrolled").count() == 2
    assert next(iter(other.values())) in str(Progress.objects.get(enrolment=enrolment).parts)
    client.post(address(lesson), {**form, "csrfmiddlewaretoken": "shown-anew"})
    assert Event.objects.exclude(verb="enrolled").count() == 3
    assert not RefusedEvent.objects.exists()


def test_done_and_undone(client, lesson, enrolment):
    keys = [enrolment.course_key, lesson.translation_key]
    shown = [{"csrfmiddlewaretoken": f"shown {number}"} for number in range(3)]
    for form, deed in ((0, "mark_done"), (0, "mark_done"), (1, "undo_done"), (0, "mark_done"), (2, "mark_done")):
        assert client.post(reverse(deed, args=keys), shown[form]).status_code == 302
    client.post(reverse("undo_done", args=keys), shown[1])  # comes late: what was marked since stands
    verbs = sorted(Event.objects.exclude(verb__in=("enrolled", "completed")).values_list("verb", flat=True))
    assert verbs == ["done", "done", "undone"] and not RefusedEvent.objects.exists()
    assert Progress.objects.get(enrolment=enrolment).items == {str(lesson.translation_key): "done"}
