"""A line so slow that what is pressed overtakes what is being saved: the last word counts, and is nobody else's."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_line_down import COURSE, a_learner
from tests.slow_line import SlowLine, slow_line


@pytest.fixture
def line(site) -> Iterator[SlowLine]:
    with slow_line(urlsplit(site.address).port) as line:
        yield line


def test_an_answer_overtakes_the_save_before_it(walk, line):
    trainee = a_learner(walk, line)
    trainee.go(f"{COURSE}final-quiz/")
    page = trainee.press(re.compile("Start the quiz|Continue your attempt"))
    while not page.locator("input[type=radio]").count():
        trainee.press("Save and go on")
    question = page.url
    line.hold(b"autosave")
    page.locator("input[type=radio]").nth(0).check()
    line.wait_for_one()
    page.locator("input[type=radio]").nth(1).check()
    trainee.press("Save and go on")
    assert page.url != question
    line.release()
    trainee.go(question)
    assert page.locator("input[type=radio]").nth(1).is_checked()


def test_nobody_else_has_answered_an_item_on_a_slow_line(walk, line):
    person = walk(PHONE, through=line)
    person.sign_in("trainee")
    page = person.go("/en/needs/")
    page.get_by_role("button", name=re.compile("^(Begin|Go on)")).first.click()
    page.wait_for_load_state()
    page.locator(".tasks a").first.click()
    for number in ("1", "2", "3"):
        page.get_by_text(re.compile(f"Item {number} of")).wait_for()
        item = page.url
        line.hold(b"autosave")
        page.locator("[name=level]").nth(1).check()
        line.wait_for_one()
        page.locator("[name=comment]").fill(f"Comment {number}")
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url(lambda url, item=item: url != item)
        line.release()
        following = page.url
        page.goto(item)
        expect(page.locator("[name=comment]")).to_have_value(f"Comment {number}")
        assert not page.get_by_text("at the same time").count()
        page.goto(following)


def test_what_was_typed_is_kept_when_the_page_is_left_at_once(walk):
    person = walk(PHONE)
    person.sign_in("trainee")
    page = person.go("/en/needs/")
    page.get_by_role("button", name=re.compile("^(Begin|Go on)")).first.click()
    page.locator(".tasks a").nth(4).click()
    page.get_by_text(re.compile("Item 5 of")).wait_for()
    item = page.url
    page.locator("[name=level]").nth(1).check()
    page.get_by_text("Saved", exact=True).wait_for()
    page.locator("[name=comment]").fill("Half a sent")
    page.goto(person.site.address + "/en/glossary/")
    for _look in range(20):  # it went beside the page that came next, and may arrive a moment later
        page.goto(item)
        if page.locator("[name=comment]").input_value():
            break
    assert page.locator("[name=comment]").input_value() == "Half a sent"
