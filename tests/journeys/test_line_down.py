"""The line is cut during Save: what was typed stays, that is said beside the button, and a second press sends it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE

COURSE = "/en/courses/basel-convention-essentials/"
LESSON = f"{COURSE}general-obligations/general-obligations/"
SAID = "No answer came: this may not be saved."


def a_learner(walk, line=None):
    """Somebody in the course, whatever they did in it before."""
    learner = walk(PHONE, through=line)
    learner.sign_in("editor")
    page = learner.go(COURSE)
    if page.get_by_role("button", name="Enrol", exact=True).count():
        learner.press("Enrol")
    return learner


def cut_during(walk, form: str, button: str) -> Page:
    """Press with the line down, and see that all is there still; then up again."""
    page, address = walk.page, walk.page.url
    walk.context.set_offline(True)
    page.locator(form).get_by_role("button", name=button).click()
    status = page.locator(form).get_by_role("status").filter(has_text=SAID)
    expect(status).to_be_visible()
    assert page.url == address
    walk.look()
    walk.context.set_offline(False)
    return page


def test_a_thought_in_a_lesson_stays(walk):
    trainee = a_learner(walk)
    page = trainee.go(LESSON)
    page.locator("[name=text]").fill("The second kind.")
    cut_during(trainee, ".reflection form", "Keep for myself")
    assert page.locator("[name=text]").input_value() == "The second kind."
    trainee.press("Keep for myself")
    page.reload()
    assert page.locator("[name=text]").input_value() == "The second kind."


def test_a_marked_lesson_leads_on_once_the_line_is_back(walk):
    trainee = a_learner(walk)
    trainee.go(LESSON)
    cut_during(trainee, "#progress form", "Mark as done and continue")
    page = trainee.press("Mark as done and continue")
    expect(page.get_by_text("The lesson before is marked as done.")).to_be_visible()


def test_a_visitors_answer_is_marked_on_the_page_itself(walk):
    visitor = walk(PHONE)
    page = visitor.go(LESSON)
    page.locator(".question [name=answer]").first.check()
    cut_during(visitor, ".question form", "Check")
    assert page.locator(".question [name=answer]").first.is_checked()
    visitor.press("Check")
    expect(page.get_by_text("Your answer:")).to_be_visible()
    assert page.locator(".question [name=answer]").first.is_checked()


def test_an_answer_in_a_quiz_stays(walk):
    trainee = a_learner(walk)
    trainee.go(f"{COURSE}final-quiz/")
    page = trainee.press(re.compile("Start the quiz|Continue your attempt"))
    while not page.locator("input[type=radio]").count():
        trainee.press("Save and go on")
    page.locator("input[type=radio]").nth(1).check()
    cut_during(trainee, "form.question-form", "Save and go on")
    assert page.locator("input[type=radio]").nth(1).is_checked()
    page.get_by_text("Saved", exact=True).wait_for()
    question = page.url
    trainee.press("Save and go on")
    trainee.go(question)
    assert page.locator("input[type=radio]").nth(1).is_checked()


def test_an_item_of_the_needs_assessment_stays(walk):
    person = walk(PHONE)
    person.sign_in("editor")
    page = person.go("/en/needs/")
    page.get_by_role("button", name="Begin").first.click()
    page.wait_for_load_state()
    person.press("Begin with the first", "link")
    page.locator("[name=level]").nth(2).check()
    page.locator("[name=priority]").first.check()
    page.locator("[name=comment]").fill("Since 2020")
    cut_during(person, "form.question-form", "Save and go on")
    assert page.locator("[name=comment]").input_value() == "Since 2020"
    person.press("Save and go on")
    expect(page.get_by_text("Item 2 of")).to_be_visible()


def test_without_scripts_the_browser_sends_the_form(walk):
    visitor = walk(PHONE, scripts=False)
    page = visitor.page
    page.goto(visitor.site.address + LESSON)
    page.locator(".question [name=answer]").first.check()
    page.get_by_role("button", name="Check").click()
    assert page.get_by_text("Your answer:").is_visible()


@pytest.mark.parametrize("is_taken", [True, False], ids=["the answer is lost", "the site fails"])
def test_what_is_said_is_true_whether_or_not_the_site_took_it(walk, is_taken):
    trainee = a_learner(walk)
    page = trainee.go(LESSON)
    words = f"The {'second' if is_taken else 'third'} kind, perhaps."

    def answer(route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif is_taken:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.fulfill(status=500, content_type="text/html", body="<main>Something failed</main>")

    page.route("**/*", answer)
    page.locator("[name=text]").fill(words)
    page.locator(".reflection form").get_by_role("button", name="Keep for myself").click()
    expect(page.locator(".reflection form").get_by_role("status").filter(has_text=SAID)).to_be_visible()
    assert page.locator("[name=text]").input_value() == words
    page.unroute_all()
    page.reload()
    assert (page.locator("[name=text]").input_value() == words) is is_taken
