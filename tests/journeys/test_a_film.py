"""Who watches a film to its end has done the lesson, and may take it back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Walk

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


UNSENT = "What you did is not sent yet: the line is down."
WAITING = "() => Object.keys(localStorage).filter(key => key.startsWith('event '))"


HAS_COME = """() => {
    const { buffered, duration } = document.querySelector("video");
    return buffered.length && buffered.end(buffered.length - 1) >= duration - 0.1;
}"""


def cut_the_line(page: Page) -> None:
    page.context.set_offline(True)


def watched_without_a_line(walk, role: str, cut: Callable[[Page], None] = cut_the_line) -> Walk:
    """Somebody who has seen the film to its end after the line was cut."""
    learner = walk(PHONE)
    learner.sign_in(role)
    page = learner.go(COURSE)
    if page.get_by_role("button", name=re.compile("^Enrol")).count():
        learner.press(re.compile("^Enrol"))
    page = learner.go(LESSON)
    if page.get_by_text(DONE).count():
        learner.press("Undo")
    film = page.locator("video")
    film.evaluate("film => film.play()")
    page.wait_for_function(HAS_COME, timeout=60_000)
    cut(page)
    film.evaluate("film => { film.playbackRate = 8 }")
    expect(page.locator("event-outbox").get_by_text(UNSENT)).to_be_visible(timeout=60_000)
    assert len(page.evaluate(WAITING)) == 2
    return learner


def test_a_film_watched_without_a_line_does_the_lesson_when_it_is_back(walk):
    learner = watched_without_a_line(walk, "editor")
    page = learner.page
    learner.look()
    waiting = page.evaluate("() => ({...localStorage})")
    learner.context.set_offline(False)
    expect(page.get_by_text(DONE)).to_be_visible()
    expect(page.locator("event-outbox").get_by_text("All is sent.")).to_be_visible()
    assert page.evaluate(WAITING) == []
    learner.press("Undo")
    # The answer was lost on the way, so that they are sent once more: what was taken back since stays so.
    page.evaluate("waiting => Object.assign(localStorage, waiting)", waiting)
    with page.expect_response("**/api/learning/events/") as sent:
        page.reload()
    assert [event["status"] for event in sent.value.json()["events"]] == ["duplicate", "duplicate"]
    page.reload()
    expect(page.get_by_role("button", name="Mark as done")).to_be_visible()
    assert page.evaluate(WAITING) == []


def test_what_waits_is_sent_for_nobody_else_and_from_another_page(walk):
    """At a shared computer: the first leaves without a line, and comes back after somebody else."""
    learner = watched_without_a_line(walk, "manager")
    learner.page.goto("about:blank")
    learner.context.set_offline(False)
    page, sent = learner.context.new_page(), []
    learner.page = page
    page.on("request", lambda request: sent.append(request.url) if "/api/" in request.url else None)
    learner.go("/en/accounts/sign-out/")
    learner.press("Sign out")
    learner.sign_in("trainee")
    learner.go("/en/learning/")
    expect(page.locator("event-outbox")).to_be_empty()
    assert sent == [] and len(page.evaluate(WAITING)) == 2
    learner.go("/en/accounts/sign-out/")
    learner.press("Sign out")
    learner.sign_in("manager")
    learner.go("/en/learning/")
    page.wait_for_function(f"() => !({WAITING})().length")
    learner.go(LESSON)
    expect(page.get_by_text(DONE)).to_be_visible()


def test_a_page_left_open_sends_nothing_in_the_name_of_who_signed_in_since(walk):
    learner = watched_without_a_line(
        walk, "manager", cut=lambda page: page.route("**/api/**", lambda route: route.abort())
    )
    left_open = learner.page
    learner.page = learner.context.new_page()
    learner.go("/en/accounts/sign-out/")
    learner.press("Sign out")
    learner.sign_in("trainee")
    left_open.unroute_all()
    with left_open.expect_response("**/api/learning/events/") as sent:
        left_open.evaluate("() => window.dispatchEvent(new Event('online'))")
    assert sent.value.status == 403
    expect(left_open.locator("event-outbox").get_by_text("Sign in again")).to_be_visible()
    assert len(left_open.evaluate(WAITING)) == 2
