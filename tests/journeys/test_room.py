"""A room on a bad line: three participants on phones, one without e-mail, and a facilitator whose line drops."""

import re

import segno

from tests.journeys.conftest import DESK, PASSWORD, PHONE
from tests.journeys.rooms import code_of, desk_of, on_screen, sign_in_when_asked

WORKSHOP = "E-waste at the border: workshop in Nairobi (demonstration)"
LIST = """Name;E-mail;Country
Fatou Diallo;fatou@example.org;Senegal
Ivan Petrov;ivan(at)example.org;Kenia
"""


def to_the_desk(facilitator):
    facilitator.go("/en/desk/")
    return facilitator.press(WORKSHOP, role="link")


def when_drawn(page) -> None:
    """The browser's own drawing stands where the server's was."""
    page.locator("room-codes svg:not(.segno)").wait_for()


def test_a_room_is_joined_and_attendance_kept_over_a_line_that_drops(walk, site):
    facilitator = walk(DESK)
    facilitator.sign_in("facilitator")
    code = code_of(to_the_desk(facilitator))
    screen = facilitator.press("Screen for the room", role="link")
    session = screen.locator("room-codes").get_attribute("data-session")
    when_drawn(screen)

    # What is drawn is what a camera reads.
    drawn = screen.locator("room-codes path").get_attribute("d")
    expected = {
        f"M{run.start() + 1} {y + 1}h{run.end() - run.start()}"
        for slots_ago in (0, 1)
        for y, row in enumerate(segno.make(on_screen(site, code, session, slots_ago), error="m", mask=0).matrix)
        for run in re.finditer("1+", "".join(map(str, row)))
    }
    assert {part.split("v")[0] for part in drawn.split("z") if part} <= expected

    # By an account: the code is typed as people type.
    editor = walk(PHONE)
    editor.go("/j/")
    editor.page.get_by_label("Code").fill(code.lower().replace("-", " "))
    editor.press("Open")
    editor.press("With my account")
    page = sign_in_when_asked(editor, "editor")
    assert page.get_by_text("You take part as").is_visible()

    # Without e-mail: a personal code, which opens the room again on another phone.
    amina = walk(PHONE)
    amina.go(f"/j/{code}/")
    page = amina.press("Without e-mail", role="link")
    page.get_by_label("Your name, as it shall stand on certificates").fill("Amina Otieno")
    page = amina.press("Join")
    slip = page.locator(".slip .code").inner_text()
    amina.press("I have noted it: go on", role="link")
    # The square on a slip: the code comes behind «#», goes into the field and out of the address.
    scanned = walk(PHONE)
    page = scanned.go(f"/j/{code}/slip/#{slip}")
    assert page.get_by_label("Personal code").input_value() == slip
    assert slip not in page.url
    again = walk(PHONE)
    again.go("/j/")
    again.page.get_by_label("Code").fill(slip)
    again.press("Open")
    page = again.press("Come in")
    assert page.locator("main").get_by_text("Amina Otieno").is_visible()

    # Scanned before having joined: counted from the scan.
    manager = walk(PHONE)
    manager.go(on_screen(site, code, session))
    assert manager.page.get_by_text("Your scan of the code in the room is kept").is_visible()
    manager.press("With my account")
    page = sign_in_when_asked(manager, "manager")
    assert page.get_by_text("You are marked as present").is_visible()
    # Scanned when in: one's own browser says it at once.
    again.page.goto(on_screen(site, code, session))
    again.page.get_by_text("You are marked as present").wait_for()
    again.look()
    # A photo of the code of some minutes ago.
    editor.page.goto(on_screen(site, code, session, slots_ago=6))
    assert editor.page.get_by_text("changes every half minute").is_visible()
    editor.look()

    # The line drops while the facilitator notes who is there.
    to_the_desk(facilitator)
    page = facilitator.go(f"{desk_of(facilitator)}attendance/{session}/")
    assert page.locator("[data-present]").inner_text() == "2"
    facilitator.context.set_offline(True)
    for name in ("Joseph (invented)", "Wanjiru (invented)"):
        page.get_by_role("checkbox", name=re.compile(re.escape(name))).check()
    page.get_by_text("2 not sent yet").wait_for()
    facilitator.look()
    page.reload()
    page.get_by_text("The line is down: this is the list as it was on").wait_for()
    for name in ("Joseph (invented)", "Wanjiru (invented)"):
        assert page.get_by_role("checkbox", name=re.compile(re.escape(name))).is_checked()
    facilitator.look()
    facilitator.context.set_offline(False)
    page.get_by_text("All is sent.").wait_for()
    assert page.locator("[data-present]").inner_text() == "4"
    page = facilitator.go(f"{desk_of(facilitator)}live/")
    assert page.get_by_text("4 here").is_visible()
    # Whoever signs out leaves no list of people in the browser.
    assert page.evaluate("caches.has('desk')")
    facilitator.go("/en/accounts/sign-out/")
    facilitator.press("Sign out")
    assert not page.evaluate("caches.has('desk')")


def test_what_is_noted_and_taken_back_at_once_stays_taken_back_on_a_slow_line(walk, site):
    facilitator = walk(PHONE)
    facilitator.sign_in("facilitator")
    session = to_the_desk(facilitator).locator("main a[href*='/attendance/']").first.get_attribute("href")
    page = facilitator.go(session)
    page.get_by_role("checkbox").first.wait_for()
    page.evaluate(
        """() => {
          const send = window.fetch;
          let sent = 0;
          window.fetch = async (...said) => {
            if (!sent++) await new Promise((resolve) => setTimeout(resolve, 2000));
            return send(...said);
          };
        }"""
    )
    box = page.get_by_role("checkbox").last
    was = box.is_checked()
    box.set_checked(not was)
    box.set_checked(was)
    page.get_by_text("All is sent.").wait_for()
    page.wait_for_function("!Object.keys(localStorage).length")
    page.reload()
    assert page.get_by_role("checkbox").last.is_checked() is was


def test_what_was_noted_without_a_line_is_sent_from_the_desk_too(walk, site):
    facilitator = walk(PHONE)
    facilitator.sign_in("facilitator")
    to_the_desk(facilitator)
    desk = desk_of(facilitator)
    link = facilitator.page.locator("main a[href*='/attendance/']").first
    session, title = link.get_attribute("href"), link.inner_text()
    page = facilitator.go(session)
    box = page.get_by_role("checkbox").first
    was = box.is_checked()
    facilitator.context.set_offline(True)
    box.set_checked(not was)
    page.get_by_text("1 not sent yet").wait_for()
    page.goto("about:blank")
    facilitator.context.set_offline(False)
    # The line carries pages and no more.
    facilitator.context.route("**/marks/", lambda route: route.abort())
    page = facilitator.go(desk)
    waiting = page.locator("attendance-outbox .notice")
    waiting.get_by_text("1 not sent yet").wait_for()
    assert waiting.get_by_role("link").get_attribute("href") == session
    assert waiting.inner_text().startswith(title.replace("\n", ""))
    facilitator.look()
    facilitator.context.unroute("**/marks/")
    # In another language, from the list of all activities.
    page = facilitator.go("/fr/desk/")
    page.wait_for_function("!Object.keys(localStorage).length")
    page.locator("attendance-outbox .notice").wait_for()
    page = facilitator.go(session)
    assert page.get_by_role("checkbox").first.is_checked() is not was
    assert page.evaluate("Object.keys(localStorage).length") == 0


# Resolves when the worker has kept this page; false after ten seconds.
KEPT = """async () => {
  for (let tries = 0; tries < 100; tries++) {
    if (await caches.match(location.href)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}"""


def test_a_list_seen_once_opens_again_without_a_line_under_the_strict_policy(walk, site):
    page = walk(PHONE, bypass_csp=False).page
    sign_in_on(page, site)
    page.goto(site.address + page.locator("main a[href*='/attendance/']").first.get_attribute("href"))
    assert page.evaluate(KEPT)
    page.context.set_offline(True)
    page.reload()
    page.get_by_text("The line is down: this is the list as it was on").wait_for()
    assert page.locator(".site-header").evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"


def sign_in_on(page, site) -> None:
    """By the form alone, up to the activity's desk."""
    page.goto(f"{site.address}/en/accounts/sign-in/")
    page.locator("[name=login]").fill("facilitator@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{site.address}/en/desk/")
    page.get_by_role("link", name=WORKSHOP).first.click()
    page.wait_for_load_state()


def test_the_screen_goes_on_without_a_line(walk, site):
    facilitator = walk(DESK)
    facilitator.sign_in("facilitator")
    to_the_desk(facilitator)
    page = facilitator.press("Screen for the room", role="link")
    when_drawn(page)
    before = page.locator("room-codes path").get_attribute("d")
    facilitator.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("The line is down.").wait_for()
    page.reload()
    page.get_by_text("The line is down.").wait_for()
    when_drawn(page)
    slot = slot_of_page(page)
    page.evaluate("later => { const now = Date.now; Date.now = () => now() + later; }", 60_000)
    page.wait_for_function(
        "before => document.querySelector('room-codes path').getAttribute('d') !== before", arg=before
    )
    assert slot_of_page(page) >= slot + 2
    page.evaluate("later => { const now = Date.now; Date.now = () => now() + later; }", 25 * 60_000)
    page.get_by_text("No codes are left").wait_for()
    assert not page.locator("room-codes svg").is_visible()


def slot_of_page(page) -> int:
    return page.evaluate("Math.floor(Date.now() / 30000)")


def test_a_list_with_mistakes_is_put_in_and_mended_on_a_phone(walk):
    facilitator = walk(PHONE)
    facilitator.sign_in("facilitator")
    to_the_desk(facilitator)
    facilitator.press("Put in a list of people", role="link")
    facilitator.page.get_by_label("List").fill(LIST)
    page = facilitator.press("Check the list")
    assert page.get_by_text("1 row has mistakes.").is_visible()
    facilitator.press("Put 1 person on the list")
    page.get_by_label("E-mail address").fill("ivan@example.org")
    page.get_by_label("Party").fill("Кения")
    facilitator.press("Check again")
    page = facilitator.press("Put 1 person on the list")
    assert page.get_by_role("link", name="Ivan Petrov").is_visible()
    facilitator.press("Put in a list", role="link")
    facilitator.press("Undo this list")
    facilitator.press("Undo this list")
    page = facilitator.go(desk_of(facilitator) + "people/?q=petrov")
    assert page.get_by_text("Nobody is found.").is_visible(), page.locator("main").inner_text()


def test_attendance_and_joining_without_scripts(walk, site):
    facilitator = walk(PHONE, scripts=False)
    page = facilitator.page
    sign_in_on(page, site)
    code = code_of(page)
    desk = page.url
    page.get_by_role("link", name="Screen for the room").click()
    session = page.locator("room-codes").get_attribute("data-session")
    assert page.locator("room-codes svg").is_visible()
    page.goto(f"{desk}attendance/{session}/")
    page.get_by_role("button", name="Everybody shown here is there").click()
    assert page.get_by_text("Saved:").is_visible()
    assert page.locator("[name=here]:not(:checked)").count() == 0

    visitor = walk(PHONE, scripts=False).page
    visitor.goto(on_screen(site, code, session))
    visitor.get_by_role("link", name="Without e-mail").click()
    visitor.get_by_label("Your name, as it shall stand on certificates").fill("Kofi Mensah")
    visitor.get_by_role("button", name="Join").click()
    visitor.get_by_role("link", name="I have noted it: go on").click()
    assert visitor.get_by_text("You were present").is_visible()
