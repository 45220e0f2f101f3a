"""Months later: who is asked, once each time; a link that is signed; answers that nobody reads by name."""

from datetime import timedelta
from io import StringIO

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from brs.activities.evaluation import follow_up
from brs.activities.evaluation.models import FollowUp
from brs.activities.participants.actions import NewParticipant, come, enlist
from brs.activities.register.models import Participation
from tests.given import a_crowd, a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db


def months_ago(months: int, days: int = 0, **fields):
    """Due so many days ago; up to three more where a month has no such day."""
    ended = timezone.now() - timedelta(days=days) - relativedelta(months=months)
    return an_activity(starts_at=ended - timedelta(hours=3), ends_at=ended, **fields)


def came(activity, person=None) -> Participation:
    row = NewParticipant("Amina", person.email if person else "amina@example.org")
    participation = enlist(activity, [row], in_role("facilitator"), language="en").participations.get()
    come(participation)
    return participation


def sent() -> str:
    out = StringIO()
    call_command("send_follow_ups", stdout=out, stderr=out)
    return out.getvalue()


def test_each_is_asked_once_each_time(question):
    participation = came(months_ago(3))
    assert "1 sent" in sent()
    assert "0 sent" in sent()
    [letter] = mail.outbox
    asked = FollowUp.objects.get()
    assert letter.to == ["amina@example.org"]
    assert follow_up.token_of(asked) in letter.body
    assert (asked.participation, asked.months) == (participation, 3)


@pytest.mark.parametrize(
    ("months", "days", "number"), [(3, 0, 1), (3, 26, 1), (3, 40, 0), (2, 0, 0), (6, 1, 1), (12, 2, 1)]
)
def test_when_people_are_asked(question, months, days, number):
    came(months_ago(months, days))
    assert f"{number} sent" in sent()


def test_an_activity_without_an_end_is_over_all_the_same(question):
    came(an_activity(starts_at=timezone.now() - relativedelta(months=3, days=2), ends_at=None))
    assert "1 sent" in sent()


def test_who_is_not_asked(question):
    cancelled = months_ago(3, cancelled_at=timezone.now(), cancelled_because="Storm.")
    came(cancelled)
    activity = months_ago(3)
    rows = [NewParticipant("Never came", "never@example.org"), NewParticipant("Without address")]
    listed = enlist(activity, rows, in_role("facilitator"), language="en")
    come(listed.participations.get(name="Without address"))
    declined = came(activity)
    follow_up.decline(declined)
    assert "0 sent" in sent()


def test_one_answers_without_signing_in_and_once(client, question):
    came(months_ago(3))
    sent()
    asked = FollowUp.objects.get()
    address = reverse("follow_up", args=[follow_up.token_of(asked)])
    assert "Applied?" in client.get(address).content.decode()
    empty = client.post(address, {})
    assert empty.status_code == 422 and "This field is required" in empty.content.decode()
    field = str(question.translation_key)
    assert "Thank you" in client.post(address, {field: "2"}).content.decode()
    again = client.post(address, {field: "1"}).content.decode()
    assert "Thank you" in again and "Often" not in again
    asked.refresh_from_db()
    assert asked.answers == {field: 2}


def test_nobody_makes_up_a_link(client, question):
    came(months_ago(3))
    sent()
    token = follow_up.token_of(FollowUp.objects.get())
    pk, signature = token.split("~")
    for wrong in (f"{int(pk) + 1}~{signature}", f"{pk}~{signature[:-1]}x", pk, "~", "x~y", "9" * 400):
        assert client.get(reverse("follow_up", args=[wrong])).status_code == 404


def test_declining_takes_a_button_and_ends_the_asking(client, question):
    participation = came(months_ago(3))
    sent()
    address = reverse("follow_up_decline", args=[follow_up.token_of(FollowUp.objects.get())])
    assert "Stop asking" in client.get(address).content.decode()
    participation.refresh_from_db()
    assert participation.declined_follow_up_at is None
    assert "You will not be asked again" in client.post(address).content.decode()
    participation.refresh_from_db()
    assert participation.declined_follow_up_at is not None


def test_what_all_said_is_shown_from_five_answers_on(question):
    activity = months_ago(3)
    for number in range(5):
        person = a_trainee()
        enlist(activity, [NewParticipant(f"P {number}", person.email)], in_role("facilitator"), language="en")
    for person in Participation.objects.all():
        come(person)
    sent()
    field = str(question.translation_key)
    people = list(FollowUp.objects.order_by("pk"))
    for person in people[:4]:
        follow_up.answer(person, {field: 2})
    register = people[0].participation.register
    [few] = follow_up.rounds_of(register)
    assert (few.months, few.asked, few.results.people, few.results.questions) == (3, 5, 0, [])
    assert few.applied is None
    follow_up.answer(people[4], {field: 1})
    [enough] = follow_up.rounds_of(register)
    assert [bar.count for bar in enough.results.questions[0].bars] == [1, 4]
    assert enough.applied == 80


def test_rounds_say_who_was_asked_answered_and_declined(client, question):
    activity = months_ago(6)
    people = a_crowd(activity, 7)
    field = str(question.translation_key)
    for months, answered, applied in ((3, 6, 3), (6, 5, 5)):
        for number, person in enumerate(people[:answered]):
            asked = follow_up.prepare(person, months)
            follow_up.answer(asked, {field: 2 if number < applied else 1})
        follow_up.prepare(people[6], months)
    # The last did not answer, and after the second time wished not to be asked again; another did after the first.
    follow_up.decline(people[6])
    follow_up.decline(people[5])
    rounds = follow_up.rounds_of(people[0].register)
    assert [
        (result.months, result.asked, result.results.people, result.declined, result.applied) for result in rounds
    ] == [
        (3, 7, 5, 1, 60),  # the sixth waits for four others
        (6, 6, 5, 1, 100),
    ]
    client.force_login(in_role("manager"))
    page = client.get(reverse("activity_results", args=[activity.translation_key])).content.decode()
    assert "3 months later" in page and "60 %" in page and "Often" in page


def test_who_says_nothing_of_applying_it_has_neither_applied_it_nor_not():
    asking = {"often": 2, "how": 4}
    assert follow_up.has_applied({"often": 2}, asking) is True
    assert follow_up.has_applied({"often": 1, "how": 3}, asking) is False
    assert follow_up.has_applied({"often": 1, "how": 4}, asking) is True
    for silent in ({}, {"often": None}, {"often": ""}, {"how": [4]}, {"another": 5}):
        assert follow_up.has_applied(silent, asking) is None
