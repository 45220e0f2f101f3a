"""Making an account, confirming its address, and telling strangers nothing about who has one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache

from brs.people.models import Party, User
from tests.given import a_trainee

pytestmark = pytest.mark.django_db
FORM = {"name": "Amina Wanjiru", "email": "amina@example.org", "password1": "a-long-pass-phrase", "party": "KE"}


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()
    Party.objects.create(iso2="KE", names={"en": "Kenya", "fr": "Kenya"})


def link_in_mail() -> str:
    return re.findall(r"https?://\S+", mail.outbox[-1].body)[0]


def without_tokens(html: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html.decode())


def test_an_account_is_made_confirmed_and_used(client):
    assert client.post("/fr/accounts/sign-up/", FORM).status_code == 302
    person = User.objects.get()
    assert (person.name, person.party_id, person.language) == ("Amina Wanjiru", "KE", "fr")
    assert client.get("/fr/accounts/profile/").status_code == 302
    client.post(link_in_mail())
    assert EmailAddress.objects.get().verified
    assert client.get("/fr/accounts/profile/").status_code == 200


def test_a_double_click_makes_one_account_and_writes_once(client):
    answers = [client.post("/en/accounts/sign-up/", {**FORM, "csrfmiddlewaretoken": "a"}) for _twice in range(2)]
    assert answers[0].url == answers[1].url
    assert User.objects.count() == len(mail.outbox) == 1


def test_a_known_address_is_answered_like_an_unknown_one(client):
    unknown = client.post("/en/accounts/sign-up/", FORM, follow=True)
    client.logout()
    known = client.post("/en/accounts/sign-up/", FORM, follow=True)
    assert without_tokens(known.content) == without_tokens(unknown.content)
    assert known.redirect_chain == unknown.redirect_chain
    assert User.objects.count() == 1


def test_a_reset_is_answered_alike(client):
    person = a_trainee()
    answers = [
        client.post("/en/accounts/reset/", {"email": email}, follow=True).content
        for email in (person.email, "nobody@example.org")
    ]
    assert without_tokens(answers[0]) == without_tokens(answers[1])


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    person = a_trainee()
    answers = [
        client.post("/en/accounts/sign-in/", {"login": email, "password": "wrong-password"})
        for email in (person.email, "nobody@example.org")
    ]
    shown = [without_tokens(answer.content).replace(person.email, "nobody@example.org") for answer in answers]
    assert shown[0] == shown[1]


def test_what_was_typed_stays_and_the_error_stands_at_its_field(client):
    answer = client.post("/en/accounts/sign-up/", {**FORM, "name": "A" * 300, "email": "amina@"})
    html = answer.content.decode()
    assert "amina@" in html
    assert 'id="id_name_error"' in html
    assert 'id="id_email_error"' in html
    assert not User.objects.exists()


def test_markup_in_a_name_is_only_text(client):
    person = a_trainee()
    person.name = "<script>alert(1)</script>"
    person.save()
    client.force_login(person)
    assert "<script>alert" not in client.get("/en/accounts/profile/").content.decode()


def test_signing_out_is_asked_for_by_post_alone(client):
    client.force_login(a_trainee())
    client.get("/en/accounts/sign-out/")
    assert client.get("/en/accounts/profile/").status_code == 200
    client.post("/en/accounts/sign-out/")
    assert client.get("/en/accounts/profile/").status_code == 302


def test_the_admins_own_door_leads_to_ours(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.url == "/en/accounts/sign-in/?next=/admin/"


def test_a_stranger_is_not_sent_elsewhere_after_signing_in(client):
    person = a_trainee()
    form = {"login": person.email, "password": "pass-word-123", "next": "https://evil.example/"}
    assert "evil" not in client.post("/en/accounts/sign-in/", form).url
