"""Changing what opens an account: address and password; and signing out of browsers elsewhere."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from brs.people.models import User
from brs.people.sessions import device_of, prune
from tests.given import a_trainee

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD, SESSIONS = "/en/accounts/email/", "/en/accounts/password/", "/en/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def signed_in(person: User, browser: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=browser)
    answer = client.post("/en/accounts/sign-in/", {"login": person.email, "password": "pass-word-123"})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/en/accounts/profile/").status_code == 200


def link() -> str:
    return re.findall(r"https?://\S+", mail.outbox[-1].body)[0]


class TestTheAddress:
    @pytest.mark.parametrize("password", ["", "wrong-password"])
    def test_the_password_is_asked_for_again_however_new_the_sign_in(self, password):
        person = a_trainee()
        client = signed_in(person)
        answer = client.post(EMAIL, {"email": "new@example.org", "password": password})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_password_error"' in html and "new@example.org" in html
        assert not mail.outbox and EmailAddress.objects.filter(user=person).count() == 1

    def test_it_changes_by_the_link_sent_to_the_new_one_and_the_old_one_is_told(self):
        person = a_trainee(language="fr")
        before = person.email
        client = signed_in(person)
        page = client.post(EMAIL, {"email": "New@Example.org", "password": "pass-word-123"}, follow=True)
        assert "new@example.org" in page.content.decode()
        assert [message.to for message in mail.outbox] == [["new@example.org"]]
        person.refresh_from_db()
        assert person.email == before
        Client().post(link())
        person.refresh_from_db()
        assert person.email == "new@example.org"
        notice = mail.outbox[-1]
        assert notice.to == [before]
        assert "new@example.org" not in notice.body
        assert "/fr/accounts/" in mail.outbox[0].body

    def test_what_waits_is_taken_back(self):
        person = a_trainee()
        client = signed_in(person)
        client.post(EMAIL, {"email": "new@example.org", "password": "pass-word-123"})
        client.post(EMAIL, {"forget": ""})
        assert [address.email for address in EmailAddress.objects.filter(user=person)] == [person.email]
        assert Client().get(link()).status_code == 200
        Client().post(link())
        person.refresh_from_db()
        assert person.email != "new@example.org"

    def test_somebody_elses_address_is_answered_alike(self):
        person, other = a_trainee(), a_trainee()
        client = signed_in(person)
        shown = client.post(EMAIL, {"email": other.email, "password": "pass-word-123"}, follow=True).content.decode()
        assert f"We have sent a link to <bdi>{other.email}</bdi>" in shown
        Client().post(link())
        person.refresh_from_db()
        assert person.email != other.email


class TestThePassword:
    NEW = {"password1": "another-pass-phrase", "password2": "another-pass-phrase"}

    def test_the_present_one_is_asked_for(self):
        person = a_trainee()
        client = signed_in(person)
        client.post(PASSWORD, {"oldpassword": "wrong-password", **self.NEW})
        person.refresh_from_db()
        assert person.check_password("pass-word-123") and not mail.outbox

    def test_its_owner_is_told_and_signed_out_elsewhere(self):
        person = a_trainee()
        client, elsewhere = signed_in(person), signed_in(person, PHONE)
        client.post(PASSWORD, {"oldpassword": "pass-word-123", **self.NEW})
        assert [message.to for message in mail.outbox] == [[person.email]]
        assert "password" in mail.outbox[0].subject
        assert is_in(client) and not is_in(elsewhere)
        assert "Android" not in client.get(SESSIONS).content.decode()

    def test_a_reset_is_told_and_ends_what_was_open(self):
        person = a_trainee()
        elsewhere = signed_in(person)
        client = Client()
        client.post("/en/accounts/reset/", {"email": person.email})
        client.post(client.get(link()).url, self.NEW)
        assert "was changed" in mail.outbox[-1].subject and mail.outbox[-1].to == [person.email]
        assert not is_in(elsewhere)
        assert not UserSession.objects.filter(user=person).exists()


class TestBrowsersElsewhere:
    def test_each_is_listed_and_ended_by_its_owner(self):
        person = a_trainee()
        client, phone = signed_in(person), signed_in(person, PHONE)
        html = client.get(SESSIONS).content.decode()
        assert "Firefox, Windows" in html and "Chrome, Android" in html and "this browser" in html
        client.post(SESSIONS, {"session": UserSession.objects.get(user_agent=PHONE).pk})
        assert is_in(client) and not is_in(phone)
        assert "Android" not in client.get(SESSIONS).content.decode()

    def test_all_others_at_once(self):
        person = a_trainee()
        client, others = signed_in(person), [signed_in(person, PHONE) for _number in range(2)]
        client.post(SESSIONS, {"others": ""})
        assert is_in(client) and not any(is_in(browser) for browser in others)

    @pytest.mark.parametrize("session", ["", "x", "0", "other's"])
    def test_nobody_ends_somebody_elses(self, session):
        mine, theirs = signed_in(a_trainee()), signed_in(a_trainee(), PHONE)
        key = UserSession.objects.get(user_agent=PHONE).pk if session == "other's" else session
        assert mine.post(SESSIONS, {"session": key}).status_code == 302
        assert is_in(theirs) and is_in(mine)

    def test_one_that_was_signed_in_before_there_was_a_list_is_put_on_it(self, client):
        client.force_login(a_trainee())
        assert "this browser" in client.get(SESSIONS).content.decode()

    def test_what_has_ended_by_itself_is_forgotten(self):
        client = signed_in(a_trainee())
        client.session.flush()
        assert prune() == 1
        assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "device"), [(FIREFOX, "Firefox, Windows"), (PHONE, "Chrome, Android"), ("", "Another browser")]
)
def test_a_browser_has_a_name(user_agent, device):
    assert device_of(user_agent) == device
