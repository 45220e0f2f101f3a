"""Moving and cancelling: those who take part are told, in their language, each for themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, enlist, join, join_without_address, withdraw
from brs.activities.planning import actions
from brs.activities.planning import mail as planning_mail
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.people.models import User
from tests.given import a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db

FIRST = datetime(2083, 3, 2, 9, tzinfo=UTC)
DATES = {"first_day": "2083-03-09", "begins": "09:00", "last_day": "", "ends": "17:00", "time_zone": "UTC"}


@pytest.fixture
def activity(client) -> ActivityPage:
    facilitator = in_role("facilitator")
    client.force_login(facilitator)
    activity = an_activity(starts_at=FIRST, ends_at=FIRST + timedelta(hours=8), sessions=2)
    register_of(activity).facilitators.add(facilitator)
    agenda = activity.agenda.get_prep_value()
    for block, day in zip(agenda, ("2083-03-02", None), strict=True):
        block["value"] |= {"day": day, "time": "09:00" if day else None}
    activity.agenda = agenda
    activity.save_revision().publish()
    activity.refresh_from_db()
    return activity


@pytest.fixture
def post(client, activity, django_capture_on_commit_callbacks):
    def sent(name: str, **typed):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse(name, args=[activity.translation_key]), {"seen": activity.last_change, **typed}
            )
        activity.refresh_from_db()
        return answer

    return sent


def told() -> dict[str, str]:
    return {message.to[0]: message.body for message in mail.outbox}


def test_the_sessions_move_along_and_people_are_told(post, activity):
    join(activity, person := a_trainee(), with_code=True)
    assert post("move_activity", **DATES).status_code == 302
    assert activity.starts_at == FIRST + timedelta(days=7)
    assert [session.starts_at for session in activity.sessions()] == [FIRST + timedelta(days=7), None]
    (message,) = mail.outbox
    assert message.to == [person.email] and activity.title in message.subject
    assert "Before: Tuesday, 2 March 2083" in message.body and "Now: Tuesday, 9 March 2083" in message.body
    name, calendar, kind = message.attachments[0]
    assert (name, kind) == ("activity.ics", "text/calendar") and "20830309" in str(calendar)


def test_everybody_is_told_once_in_their_language_and_sees_nobody_elses_address(post, activity):
    french = a_trainee(language="fr")
    in_french(activity)
    facilitator = in_role("facilitator")
    for person in (french, a_trainee(), gone := a_trainee()):
        join(activity, person, with_code=True)
    withdraw(Participation.objects.get(learner=gone))
    enlist(
        activity,
        [NewParticipant("Listed", "listed@example.org"), NewParticipant("No address")],
        facilitator,
        language="en",
    )
    join_without_address(activity, NewParticipant("Slip"), language="en")
    post("cancel_activity", reason="The venue is flooded.")
    addresses = [message.to for message in mail.outbox]
    assert all(len(to) == 1 for to in addresses) and len(addresses) == 3
    assert not any("slip.invalid" in to[0] for to in addresses)
    assert "The venue is flooded." in told()["listed@example.org"]
    assert "/fr/activities/" in told()[french.email] and gone.email not in told()


def test_a_cancelled_one_says_so_lets_nobody_in_and_may_be_revived(client, post, activity):
    join(activity, a_trainee(), with_code=True)
    assert post("cancel_activity", reason="").status_code == 422
    assert activity.cancelled_at is None
    assert post("cancel_activity", reason="Storm.").status_code == 302
    assert activity.state() == "cancelled" and activity.cancelled_because == "Storm."
    assert post("cancel_activity", reason="Again.").status_code == 302
    assert activity.cancelled_because == "Storm." and len(mail.outbox) == 1
    assert post("cancel_activity", revive="").status_code == 302
    assert activity.state() == "coming" and activity.cancelled_because == ""
    assert "after all" in mail.outbox[-1].subject


def test_nobody_is_told_of_dates_that_stay_or_of_what_is_over(post, activity):
    join(activity, a_trainee(), with_code=True)
    same = {**DATES, "first_day": "2083-03-02"}
    assert post("move_activity", **same).status_code == 302
    assert post("move_activity", **{**DATES, "first_day": "2020-03-02"}).status_code == 302
    assert mail.outbox == [] and activity.state() == "past"


def test_a_first_date_is_news_too_and_dates_the_agenda(post, activity):
    actions.move(activity, None, None, "UTC", in_role("editor"))
    activity.refresh_from_db()
    join(activity, a_trainee(), with_code=True)
    mail.outbox.clear()
    post("move_activity", **DATES)
    assert "Before: No date yet" in mail.outbox[0].body
    assert activity.sessions()[0].starts_at == FIRST + timedelta(days=7)


def test_dates_given_over_somebody_elses_are_asked_for_again_and_nobody_is_told(post, activity):
    join(activity, a_trainee(), with_code=True)
    seen = activity.last_change
    post("move_activity", **DATES)
    answer = post("move_activity", **{**DATES, "first_day": "2083-03-16", "seen": seen})
    assert answer.status_code == 422 and "meanwhile" in answer.content.decode()
    assert activity.starts_at == FIRST + timedelta(days=7) and len(mail.outbox) == 1


def test_cancelling_in_the_same_moment_tells_people_once(activity, django_capture_on_commit_callbacks):
    join(activity, a_trainee(), with_code=True)
    colleagues = ActivityPage.objects.get(pk=activity.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel(colleagues, "Storm.", in_role("facilitator"))
        actions.cancel(activity, "Flood.", in_role("facilitator"))
    activity.refresh_from_db()
    assert activity.cancelled_because == "Storm." and len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"first_day": "x"}, "first_day"), ({"ends": "08:00"}, "ends"), ({"time_zone": "x"}, "time_zone")],
)
def test_dates_that_are_wrong_move_nothing(post, activity, typed, field):
    answer = post("move_activity", **{**DATES, **typed})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert activity.starts_at == FIRST and mail.outbox == []


def test_a_translation_and_an_editors_draft_move_along(post, activity):
    french = in_french(activity)
    draft = activity.get_latest_revision_as_object()
    draft.summary = "The editor's."
    draft.save_revision()
    post("move_activity", **DATES)
    french = ActivityPage.objects.get(pk=french.pk)
    draft = activity.get_latest_revision_as_object()
    for page in (french, draft):
        assert page.starts_at == activity.starts_at
        assert page.sessions()[0].starts_at == FIRST + timedelta(days=7)
    assert (draft.summary, activity.summary) == ("The editor's.", "About.")
    before = activity.revisions.order_by("created_at").first().as_object()
    assert before.starts_at == FIRST  # its history


def test_a_title_with_a_line_break_makes_no_header(post, activity):
    ActivityPage.objects.filter(pk=activity.pk).update(title="One\nBcc: all@example.org")
    join(activity, a_trainee(), with_code=True)
    post("cancel_activity", reason="Storm.")
    assert mail.outbox[0].subject == "Cancelled: One Bcc: all@example.org"
    assert mail.outbox[0].bcc == []


def test_two_hundred_are_told_with_as_many_queries(activity, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        [User(email=f"p{number}@example.org", name=f"P {number}", language="en") for number in range(200)]
    )
    register = register_of(activity)
    Participation.objects.bulk_create(
        [
            Participation(register=register, learner=person, name=person.name, way="code", joined_at=timezone.now())
            for person in people
        ]
    )
    with django_assert_max_num_queries(8):
        assert planning_mail.tell(activity.translation_key, planning_mail.CANCELLED) == 200
    assert len(mail.outbox) == 200
