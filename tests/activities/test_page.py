"""An activity's public page: when, where, how to join; nothing that is for participants alone."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import join
from brs.activities.register.registers import register_of
from brs.certificates.models import CertificateKind
from brs.core.pages import address
from tests.given import a_course, a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)


def shown(client, activity: ActivityPage, language: str = "en") -> str:
    return client.get(address(activity, language)).content.decode()


def test_dates_are_said_in_the_activitys_own_zone(client):
    activity = an_activity(
        sessions=0, starts_at=MORNING, ends_at=MORNING + timedelta(hours=8), time_zone="Africa/Nairobi"
    )
    assert "Tuesday, 3 March 2026, 09:00 to 17:00, Nairobi time (UTC+3)" in shown(client, activity)
    activity.ends_at += timedelta(days=2)
    activity.save()
    assert "3 to 5 March 2026" in shown(client, activity)


@pytest.mark.parametrize(
    ("zone", "month", "words"),
    [
        ("UTC", 1, "UTC"),
        ("Asia/Kathmandu", 1, "Kathmandu time (UTC+5:45)"),
        ("America/St_Johns", 1, "St Johns time (UTC-3:30)"),
        ("Europe/Rome", 1, "Rome time (UTC+1)"),
        ("Europe/Rome", 7, "Rome time (UTC+2)"),
        ("Africa/Abidjan", 1, "Abidjan time (UTC)"),
    ],
)
def test_a_zone_is_said_as_it_is_on_that_day(zone, month, words):
    assert an_activity(time_zone=zone, starts_at=MORNING.replace(month=month)).zone_in_words() == words


def test_the_address_of_the_online_room_is_for_participants_alone(client):
    activity = an_activity(online_address="https://rooms.example.org/secret")
    assert "rooms.example.org" not in shown(client, activity)
    assert "rooms.example.org" not in client.get(f"/en/activities/{activity.translation_key}.ics").content.decode()


def test_the_join_code_is_shown_to_nobody_where_it_lets_people_in(client):
    activity = an_activity(entry="code")
    assert register_of(activity).join_code not in shown(client, activity)


def test_a_cancelled_one_says_so_and_why(client):
    activity = an_activity(cancelled_at=timezone.now(), cancelled_because="The venue is flooded.")
    page = shown(client, activity)
    assert "The venue is flooded." in page and "How to join" not in page


def test_a_past_one_keeps_its_materials(client):
    course = a_course()
    activity = an_activity(starts_at=MORNING, ends_at=MORNING + timedelta(hours=8))
    activity.courses = [course]
    activity.save()
    page = shown(client, activity)
    assert course.title in page and "Session 1" in page and "(over)" in page and "How to join" not in page


def test_courses_that_are_not_public_are_not_shown(client):
    course, private = a_course(), a_course()
    private.view_restrictions.create(restriction_type="login")
    activity = an_activity()
    activity.courses = [course, private]
    activity.save()
    page = shown(client, activity)
    assert course.title in page and private.title not in page


def test_the_certificates_rule_is_said_in_words(client):
    kind = CertificateKind.objects.create(slug="k", title="Certificate of completion", statement="…", locale_id=1)
    activity = an_activity(certificate_kind=kind, attendance_percent=80, needs_practical=True, needs_post_test=True)
    page = shown(client, activity)
    assert "Certificate of completion" in page and "at least 80 % of the time" in page
    assert "passing the practical" in page
    assert "passing the test" not in page  # there is no test yet
    activity.attendance_percent, activity.needs_practical = 0, False
    activity.save()
    assert "Everybody who takes part gets it." in shown(client, activity)


def test_a_template_counts_its_days_and_says_that_it_is_one(client):
    activity = an_activity(sessions=2, is_template=True, is_demo=True, starts_at=None, ends_at=None)
    agenda = activity.agenda.get_prep_value()
    agenda[0]["value"] |= {"day": "2001-01-01", "time": "09:00"}
    agenda[1]["value"] |= {"day": "2001-01-03", "time": "14:00"}
    activity.agenda = agenda
    activity.save()
    page = BeautifulSoup(shown(client, activity), "html.parser").main.get_text()
    assert "Day 1" in page and "Day 3" in page and "2001" not in page
    assert "Template" in page and "Demonstration" in page
    agenda[1]["value"]["day"] = "2001-01-15"
    activity.agenda = agenda
    activity.save()
    page = shown(client, activity)
    assert "Week 1" in page and "Week 3" in page


def test_who_runs_it_or_takes_part_finds_the_way_on(client):
    activity, facilitator, person = an_activity(), in_role("facilitator"), a_trainee()
    register_of(activity).facilitators.add(facilitator)
    join(activity, person, with_code=True)
    assert "to the desk" not in shown(client, activity)
    client.force_login(facilitator)
    assert "to the desk" in shown(client, activity)
    client.force_login(person)
    assert "to the desk" not in shown(client, activity)


def test_a_translation_follows_its_original_in_all_but_words(client):
    activity = an_activity(sessions=2)
    french = in_french(activity)
    agenda = french.agenda.get_prep_value()
    agenda[0]["value"]["title"] = "Ouverture"
    french.agenda = agenda
    french.save_revision().publish()
    activity.refresh_from_db()
    agenda = activity.agenda.get_prep_value()
    agenda[0]["value"] |= {"minutes": 45, "title": "Opening"}
    activity.agenda = [agenda[1], agenda[0]]
    activity.courses = [course := a_course()]
    activity.save_revision().publish()
    french = ActivityPage.objects.get(pk=french.pk)
    assert [(session.title, session.minutes) for session in french.sessions()] == [("Session 2", 60), ("Ouverture", 45)]
    assert [block.id for block in french.sessions()] == [block["id"] for block in (agenda[1], agenda[0])]
    assert list(french.courses.all()) == [course]


def test_as_many_queries_with_many_sessions_and_courses(client, django_assert_max_num_queries):
    for sessions, courses in ((1, 1), (30, 12)):
        activity = an_activity(sessions=sessions)
        activity.courses = [a_course() for _ in range(courses)]
        activity.save()
        client.force_login(a_trainee())
        shown(client, activity)
        with django_assert_max_num_queries(10):
            shown(client, activity)
