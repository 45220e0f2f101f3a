"""Ordering and matching by keyboard, and answers kept without a press of a button."""

import re

from tests.journeys.conftest import PHONE

COURSE = "preventing-illegal-traffic-and-trade"


def answer_the_first(trainee, element: str):
    """Start the quiz and go on to the first question of a kind."""
    trainee.go(f"/en/courses/{COURSE}/")
    trainee.press("Enrol")
    trainee.go(f"/en/courses/{COURSE}/final-quiz/")
    page = trainee.press(re.compile("Start the quiz|Continue your attempt"))
    for _ in range(30):
        if page.locator(element).count():
            return page
        trainee.press("Save and go on")
    raise AssertionError(f"no {element} in the quiz")


def test_items_are_put_in_order_by_keyboard_and_kept_at_once(walk):
    trainee = walk(PHONE)
    trainee.sign_in("facilitator")
    page = answer_the_first(trainee, "order-list")
    rows = page.locator("order-list .pair > span")
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()
    up = page.get_by_role("button", name=f"Move up: {second}")
    up.focus()
    page.keyboard.press("Enter")
    assert [rows.nth(0).inner_text(), rows.nth(1).inner_text()] == [second, first]
    assert page.locator("order-list [role=status]").inner_text() == f"“{second}” is now number 1 of {rows.count()}."
    assert up.evaluate("button => button === document.activeElement")
    page.get_by_text("Saved", exact=True).wait_for()
    trainee.look()

    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("order-list select").nth(0).select_option("2")
    page.reload()
    assert [rows.nth(0).inner_text(), rows.nth(1).inner_text()] == [first, second]


def test_an_answer_that_cannot_be_sent_says_so_and_is_sent_later(walk):
    trainee = walk(PHONE)
    trainee.sign_in("editor")
    page = answer_the_first(trainee, "input[type=radio]")
    trainee.context.set_offline(True)
    page.locator("input[type=radio]").nth(1).check()
    page.get_by_text("this may not be saved. It will be tried again.").wait_for()
    trainee.context.set_offline(False)
    page.get_by_text("Saved", exact=True).wait_for()
    page.reload()
    assert page.locator("input[type=radio]").nth(1).is_checked()
