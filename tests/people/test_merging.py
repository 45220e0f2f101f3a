"""Whatever somebody did by a slip is theirs once they have an account: no room keeps a row that falls with the slip."""

import pytest
from django.test import Client
from django.urls import reverse

from brs.activities.participants import actions
from brs.certificates.models import Certificate, CertificateKind
from brs.needs.assessments.actions import answer, begin, submit
from brs.needs.assessments.answering import latest
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment, FocalPoint
from brs.people.merging import THE_ACCOUNTS_OWN, hand_over, leads_to_an_account
from brs.people.privacy import holder_of, rooms
from courses.learning.enrolments import enrol
from courses.learning.events import Happening
from courses.learning.evidence import mark_done, record
from courses.learning.models import Event, RefusedEvent
from tests.given import a_course, a_focal_point, a_questionnaire, a_trainee, an_activity, lessons_of
from tests.toolkits.test_making import SAID
from toolkits.sharing.actions import share
from toolkits.sharing.models import Toolkit

pytestmark = pytest.mark.django_db


def a_client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def slip():
    return actions.join_without_address(an_activity(), actions.NewParticipant("Amina"), language="en")


def do_all_that_a_slip_may(person, questionnaire) -> None:
    """By the doors that are open to anybody who is signed in."""
    course = a_course(lessons=1)
    course.certificate_kind = CertificateKind.objects.create(slug="c", title="C", statement="did", locale=course.locale)
    course.save_revision().publish()
    enrolment = enrol(person, course.translation_key, language="en")
    receipt = mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    forged = Happening(
        receipt.id, str(lessons_of(course)[0].translation_key), "seen", Event.objects.first().occurred_at
    )
    record(enrolment, [forged], channel="outbox", language="en")
    client = a_client(person)
    assert client.post(reverse("new_toolkit"), SAID).status_code == 302
    share(Toolkit.objects.get(owner=person), person, label="", language="en", expires_at=None)
    assessment = begin(questionnaire.translation_key, person, None)
    answer(assessment, "i1", Answer(1), person)
    submit(assessment, person)
    begin(questionnaire.translation_key, person, None)
    party = a_focal_point(a_trainee()).party
    assert client.post(reverse("ask_to_speak"), {"party": party.pk, "function": "Authority"}).status_code == 302


def held_by(person) -> dict[str, int]:
    kinds = [kind for room in rooms() if room.name not in THE_ACCOUNTS_OWN for kind in room.kinds]
    counts = {
        f"{kind.model}.{kind.path}": kind.of(holder_of(person)).count() for kind in kinds if leads_to_an_account(kind)
    }
    return {name: count for name, count in counts.items() if count}


def test_no_row_is_left_behind(slip):
    questionnaire, person = a_questionnaire(), a_trainee()
    do_all_that_a_slip_may(slip.learner, questionnaire)
    before = held_by(slip.learner)
    for model in (Event, RefusedEvent, Certificate, Toolkit, Assessment, FocalPoint):
        assert any(name.startswith(model._meta.label) for name in before), model
    old = slip.learner
    actions.claim(slip, person)
    assert held_by(person) == before
    assert not type(old).objects.filter(pk=old.pk).exists()


def test_a_row_left_behind_would_be_seen(slip):
    """What the test above rests on: before the handing over there are rows, and after it none of the giver's."""
    do_all_that_a_slip_may(slip.learner, a_questionnaire())
    person = a_trainee()
    hand_over(slip.learner, person)
    assert held_by(slip.learner) == {}


def test_two_who_work_on_one_toolkit_and_are_one_person_work_on_it_once(slip):
    person = a_trainee()
    shared = Toolkit.objects.create(title="Shared", owner=a_trainee())
    shared.co_owners.add(slip.learner, person)
    private = Toolkit.objects.create(title="Own", owner=slip.learner)
    actions.claim(slip, person)
    assert list(shared.co_owners.all()) == [person]
    assert Toolkit.objects.get(pk=private.pk).owner == person


def test_of_two_open_assessments_all_answers_are_kept(slip):
    questionnaire, person = a_questionnaire(), a_trainee()
    key = questionnaire.translation_key
    for learner, levels in ((slip.learner, {"i1": 1, "i2": 2}), (person, {"i2": 3})):
        begun = begin(key, learner, None)
        for item, level in levels.items():
            answer(begun, item, Answer(level), learner)
    actions.claim(slip, person)
    both = Assessment.objects.get()
    assert {item: response.answer.level for item, response in latest(both.responses.said()).items()} == {
        "i1": 1,
        "i2": 3,
    }
    page = a_client(person).get(reverse("assessment", args=[both.pk])).content.decode()
    assert "Two answers" in page


def test_rounds_are_in_order_of_time(slip):
    questionnaire, person = a_questionnaire(), a_trainee()
    key = questionnaire.translation_key
    for learner in (person, slip.learner, person):
        begun = begin(key, learner, None)
        answer(begun, "i1", Answer(1), learner)
        submit(begun, learner)
    begin(key, slip.learner, None)
    actions.claim(slip, person)
    assert list(Assessment.objects.order_by("begun_at").values_list("round", flat=True)) == [1, 2, 3, 4]
