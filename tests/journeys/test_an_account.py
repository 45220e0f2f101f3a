"""A trainee makes an account on a phone, confirms by mail, and fills in the profile."""

import re

from tests.journeys.conftest import PHONE

ROOM = 12


def test_from_sign_up_to_profile(walk):
    trainee = walk(PHONE)
    trainee.go("/en/")
    trainee.press("Menu")
    trainee.press("Sign in", "link")
    trainee.press("Make an account", "link")
    trainee.press("Make an account")
    assert trainee.page.get_by_role("alert").is_visible()
    trainee.page.get_by_label("Your name").fill("Amina Wanjiru")
    trainee.page.get_by_label("Email").fill("amina@example.org")
    trainee.page.get_by_label("Password").fill("a-long-pass-phrase")
    trainee.page.get_by_label("Country or Party").select_option(label="Kenya")
    trainee.press("Make an account")
    assert "Look into your mail" in trainee.page.inner_text("h1")
    trainee.go(trainee.site.link_in_mail())
    trainee.press("Confirm")
    trainee.go("/en/accounts/profile/")
    assert trainee.page.get_by_label("Name as on certificates").input_value() == "Amina Wanjiru"
    trainee.page.get_by_label("Organisation", exact=True).fill("Ministry of Environment")
    trainee.press("Save")
    assert "Your profile is saved" in trainee.page.inner_text("main")
    trainee.press("Sign out", "link")
    trainee.press("Sign out")
    trainee.go("/en/accounts/sign-in/")


def test_sign_up_in_arabic(walk):
    walk(PHONE).go("/ar/accounts/sign-up/")


def test_a_room_of_twelve_signs_up_behind_one_router(walk):
    """All have one address; the third mistypes a password often, and is the only one who waits for it."""
    people = []
    for number in range(ROOM):
        person = walk(PHONE)
        person.go("/en/accounts/sign-up/?next=/en/courses/")
        person.page.get_by_label("Your name").fill(f"Person {number}")
        person.page.get_by_label("Email").fill(f"room-{number}@example.org")
        person.page.get_by_label("Password").fill("a-long-pass-phrase")
        person.press("Make an account")
        assert f"room-{number}@example.org" in person.page.inner_text("main")
        person.go(person.site.link_in_mail())
        person.press("Confirm")
        people.append(person)
    for person in people:
        person.go("/en/accounts/sign-out/")
        person.press("Sign out")

    mistaken = people[2]
    for _time in range(ROOM):
        sign_in(mistaken, "room-2@example.org", "not-my-pass-phrase")
        assert mistaken.page.get_by_label("Email").input_value() == "room-2@example.org"
    for number in (0, 1, 3, ROOM - 1):
        sign_in(people[number], f"room-{number}@example.org", "a-long-pass-phrase")
        people[number].page.wait_for_url(re.compile("/en/(?!accounts/)"))


def sign_in(person, email: str, password: str) -> None:
    person.go("/en/accounts/sign-in/")
    person.page.get_by_label("Email").fill(email)
    person.page.get_by_label("Password").fill(password)
    person.press("Sign in")
