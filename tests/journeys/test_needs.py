"""A focal point's way from a questionnaire to a printed learning plan, on a phone and by keyboard."""

import re

from tests.journeys.conftest import DESK, PHONE


def answer(walk, level: str, button: str = "Save and go on"):
    walk.page.get_by_role("radio", name=re.compile(level)).check()
    return walk.press(button)


def confirmed_by_the_secretariat(walk) -> None:
    manager = walk(DESK)
    manager.sign_in("manager")
    manager.page.goto(f"{manager.site.address}/admin/focal_points/")
    manager.page.get_by_role("button", name=re.compile("Confirm.*facilitator")).click()
    manager.page.get_by_text("has got a mail about it").wait_for()


def test_from_a_questionnaire_to_a_printed_learning_plan(walk):
    person = walk(PHONE)
    person.sign_in("facilitator")
    person.go("/en/needs/")
    page = person.press("Are you a focal point? Ask to answer for your Party", "link")
    page.get_by_label("Your function").fill("Competent authority")
    person.press("Ask the Secretariat")
    assert page.get_by_text("the Secretariat has not answered yet").is_visible()
    confirmed_by_the_secretariat(walk)
    assert "You speak for Kenya" in person.site.newest_mail()

    person.go("/en/needs/")
    panel = page.locator("section", has=page.get_by_role("heading", name="Basel Convention: what is in place?"))
    party = panel.locator(".need-side", has=page.get_by_role("heading", name="For Kenya"))
    party.get_by_role("button", name="Begin").click()
    page.wait_for_load_state()
    person.look()
    person.press("Begin with the first", "link")

    # By keyboard alone: the first item.
    page.get_by_role("radio", name=re.compile("^0 · Absent")).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_text("Saved", exact=True).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Gazette of 2020")
    page.get_by_text("Saved", exact=True).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(".*"))
    page.get_by_text("Item 2 of 9").wait_for()
    person.look()

    person.press("Save and go on")
    assert page.get_by_text("Choose a level, or say that it is not known").first.is_visible()
    answer(person, "^2 · Partial")
    answer(person, "^Not known", "Save and see all items")
    assert page.get_by_text("6 items are left to answer.").is_visible()
    person.press("Check and submit", "link")
    assert page.get_by_text("Gazette of 2020").is_visible()
    person.press("Submit")

    assert page.get_by_role("heading", name="Learning plan").is_visible()
    assert page.get_by_text("Level 1 of 4 now. 2 steps to level 3. Priority: High.").is_visible()
    person.press(re.compile("^Enrol"))
    assert page.get_by_text("In progress: 0 of").first.is_visible()
    person.press(re.compile("^Add to my toolkit"))
    assert page.get_by_role("heading", name="Learning plan").is_visible()

    pdf = page.get_by_role("link", name="Print (PDF)").get_attribute("href")
    printed = page.context.request.get(person.site.address + pdf)
    assert printed.status == 200 and printed.body().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name=re.compile("^Enrol")).first.is_visible()
    assert page.get_by_text("2 steps to level 3").first.is_visible()
    page.emulate_media(media="screen")

    person.press("Answers", "link")
    person.press("Share with colleagues")
    assert page.get_by_role("button", name="Stop sharing").is_visible()
    person.press("What was attained from round to round", "link")
    for language in ("ar", "zh-hans"):
        person.go(f"/{language}/needs/")
        person.go(pdf.replace("/en/", f"/{language}/").replace("plan.pdf", "plan/"))


def test_without_scripts_everything_works(walk):
    person = walk(PHONE, scripts=False)
    person.page.goto(f"{person.site.address}/en/accounts/sign-in/")
    person.page.locator("[name=login]").fill("trainee@example.org")
    person.page.locator("[name=password]").fill("brs-learn-demo")
    person.page.locator("main form button[type=submit]").first.click()
    page = person.page
    page.goto(f"{person.site.address}/en/needs/")
    page.get_by_role("button", name="Begin").first.click()
    page.get_by_role("link", name="Begin with the first").click()
    page.get_by_role("radio", name=re.compile("^1 · Started")).check()
    page.get_by_role("button", name="Save and see all items").click()
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("button", name="Submit").click()
    assert page.get_by_role("heading", name="Learning plan").is_visible()
