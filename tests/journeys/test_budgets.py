"""What a page costs who reads it over a slow line: bytes as sent, requests, and what holds up the first paint.

The budgets stand in the design: 14 kB before first paint, 30 kB with all scripts, five requests.
"""

import pytest
from playwright.sync_api import Page

from .conftest import DESK, PHONE

FIRST_PAINT, ALL, PICTURE = 14_000, 30_000, 40_000

LESSON = "/en/courses/national-implementation-plans/from-facts-to-plan/priorities-and-actions/"
PAGES = [
    LESSON,
    "/en/courses/prior-informed-consent-for-waste-movements/notification-and-consent/writing-the-notification/",
    "/ru/courses/environmentally-sound-management-and-prevention/what-esm-means/definition-and-duty/",
    "/ar/courses/environmentally-sound-management-and-prevention/what-esm-means/definition-and-duty/",
    "/en/courses/basel-convention-essentials/",
    "/en/courses/",
    "/en/tools/",
    "/en/",
]
WITH_PICTURES = "/en/courses/three-conventions-one-life-cycle/from-production-to-disposal/one-chemical-three-treaties/"

BLOCKING_SCRIPTS = """performance.getEntriesByType("resource")
    .filter(one => one.initiatorType == "script" && one.renderBlockingStatus == "blocking").map(one => one.name)"""
FETCHED_AGAIN = """performance.getEntriesByType("resource").filter(one => one.transferSize > 0).map(one => one.name)"""
SHIFTED = """new Promise(done => {
    let sum = 0
    new PerformanceObserver(seen => seen.getEntries().forEach(one => sum += one.value))
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => done(sum), 300)
})"""


def sent(page: Page, address: str) -> dict[str, list[int]]:
    """Opens the address; gives the bytes of each answer by what it is for: document, stylesheet, script, image."""
    requests: list = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(address, wait_until="networkidle")
    sizes: dict[str, list[int]] = {}
    for request in requests:
        sizes.setdefault(request.resource_type, []).append(request.sizes()["responseBodySize"])
    return sizes


def check(page: Page, address: str) -> None:
    page.route("**/*", lambda route: route.continue_())  # a first visit: nothing comes from the cache
    got = sent(page, address)
    assert sum(got["document"] + got["stylesheet"]) <= FIRST_PAINT, address
    assert sum(sum(sizes) for sizes in got.values()) <= ALL, address
    assert sum(len(sizes) for sizes in got.values()) <= 5, address
    assert page.evaluate(BLOCKING_SCRIPTS) == []
    assert page.evaluate(SHIFTED) == 0, address


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(path, walk):
    person = walk(PHONE)
    check(person.page, person.site.address + path)
    assert person.outside == []


def test_a_page_is_light_for_who_has_signed_in(walk):
    person = walk(PHONE)
    person.sign_in("trainee")
    for path in PAGES:
        check(person.context.new_page(), person.site.address + path)


def test_a_lesson_seen_again_is_one_request(walk):
    person = walk(PHONE)
    sent(person.page, person.site.address + LESSON)
    sent(person.page, person.site.address + LESSON)
    assert person.page.evaluate(FETCHED_AGAIN) == []


def test_a_picture_is_light_and_comes_when_it_is_seen(walk):
    person = walk(DESK)
    got = sent(person.page, person.site.address + WITH_PICTURES)
    for picture in person.page.locator(".lesson img").all():
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("loading") == "lazy"
        assert picture.get_attribute("width") and picture.get_attribute("height")
    person.page.wait_for_load_state("networkidle")
    assert max(got["image"]) <= PICTURE
