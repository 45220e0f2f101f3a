"""Who watches a film to its end has done the lesson, and may take it back."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

COURSE = "/en/courses/prior-informed-consent-for-waste-movements/"
LESSON = f"{COURSE}on-the-road-and-after/movement-document/"
DONE = "You have marked this lesson as done."


def test_a_film_watched_to_its_end_does_the_lesson(walk):
    learner = walk(PHONE)
    learner.sign_in("trainee")
    page = learner.go(COURSE)
    if page.get_by_role("button", name=re.compile("^Enrol")).count():
        learner.press(re.compile("^Enrol"))
    page = learner.go(LESSON)
    film = page.locator("video")
    assert film.evaluate("film => [film.preload, film.readyState, film.textTracks.length]") == ["none", 0, 1]
    film.evaluate("film => { film.playbackRate = 8; return film.play() }")
    expect(page.get_by_text(DONE)).to_be_visible(timeout=20_000)
    learner.look()
    learner.go(LESSON)
    expect(page.get_by_text(DONE)).to_be_visible()
    learner.press("Undo")
    expect(page.get_by_role("button", name="Mark as done")).to_be_visible()
