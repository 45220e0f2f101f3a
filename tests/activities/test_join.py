"""Joining an activity: by account, by code, by a list, without an address; and claiming what a slip did."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from brs.activities.attendance import actions as attendance_actions
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.planning import mail
from brs.activities.register.models import AttendanceMark, Participation
from brs.people import slips
from brs.people.models import User
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment, Event
from tests.given import a_course, a_trainee, an_activity, in_role, lessons_of

pytestmark = pytest.mark.django_db


def test_joining_twice_changes_nothing():
    activity, person = an_activity(), a_trainee()
    first = actions.join(activity, person, with_code=True)
    assert actions.join(activity, person, with_code=True) == first
    assert Participation.objects.count() == 1
    assert (first.name, first.way) == (person.name, "code")


@pytest.mark.parametrize(
    ("entry", "with_code", "may"),
    [("open", False, True), ("code", False, False), ("code", True, True), ("invitation", True, False)],
)
def test_who_may_join(entry, with_code, may):
    activity = an_activity(entry=entry)
    if may:
        assert actions.join(activity, a_trainee(), with_code=with_code).joined_at
    else:
        with pytest.raises(actions.NotOnTheList):
            actions.join(activity, a_trainee(), with_code=with_code)


def test_the_last_place_is_taken_once():
    activity = an_activity(most_participants=1)
    actions.join(activity, a_trainee(), with_code=True)
    with pytest.raises(actions.ActivityIsFull):
        actions.join(activity, a_trainee(), with_code=True)


def test_nobody_joins_what_is_cancelled_or_closed_but_who_is_in_stays():
    activity, person = an_activity(), a_trainee()
    actions.join(activity, person, with_code=True)
    activity.cancelled_at, activity.cancelled_because = timezone.now(), "Storm."
    activity.save()
    assert actions.join(activity, person, with_code=True).learner == person
    with pytest.raises(actions.JoiningIsClosed):
        actions.join(activity, a_trainee(), with_code=True)


def test_who_is_on_the_list_by_address_is_found_there():
    activity, person = an_activity(entry="invitation"), a_trainee()
    rows = [actions.NewParticipant("As on the list", person.email.upper())]
    actions.enlist(activity, rows, in_role("facilitator"), language="en")
    listed = Participation.objects.get()
    assert slips.is_slip(listed.learner)
    joined = actions.join(activity, person, with_code=False)
    assert (joined.pk, joined.learner, joined.name, joined.way) == (listed.pk, person, "As on the list", "list")
    assert not User.objects.filter(email__endswith=slips.DOMAIN).exists()


def test_a_list_put_in_twice_adds_nobody_twice_and_is_undone():
    activity, facilitator = an_activity(), in_role("facilitator")
    rows = [actions.NewParticipant("Amina", "amina@example.org"), actions.NewParticipant("Without address")]
    first = actions.enlist(activity, rows, facilitator, language="en")
    assert first.participations.count() == 2
    again = actions.enlist(activity, rows[:1], facilitator, language="en")
    assert again.participations.count() == 0
    actions.come(first.participations.get(name="Amina"))
    assert actions.undo_enlisting(first) == 1
    assert [person.name for person in Participation.objects.all()] == ["Amina"]
    assert actions.undo_enlisting(first) == 1


def test_claiming_brings_learning_attendance_and_certificates_along():
    activity, course = an_activity(), a_course(lessons=2)
    session = activity.sessions()[0].id
    slip = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    attendance_actions.mark_attendance(slip, session, is_present=True, way=AttendanceMark.Way.QR)
    first, second = lessons_of(course)
    for learner, lesson in ((slip.learner, first), (person := a_trainee(), second)):
        mark_done(enrol(learner, course.translation_key, language="en"), str(lesson.translation_key), language="en")
    old = slip.learner
    mine = actions.claim(slip, person)
    assert mine.learner == person and mine.marks.count() == 1
    assert not User.objects.filter(pk=old.pk).exists()
    enrolment = Enrolment.objects.get(learner=person)
    assert enrolment.completed_at is not None
    assert set(Event.objects.values_list("learner", flat=True)) == {person.pk}


def test_nobody_claims_what_is_somebody_elses():
    activity = an_activity()
    theirs = actions.join(activity, a_trainee(), with_code=True)
    with pytest.raises(ValueError):
        actions.claim(theirs, a_trainee())


def test_claiming_where_one_takes_part_already_makes_one_of_both():
    activity, person = an_activity(), a_trainee()
    participation = actions.join(activity, person, with_code=True)
    slip = actions.join_without_address(activity, actions.NewParticipant("Me again"), language="en")
    first, second = activity.sessions()
    attendance_actions.mark_attendance(participation, first.id, is_present=True, way=AttendanceMark.Way.QR)
    attendance_actions.mark_attendance(slip, second.id, is_present=True, way=AttendanceMark.Way.QR)
    both = actions.claim(slip, person)
    assert both == participation and both.marks.count() == 2
    assert Participation.objects.count() == 1


def test_facts_are_the_originals_in_every_language():
    from tests.given import in_french

    activity = an_activity()
    french = in_french(activity)
    activity.refresh_from_db()
    activity.place = "Nairobi"
    activity.save()
    assert ActivityPage.objects.get(pk=french.pk).place == "Nairobi"
    french = ActivityPage.objects.get(pk=french.pk)
    french.place = "Ailleurs"
    french.save()
    assert set(ActivityPage.objects.values_list("place", flat=True)) == {"Nairobi"}


def test_who_has_an_address_today_joins_beside_who_had_it_before():
    """The first is listed by it; it is another account's now, confirmed."""
    activity, first, second = an_activity(), a_trainee(), a_trainee()
    before = actions.join(activity, first, with_code=True)
    taken, fresh = first.email, "fresh@example.org"
    for person, address in ((first, fresh), (second, taken)):
        EmailAddress.objects.filter(user=person).update(email=address)
    User.objects.filter(pk=first.pk).update(email=fresh)
    User.objects.filter(pk=second.pk).update(email=taken)
    second.refresh_from_db()
    joined = actions.join(activity, second, with_code=True)
    before.refresh_from_db()
    assert (joined.learner, joined.email) == (second, taken)
    assert (before.learner, before.email) == (first, fresh)
    assert actions.join(activity, first, with_code=True) == before


def test_mail_about_an_activity_goes_to_the_address_that_an_account_has_today():
    activity, person = an_activity(), a_trainee()
    participation = actions.join(activity, person, with_code=True)
    person.email = "today@example.org"
    person.save()
    participation.refresh_from_db()
    assert participation.address == "today@example.org"
    assert set(mail.addresses(activity.translation_key)) == {"today@example.org"}
