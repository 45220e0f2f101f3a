"""A facilitator gathers, orders and shares; a stranger opens it by the code read aloud; a co-owner helps."""

import re
import time
from html import unescape

from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Walk
from tests.journeys.test_budgets import sent

TOOL = "/en/tools/notification-and-movement-documents/"
COURSE = "/en/courses/prior-informed-consent-for-waste-movements/"
LESSON = COURSE + "before-anyone-notifies/five-screening-questions/"
PASSCODE = "cocoa-2026"
MOST_CLICKS, LONGEST = 4, 15
MOST_BYTES = 30_000


def a_toolkit(walk, title: str) -> tuple[Walk, str]:
    """Somebody who has just made one, and the path of its page."""
    facilitator: Walk = walk(DESK)
    facilitator.sign_in("facilitator")
    facilitator.go("/en/toolkits/new/")
    facilitator.page.get_by_label("Title").fill(title)
    facilitator.press("Make the toolkit")
    return facilitator, facilitator.page.url.removeprefix(facilitator.site.address)


def add(facilitator: Walk, path: str, title: str) -> str:
    """What is at the path is put in the toolkit by one press: its title."""
    page = facilitator.go(path)
    name = page.inner_text("h1")
    facilitator.press(f"Add to “{title}”")
    assert "is now in" in page.inner_text("main")
    return name


def in_order(page: Page) -> list[str]:
    return page.locator(".entries .name").all_inner_texts()


def clicks(page: Page, *names: str) -> int:
    """Clicks one after the other; how many they were."""
    for name in names:
        page.locator("main").get_by_role("button", name=name).or_(
            page.locator("main").get_by_role("link", name=name)
        ).first.click()
        page.wait_for_load_state()
    return len(names)


def test_from_sign_in_to_a_link_that_is_revoked(walk):
    kit_title = "Workshop in Accra"
    facilitator, kit = a_toolkit(walk, kit_title)
    page = facilitator.page
    tool, lesson, course = (add(facilitator, path, kit_title) for path in (TOOL, LESSON, COURSE))

    facilitator.go(kit)
    page.get_by_text("Add a link").click()
    page.get_by_label("Address", exact=True).fill("https://www.basel.int/")
    page.get_by_label("Title (optional)").fill("Basel Convention")
    facilitator.press("Add the link")
    page.get_by_text("Add a section").click()
    page.get_by_label("Heading").fill("Before you come")
    facilitator.press("Add the section")
    assert in_order(page) == [tool, lesson, course, "Basel Convention", "Before you come"]

    # A heading by a button; an item by keys alone, where the focus stays on what is moved.
    facilitator.press("Move up: Before you come")
    page.get_by_role("button", name=f"Move down: {tool}").focus()
    for _ in range(2):
        with page.expect_response("**/move/"):
            page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move down: {tool}"
    assert "is now number 4 of 5" in page.locator("entry-list [role=status]").inner_text()
    facilitator.go(kit)
    assert in_order(page) == ["Before you come", lesson, course, tool, "Basel Convention"]

    facilitator.press(re.compile(f"^Edit ?: {re.escape(lesson)}"), "link")
    page.get_by_label("Note").fill("Half an hour, at home.")
    facilitator.press("Save")
    assert "Half an hour, at home." in page.inner_text("main")

    facilitator.context.grant_permissions(["clipboard-read", "clipboard-write"])
    started = time.monotonic()
    assert clicks(page, "Make a link", "Copy") <= MOST_CLICKS
    page.get_by_text("Copied").first.wait_for()
    assert time.monotonic() - started < LONGEST
    assert "/t/" in page.evaluate("navigator.clipboard.readText()")

    # With a passcode and a label of its own.
    facilitator.go(kit)
    started = time.monotonic()
    made = clicks(page, "Choose otherwise")
    facilitator.look()
    page.get_by_label("For", exact=True).fill("Accra, May")
    page.get_by_label("Passcode (optional)").fill(PASSCODE)
    assert made + clicks(page, "Make the link", "Copy") <= MOST_CLICKS
    page.get_by_text("Copied").first.wait_for()
    assert time.monotonic() - started < LONGEST
    address = page.evaluate("navigator.clipboard.readText()")
    facilitator.look()

    stranger: Walk = walk(PHONE, scripts=False)
    open_by_reading_aloud(stranger.page, stranger.site.address, address)
    assert [stranger.page.locator("h3").all_inner_texts()] == [[lesson, course, tool, "Basel Convention"]]
    assert "Half an hour, at home." in stranger.page.inner_text("main")
    for name in (lesson, tool):
        other = stranger.context.new_page()
        href = stranger.page.get_by_role("link", name=name).get_attribute("href")
        other.goto(f"{stranger.site.address}{href}")
        assert other.inner_text("h1") == name

    page.reload()
    mine = page.locator("article", has_text="Accra, May")
    assert "1 visit · 2 items opened · 0 downloads" in mine.inner_text()
    assert mine.locator("rect").count() == 1
    mine.get_by_text("Day by day").click()
    mine.get_by_text("Change it or stop it").click()
    facilitator.look()
    mine.get_by_role("button", name="Revoke for good").click()
    page.wait_for_load_state()
    facilitator.look()
    assert "is revoked" in page.inner_text("main")

    answer = stranger.page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert "Nothing is shared here" in stranger.page.inner_text("main")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 410
    assert "It was revoked" in page.inner_text("main")
    facilitator.look()


def open_by_reading_aloud(page: Page, site: str, address: str) -> None:
    """The code is typed as it is heard, the passcode wrongly first."""
    code = address.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{site}/t/")
    page.get_by_label("Code").fill(code.replace("-", " ").lower())
    page.locator("main button").click()
    assert "asks for a passcode" in page.inner_text("h1")
    page.get_by_label("Passcode").fill("coco-2026")
    page.locator("main button").click()
    assert "This is not the passcode" in page.inner_text("main")
    page.get_by_label("Passcode").fill(PASSCODE)
    page.locator("main button").click()
    assert page.inner_text("h1") == "Workshop in Accra"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_pages_of_a_link_are_for_everybody(walk):
    facilitator, kit = a_toolkit(walk, "For everybody")
    add(facilitator, TOOL, "For everybody")
    page = facilitator.go(kit)
    facilitator.press("Make a link")
    address = page.get_by_label("Address of the link").first.input_value()
    facilitator.go(kit + "share/")
    page.get_by_label("Passcode (optional)").fill(PASSCODE)
    facilitator.press("Make the link")
    locked = page.get_by_label("Address of the link").first.input_value()
    for size in (PHONE, DESK):
        visitor: Walk = walk(size)
        for path in (address, f"{address}?language=ar", f"{address}poster/", locked, "/t/"):
            visitor.go(path)
        visitor.page.goto(visitor.site.address + "/t/00000-00000/")
        visitor.look()
        visitor.page.goto(address)
        visitor.page.emulate_media(media="print")
        assert not visitor.page.get_by_role("navigation").first.is_visible()
        assert visitor.page.locator(".print-only img").is_visible()


def test_a_co_owner_is_asked_by_mail_accepts_and_edits(walk):
    facilitator, kit = a_toolkit(walk, "Ours together")
    facilitator.go(kit + "co-owners/")
    facilitator.page.get_by_label("E-mail address").fill("editor@example.org")
    facilitator.press("Ask")
    assert "(asked, no answer yet)" in facilitator.page.inner_text("main")

    editor: Walk = walk(PHONE)
    editor.sign_in("editor")
    mail = editor.site.newest_mail()
    assert "asks you to own a toolkit" in mail
    editor.go(re.findall(r"https?://\S+", mail)[0])
    assert "asks you to own “Ours together” with them." in editor.page.inner_text("main")
    editor.press("Accept")
    assert editor.page.url.endswith(kit)

    # Both write at once: the second is shown what the first wrote.
    facilitator.go(kit + "edit/")
    editor.press("Edit title and note", "link")
    editor.page.get_by_label("Purpose").fill("What the editor wrote")
    editor.press("Save")
    facilitator.page.get_by_label("Purpose").fill("What the facilitator wrote")
    facilitator.press("Save")
    assert "What the editor wrote" in facilitator.page.inner_text("main")
    assert facilitator.page.get_by_label("Purpose").input_value() == "What the facilitator wrote"
    facilitator.press("Save")
    assert "What the facilitator wrote" in editor.go(kit).inner_text("main")


def test_a_shared_page_of_twenty_items_is_light(walk):
    facilitator, kit = a_toolkit(walk, "Twenty items")
    page, site = facilitator.page, facilitator.site.address
    tools = page.request.get(f"{site}/en/tools/").text()
    paths = list(dict.fromkeys(re.findall(r'href="(/en/tools/[a-z-]+/)"', tools)))[:20]
    assert len(paths) == 20
    for path in paths:
        html = page.request.get(site + path).text()
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|page|next)" value="([^"]*)"', unescape(html)))
        answer = page.request.post(
            f"{site}/en/toolkits/add/",
            form={**fields, "toolkit": kit.split("/")[3]},
            headers={"Referer": site},
        )
        assert answer.ok
    facilitator.go(kit)
    assert len(in_order(page)) == 20
    facilitator.press("Make a link")
    address = page.get_by_label("Address of the link").first.input_value()
    got = sent(walk(PHONE).page, address)
    assert sum(sum(sizes) for sizes in got.values()) < MOST_BYTES
    assert set(got) <= {"document", "stylesheet", "image", "other"}
