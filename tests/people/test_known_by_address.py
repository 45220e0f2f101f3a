"""Somebody whom the site knows by an address sees and erases what is held under it, with an account and without."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brs.activities.attendance.actions import mark_attendance
from brs.activities.evaluation.models import Evaluation, SurveyField
from brs.activities.participants.actions import NewParticipant, enlist, join
from brs.activities.register.models import AttendanceMark, Invitation, Participation
from brs.activities.register.registers import register_of
from brs.certificates.models import Certificate
from brs.people.models import User
from tests.certificates.test_actions import SNAPSHOT, issue
from tests.given import a_survey, a_toolkit, a_trainee, an_activity, in_role
from toolkits.sharing.actions import invite
from toolkits.sharing.models import Invitation as ToolkitInvitation

pytestmark = pytest.mark.django_db
ADDRESS = "amina@example.org"
ERASED = {"is_theirs": "on", "erase": "1"}


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def activity():
    """On its list stands the address, and beside it another one; both have come, said something and earned."""
    page = an_activity(title="Workshop in Nairobi")
    a_survey()
    rows = [NewParticipant("Amina", ADDRESS.upper()), NewParticipant("Boris", "boris@example.org")]
    enlist(page, rows, in_role("facilitator"), language="en")
    question = SurveyField.objects.first()
    for listed in Participation.objects.all():
        mark_attendance(listed, page.sessions()[0].id, is_present=True, way=AttendanceMark.Way.LIST)
        Evaluation.objects.create(participation=listed, answers={str(question.translation_key): 4})
        issue(listed.learner, page.translation_key, SNAPSHOT)
    return page


@pytest.fixture
def asked(activity) -> None:
    facilitator = in_role("facilitator")
    register_of(activity).invitations.create(email=ADDRESS, invited_by=facilitator)
    invite(a_toolkit(owner=facilitator), facilitator, ADDRESS)


def somebody(address: str, *, verified: bool) -> User:
    person = a_trainee()
    User.objects.filter(pk=person.pk).update(email=address)
    EmailAddress.objects.filter(user=person).update(email=address, verified=verified)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def what_is_left_of(address: str) -> dict[str, int]:
    return {
        "rows": Participation.objects.filter(email__iexact=address).count(),
        "asked": Invitation.objects.filter(email__iexact=address).count(),
        "invited": ToolkitInvitation.objects.filter(email__iexact=address).count(),
    }


NOTHING = {"rows": 0, "asked": 0, "invited": 0}
ALL = {"rows": 1, "asked": 1, "invited": 1}


def test_the_download_names_the_activity_and_holds_what_was_noted_for_the_address(activity, asked):
    client = client_of(somebody(ADDRESS, verified=True))
    data = json.loads(client.get(reverse("data_download")).getvalue())
    held = data["activities"]
    key = str(activity.translation_key)
    assert [row["name"] for row in held["participations"]] == ["Amina"]
    assert held["attendance"][0]["participation__register"] == held["asked_to_run"][0]["register_id"] == key
    assert data["titles"][key] == "Workshop in Nairobi"
    assert data["titles"][held["attendance"][0]["session"]] == "Session 1"
    [question] = held["evaluations"][0]["answers"]
    assert data["titles"][question] == "The trainers"
    assert data["titles"][str(data["toolkits"]["asked_to_own"][0]["toolkit_id"])] == "Kit"
    assert len(data["certificates"]["certificates"]) == 1
    assert "boris" not in json.dumps(data).lower()


@pytest.mark.parametrize("verified", [True, False])
def test_erasing_an_account_erases_its_address_where_it_is_proved(verified, activity, asked):
    person = somebody(ADDRESS, verified=verified)
    person.delete()
    assert what_is_left_of(ADDRESS) == (NOTHING if verified else ALL)
    statuses = sorted(certificate.status() for certificate in Certificate.objects.all())
    assert statuses == (["erased", "valid"] if verified else ["valid", "valid"])
    assert what_is_left_of("boris@example.org")["rows"] == 1


def test_an_address_that_is_not_proved_shows_nothing(activity, asked):
    client = client_of(somebody(ADDRESS, verified=False))
    assert "Amina" not in client.get(reverse("data_download")).getvalue().decode()


def test_a_row_that_somebody_else_claimed_forgets_the_address_alone(activity):
    holder = a_trainee()
    Participation.objects.filter(email__iexact=ADDRESS).delete()
    mine = join(activity, holder, with_code=True)
    Participation.objects.filter(pk=mine.pk).update(email=ADDRESS)
    somebody(ADDRESS, verified=True).delete()
    mine.refresh_from_db()
    assert (mine.learner, mine.email) == (holder, "")


def test_the_administrator_answers_for_who_has_no_account(activity, asked):
    client = client_of(a_trainee(is_superuser=True))
    screen = client.post(reverse("address_data"), {"email": ADDRESS})
    assert "Activities you take part in" in screen.content.decode()
    sent = client.post(reverse("address_data"), {"email": ADDRESS, "download": "1"})
    assert json.loads(sent.getvalue())["activities"]["participations"][0]["name"] == "Amina"
    unproved = client.post(reverse("address_data"), {"email": ADDRESS, "erase": "1"})
    assert unproved.status_code == 422 and what_is_left_of(ADDRESS) == ALL
    assert client.post(reverse("address_data"), {"email": ADDRESS, **ERASED}).status_code == 302
    assert what_is_left_of(ADDRESS) == NOTHING
    assert what_is_left_of("boris@example.org")["rows"] == 1
    assert mail.outbox[-1].to == [ADDRESS]
    again = client.post(reverse("address_data"), {"email": ADDRESS})
    assert "Nothing is held under this address" in again.content.decode()


def test_certificates_of_who_has_no_account_stay_verifiable_when_they_ask(activity):
    client = client_of(a_trainee(is_superuser=True))
    client.post(reverse("address_data"), {"email": ADDRESS, "certificates": "on", **ERASED})
    assert {certificate.status() for certificate in Certificate.objects.all()} == {"valid"}


def test_who_has_an_account_is_not_erased_by_address(activity, asked):
    somebody(ADDRESS, verified=False)
    client = client_of(a_trainee(is_superuser=True))
    answer = client.post(reverse("address_data"), {"email": ADDRESS.upper(), **ERASED})
    assert answer.status_code == 422 and "There is an account" in answer.content.decode()
    assert what_is_left_of(ADDRESS) == ALL


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor", "reviewer", "manager"])
def test_nobody_else_looks_up_addresses(role, activity):
    answer = client_of(in_role(role)).post(reverse("address_data"), {"email": ADDRESS})
    assert answer.status_code == 302 and "Amina" not in answer.content.decode()


def test_a_visitor_reads_how_to_ask(client):
    html = client.get(reverse("data")).content.decode()
    assert "You have no account" in html and "mailto:" in html
