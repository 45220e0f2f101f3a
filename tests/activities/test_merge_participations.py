"""A slip is claimed by somebody who takes part, and learns, already: the better of both is theirs, all stays true."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from brs.activities.certificates.issuing import issue_to_all
from brs.activities.evaluation.models import FollowUp
from brs.activities.participants import actions
from brs.activities.register.models import Participation
from brs.certificates.actions import correct_name, revoke
from brs.certificates.models import Certificate
from brs.people.models import Party
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment
from courses.pages.models import CoursePage, LessonPage
from courses.pages.releases import release_course
from tests.activities.test_certify import by_slip, over, present, register_of
from tests.given import a_course, a_trainee, an_activity, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(kind) -> CoursePage:
    course = a_course(lessons=2)
    course.certificate_kind = kind
    course.save_revision().publish()
    return CoursePage.objects.get(pk=course.pk)


def learn(person, course: CoursePage, lessons: int) -> None:
    enrolment = enrol(person, course.translation_key, language="en")
    for lesson in lessons_of(course)[:lessons]:
        mark_done(enrolment, str(lesson.translation_key), language="en")


def page_of(client, certificate: Certificate) -> str:
    return client.get(reverse("verify_serial", args=[certificate.serial])).content.decode()


def holds(client, certificate: Certificate) -> bool:
    certificate.refresh_from_db()
    page = page_of(client, certificate)
    return certificate.status() == "valid" and "erased" not in page and "Replaced" not in page


@pytest.mark.parametrize("done_by_account", [0, 1, 2])
def test_what_was_completed_by_slip_stays_completed_with_the_printed_certificate(client, course, done_by_account):
    slip, person = by_slip(an_activity()), a_trainee()
    learn(slip.learner, course, 2)
    printed = Certificate.objects.get()
    learn(person, course, done_by_account)
    actions.claim(slip, person)
    call_command("rebuild_progress", check=True)
    assert holds(client, printed) and printed.holder == person
    assert Certificate.objects.count() == (2 if done_by_account == 2 else 1)
    assert all(holds(client, certificate) for certificate in Certificate.objects.all())
    client.force_login(person)
    shown = client.get(reverse("my_learning")).content.decode()
    assert "to read" not in shown and Enrolment.objects.get().completed_at
    mine = Certificate.objects.held_by(person).newest().get()
    assert mine.serial in shown


def test_nobody_is_moved_to_a_newer_release_by_it(course):
    slip, person = by_slip(an_activity()), a_trainee()
    learn(person, course, 1)
    lessons_of(course)[0].get_parent().add_child(instance=LessonPage(title="New", slug="new"))
    release_course(course)
    learn(slip.learner, course, 1)
    before = Enrolment.objects.get(learner=person).outline
    actions.claim(slip, person)
    call_command("rebuild_progress", check=True)
    assert Enrolment.objects.get().outline == before


@pytest.mark.parametrize("void", ["giver", "taker"])
def test_the_certificate_that_holds_is_theirs(client, course, void):
    slip, person = by_slip(an_activity()), a_trainee()
    learn(slip.learner, course, 2)
    learn(person, course, 2)
    holder = slip.learner if void == "giver" else person
    revoke(Certificate.objects.get(holder=holder), "Not earned")
    other = Certificate.objects.exclude(holder=holder).get()
    actions.claim(slip, person)
    assert Certificate.objects.held_by(person).newest().get() == other and holds(client, other)
    assert Certificate.objects.filter(holder=None).count() == 0


def test_certificates_with_corrected_names_are_merged_whole(client, course):
    slip, person = by_slip(an_activity()), a_trainee()
    learn(slip.learner, course, 2)
    learn(person, course, 2)
    corrected = [correct_name(certificate, "Amina O.", "Name") for certificate in list(Certificate.objects.all())]
    actions.claim(slip, person)
    assert Certificate.objects.held_by(person).newest().count() == 1
    assert all(holds(client, certificate) for certificate in corrected)
    learn(person, course, 2)
    assert Certificate.objects.count() == 4


def test_both_certificates_of_an_activity_hold_and_one_is_printed(client, kind):
    activity, person = over(kind), a_trainee()
    slip = present(activity, by_slip(activity))
    participation = present(activity, actions.join(activity, person, with_code=True))
    issue_to_all(activity, register_of(activity))
    assert Certificate.objects.count() == 2
    actions.claim(slip, person)
    assert all(holds(client, certificate) for certificate in Certificate.objects.all())
    assert issue_to_all(activity, register_of(activity)) == []
    assert Participation.objects.get() == participation


def test_what_the_list_knows_of_either_is_known_of_the_one():
    activity, person = an_activity(), a_trainee()
    participation = actions.join(activity, person, with_code=True)
    party = Party.objects.create(iso2="KE", names={"en": "Kenya"})
    slip = by_slip(activity, party=party, details={"organisation": "Ministry", "gender": "woman"})
    Participation.objects.filter(pk=participation.pk).update(
        party=None, organisation="", gender="", passed_practical=False, withdrawn_at=timezone.now()
    )
    earlier = timezone.now() - timedelta(days=1)
    Participation.objects.filter(pk=slip.pk).update(passed_practical=None, declined_follow_up_at=earlier)
    slip.refresh_from_db()
    both = Participation.objects.get(pk=actions.claim(slip, person).pk)
    assert (both.party, both.organisation, both.gender) == (party, "Ministry", "woman")
    assert (both.passed_practical, both.withdrawn_at, both.declined_follow_up_at) == (False, None, earlier)


@pytest.mark.parametrize("answered", ["giver", "taker", "both", "neither"])
def test_what_was_answered_months_later_stays(answered):
    activity, person = an_activity(), a_trainee()
    mine, slip = actions.join(activity, person, with_code=True), by_slip(activity)
    for participation, side in ((mine, "taker"), (slip, "giver")):
        answer = {"answered_at": timezone.now(), "answers": {"one": side}} if answered in (side, "both") else {}
        FollowUp.objects.create(participation=participation, months=6, **answer)
    FollowUp.objects.create(participation=slip, months=12)
    actions.claim(slip, person)
    half, whole = FollowUp.objects.filter(participation=mine).order_by("months")
    expected = {"giver": {"one": "giver"}, "taker": {"one": "taker"}, "both": {"one": "taker"}, "neither": {}}
    assert half.answers == expected[answered] and whole.months == 12
