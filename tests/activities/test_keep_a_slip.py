"""What a slip did goes to an account while the slip is at work in another tab: nothing of it is lost, and no error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.urls import reverse

from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.models import Participation
from brs.people.models import User
from courses.learning.enrolments import enrol
from courses.learning.models import Enrolment, Event
from tests.given import a_course, a_trainee, an_activity, lessons_of
from tests.served import Visitor, served, session_of

SLIPS = 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_a_slip_does_while_it_is_kept_is_kept_as_well(tmp_path):
    activity, course, other = an_activity(), a_course(lessons=3), a_course(lessons=1)
    third = a_course(lessons=1)
    code = registers.register_of(activity).join_code
    lessons = [lesson.translation_key for lesson in lessons_of(course)]
    known = []
    for number in range(SLIPS):
        slip = actions.join_without_address(activity, actions.NewParticipant(f"Amina {number}"), language="en")
        taker = a_trainee()
        for learner in (slip.learner, taker):  # both are in the course: it becomes one enrolment
            enrol(learner, course.translation_key, language="en")
        enrol(slip.learner, third.translation_key, language="en")
        if number % 2:
            actions.join(activity, taker, with_code=True)
        known.append((slip, taker, session_of(slip.learner), session_of(taker)))
    with served(tmp_path, workers=2) as site:
        for slip, taker, of_slip, of_taker in known:
            keeper, tabs = Visitor(site, of_taker), [Visitor(site, of_slip) for _tab in range(4)]
            keeper.get(f"/j/{code}/keep/")
            takers_tab = Visitor(site, of_taker)
            takers_tab.get("/en/accounts/profile/")
            for tab in tabs:
                tab.get("/en/accounts/profile/")
            deeds = [(keeper, f"/j/{code}/keep/", {"slip": slip.slip})]
            deeds += [
                (tab, reverse("mark_done", args=[course.translation_key, lesson]), {})
                for tab, lesson in zip(tabs, lessons, strict=False)
            ]
            deeds.append((tabs[3], reverse("enrol", args=[other.translation_key]), {}))
            deeds.append((takers_tab, reverse("enrol", args=[third.translation_key]), {}))
            together = Barrier(len(deeds))

            def send(deed, together=together):
                visitor, path, fields = deed
                together.wait(60)
                return visitor.post(path, fields)

            with ThreadPoolExecutor(len(deeds)) as pool:
                answers = list(pool.map(send, deeds))
            assert [status for status, _led_to in answers] == [302] * len(deeds)
            assert answers[0][1] == f"/j/{code}/"
            is_done = ["/accounts/" not in led_to for _status, led_to in answers[1:]]
            done = [str(lesson) for lesson, it_is in zip(lessons, is_done, strict=False) if it_is]
            sql = f"SELECT item_key FROM courses_event WHERE verb = 'done' AND learner_id = {taker.pk}"
            assert sorted(key for (key,) in site.rows(sql)) == sorted(done)
            sql = f"SELECT COUNT(*) FROM courses_enrolment WHERE learner_id = {taker.pk}"
            assert site.rows(sql) == [(2 + is_done[3],)]
        assert site.rows("SELECT COUNT(*) FROM people_user WHERE email LIKE '%slip.invalid'") == [(0,)]


@pytest.mark.django_db
def test_what_comes_after_a_slip_was_kept_waits_until_its_person_has_signed_in(client):
    activity, course, person = an_activity(), a_course(lessons=1), a_trainee()
    slip = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    enrol(slip.learner, course.translation_key, language="en")
    client.force_login(slip.learner)
    actions.claim(slip, person)
    (lesson,) = lessons_of(course)
    sent = reverse("mark_done", args=[course.translation_key, lesson.translation_key])
    assert "/accounts/sign-in/" in client.post(sent).url
    client.force_login(person)
    assert sent in client.get(reverse("pending")).content.decode()
    client.post(sent)
    assert Event.objects.of(person).filter(verb="done").count() == 1


@pytest.mark.django_db
def test_keeping_twice_changes_nothing():
    activity, person = an_activity(), a_trainee()
    participation = actions.join(activity, person, with_code=True)
    slip = actions.join_without_address(activity, actions.NewParticipant("Amina"), language="en")
    seen_before = Participation.objects.get(pk=slip.pk)
    assert actions.claim(slip, person) == actions.claim(seen_before, person) == participation
    with pytest.raises(ValueError):
        actions.claim(seen_before, a_trainee())
    assert not User.objects.filter(email__endswith="slip.invalid").exists()
    assert not Enrolment.objects.exists()
