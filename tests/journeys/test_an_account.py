"""A trainee makes an account on a phone, confirms by mail, and fills in the profile."""

from tests.journeys.conftest import PHONE


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
