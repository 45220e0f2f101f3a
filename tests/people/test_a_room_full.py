"""A workshop behind one router: everybody gets in, whoever mistypes waits alone, and nothing typed is lost."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from brs.core.limits import Limit
from brs.people import limits
from brs.people.models import User
from tests.given import a_trainee

pytestmark = pytest.mark.django_db
SIGN_UP, SIGN_IN, VERIFY, RESET = (f"/en/accounts/{name}/" for name in ("sign-up", "sign-in", "verify", "reset"))
COURSE = "/en/courses/mercury/"


def a_browser() -> Client:
    """One that has seen the form, and so has its cookie."""
    client = Client()
    client.get(SIGN_UP)
    return client


def sign_up(client: Client, email: str, **more):
    return client.post(
        SIGN_UP, {"name": "Amina", "email": email, "password1": "a-long-pass-phrase", "party": "", **more}
    )


def sign_in(client: Client, person: User, password: str = "pass-word-123", **more):
    return client.post(SIGN_IN, {"login": person.email, "password": password, **more})


def link(number: int = -1) -> str:
    return re.findall(r"https?://testserver(\S+)", mail.outbox[number].body)[0]


class TestLimits:
    def test_a_room_signs_up_at_once(self):
        answers = {sign_up(a_browser(), f"p{number}@example.org").status_code for number in range(40)}
        assert answers == {302} and User.objects.count() == 40

    def test_many_wrong_passwords_of_others_shut_nobody_out(self):
        for _person in range(5):
            other = a_trainee()
            for _time in range(8):
                sign_in(Client(), other, "wrong-password")
        assert sign_in(Client(), a_trainee()).status_code == 302

    def test_who_guesses_somebodys_password_slows_down_and_is_told_how_long(self):
        person, client = a_trainee(), Client()
        statuses = [sign_in(client, person, f"wrong-password-{number}").status_code for number in range(12)]
        assert statuses == [422] * 10 + [429] * 2
        refused = sign_in(client, person)
        assert 0 < int(refused["Retry-After"]) <= 60
        html = refused.content.decode()
        assert "Please wait 1 minute" in html and f'value="{person.email}"' in html

    def test_its_owner_is_not_shut_out_of_a_browser_that_they_use(self):
        person, browser = a_trainee(), Client()
        sign_in(browser, person)
        browser.post("/en/accounts/sign-out/")
        for number in range(12):
            sign_in(Client(), person, f"wrong-password-{number}")
        assert sign_in(Client(), person).status_code == 429
        assert sign_in(browser, person).status_code == 302

    def test_a_made_up_cookie_opens_no_second_chance(self):
        person, client = a_trainee(), Client()
        client.cookies[limits.KNOWN] = limits._digest(person.email)
        for number in range(10):
            sign_in(Client(), person, f"wrong-password-{number}")
        assert sign_in(client, person).status_code == 429

    def test_too_many_sign_ups_in_one_browser_keep_what_was_typed(self, monkeypatch):
        monkeypatch.setattr(limits, "ACCOUNTS_OF_A_BROWSER", Limit("in a test", most=1, seconds=600))
        client = a_browser()
        sign_up(client, "one@example.org")
        answer = sign_up(client, "two@example.org")
        html = answer.content.decode()
        assert answer.status_code == 429 and "Please wait 10 minutes" in html
        assert all(f'value="{typed}"' in html for typed in ("Amina", "two@example.org", "a-long-pass-phrase"))
        assert sign_up(a_browser(), "two@example.org").status_code == 302

    def test_nobodys_letterbox_is_filled_by_strangers(self, client):
        person = a_trainee()
        answers = [client.post(RESET, {"email": email}) for email in (person.email, "nobody@example.org") * 6]
        assert len(mail.outbox) == 8
        assert {answer.status_code for answer in answers[-2:]} == {429}
        assert "Please wait" in answers[-1].content.decode()


class TestAfterSigningUp:
    def test_the_page_names_the_address_and_sends_once_more(self, client):
        sign_up(client, "amina@example.org")
        assert "amina@example.org" in client.get(VERIFY).content.decode()
        client.post(VERIFY, {"again": ""})
        assert [message.to for message in mail.outbox] == [["amina@example.org"]] * 2
        for _time in range(5):
            client.post(VERIFY, {"again": ""})
        assert len(mail.outbox) == 4
        assert "The next can be sent in 15 minutes" in client.get(VERIFY).content.decode()

    def test_a_wrong_address_is_corrected_and_its_link_opens_nothing(self, client):
        sign_up(client, "amnia@example.org")
        wrong = link()
        assert client.post(VERIFY, {"email": "Amina@Example.org "}).status_code == 302
        person = User.objects.get()
        assert (person.email, person.name) == ("amina@example.org", "Amina")
        Client().post(wrong)
        assert not EmailAddress.objects.filter(verified=True).exists()
        client.post(link())
        assert client.get("/en/accounts/profile/").status_code == 200
        client.post("/en/accounts/sign-out/")
        assert sign_in(client, person, "a-long-pass-phrase").status_code == 302

    def test_a_known_address_is_corrected_alike(self, client):
        """Somebody mistypes their address, and it is another's who has an account."""
        other = a_trainee()
        sign_up(client, other.email)
        assert other.email in client.get(VERIFY).content.decode()
        client.post(VERIFY, {"email": "amina@example.org"})
        client.post(link())
        assert User.objects.get(email="amina@example.org").check_password("a-long-pass-phrase")
        assert client.get("/en/accounts/profile/").status_code == 200

    def test_to_another_known_address_it_says_nothing(self, client):
        other = a_trainee()
        sign_up(client, "amnia@example.org")
        client.post(VERIFY, {"email": other.email})
        assert other.email in client.get(VERIFY).content.decode()
        assert "There is one already" in mail.outbox[-1].body
        other.refresh_from_db()
        assert other.check_password("pass-word-123")

    def test_confirming_on_another_device_leads_back_to_where_one_began(self, client):
        sign_up(client, "amina@example.org", next=COURSE)
        elsewhere = Client()
        answer = elsewhere.post(link())
        assert answer.url == "/en/accounts/sign-in/?next=%2Fen%2Fcourses%2Fmercury%2F"
        person = User.objects.get()
        assert sign_in(elsewhere, person, "a-long-pass-phrase", next=COURSE).url == COURSE

    def test_what_was_sent_before_signing_up_leads_back_to_its_page(self, client):
        client.post("/en/accounts/profile/", {"name": "A"}, headers={"Referer": f"http://testserver{COURSE}"})
        sign_up(client, "amina@example.org", next="/en/accounts/continue/")
        assert link().endswith("?next=%2Fen%2Fcourses%2Fmercury%2F")

    def test_a_used_link_leads_to_sign_in_in_one_press(self, client):
        sign_up(client, "amina@example.org")
        used = link()
        client.post(used)
        html = Client().get(used).content.decode()
        assert 'class="button" href="/en/accounts/sign-in/' in html


def test_a_reset_proves_the_address_as_well(client):
    sign_up(client, "amina@example.org")
    elsewhere = Client()
    elsewhere.post(RESET, {"email": "amina@example.org"})
    elsewhere.post(elsewhere.get(link()).url, {"password1": "another-pass-phrase"})
    assert sign_in(elsewhere, User.objects.get(), "another-pass-phrase").url == "/en/learning/"


@pytest.mark.parametrize(("more", "ends_with_browser"), [({}, False), ({"is_shared": "on"}, True)])
def test_on_a_shared_computer_nobody_stays_signed_in(client, more, ends_with_browser):
    sign_in(client, a_trainee(), **more)
    assert client.session.get_expire_at_browser_close() is ends_with_browser


@pytest.mark.parametrize(
    "typed", [" Amina@Example.ORG ", "mailto:amina@example.org", "amina＠example．org", "<amina@example.org>"]
)
def test_an_address_has_one_spelling(client, typed):
    person = a_trainee(email="amina@example.org")
    assert client.post(SIGN_IN, {"login": typed, "password": "pass-word-123"}).status_code == 302
    client.post("/en/accounts/sign-out/")
    client.post(RESET, {"email": typed})
    assert mail.outbox[-1].to == [person.email] and "/reset/" in mail.outbox[-1].body
    sign_up(client, typed)
    assert User.objects.count() == 1
