"""A whole workshop, from an empty activity to its certificates and its report.

Three take part on phones: Demo manager in Arabic, by an account; Kofi, who has no e-mail, by the slip that was made for
him; Demo editor by the code read aloud. Those who run it sit at a desk, and their line drops.
"""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
from django.utils.translation import gettext, override

from tests.journeys.conftest import DESK, PHONE, Walk
from tests.journeys.rooms import code_of, desk_of, on_screen, sign_in_when_asked
from tests.journeys.test_from_catalogue_to_certificate import CATALOGUE, finish_the_quiz

TITLE, KIT = "Sorting used electronics in Mombasa", "Papers for Mombasa"
COURSE = CATALOGUE["title"]["en"]
TOOL = "/en/tools/notification-and-movement-documents/"
# It has begun two hours ago and is over in less than one, so that everything is open.
BEGINS = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=2)
ENDS = BEGINS + timedelta(hours=2, minutes=45)
SESSIONS = ("Opening", "Cases")
# Three in one session of an hour, two in the other; two with everything right afterwards, one with nothing.
FIGURES = {
    "Have come": "3",
    "Hours attended": "5",
    "Mean attendance, per cent": "83.3",
    "Took both tests": "3",
    "Mean gain, percentage points": "66.7",
    "Evaluations shown": "0",  # three have answered
    "Certificates": "2",
}


def in_arabic(words: str) -> str:
    with override("ar"):
        return gettext(words)


def plan(facilitator: Walk) -> str:
    """An activity with a title and dates, and nothing else: its code."""
    facilitator.press("Plan an activity", "link")
    page = facilitator.page
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Purpose").fill("To tell waste from what is repaired.")
    for label, value in (
        ("First day", f"{BEGINS:%Y-%m-%d}"),
        ("Begins at", f"{BEGINS:%H:%M}"),
        ("Last day", f"{ENDS:%Y-%m-%d}"),
        ("Ends at", f"{ENDS:%H:%M}"),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_label("Time zone").select_option("UTC")
    facilitator.press("Plan it")
    return code_of(page)


def fill_in(facilitator: Walk) -> None:
    """Agenda, course, tests, rule of the certificate, materials."""
    page = facilitator.page
    facilitator.press("The agenda", "link")
    for number, title in enumerate(SESSIONS):
        begins = BEGINS + timedelta(hours=number)
        page.locator(f"[name=s-{number}-title]").fill(title)
        page.locator(f"[name=s-{number}-day]").fill(f"{begins:%Y-%m-%d}")
        page.locator(f"[name=s-{number}-time]").fill(f"{begins:%H:%M}")
        page.locator(f"[name=s-{number}-minutes]").fill("60")
    facilitator.press("Save the agenda")
    facilitator.press("Courses, tests, certificate", "link")
    facilitator.press_on("summary:has-text('to choose from')")
    page.get_by_label(COURSE, exact=True).check()
    for label in ("Test before", "Test after"):
        page.get_by_label(label, exact=True).select_option(label=f"{COURSE}: Final quiz")
    page.get_by_label("Certificate", exact=True).select_option(label="Certificate of participation")
    page.get_by_label("Attendance needed").fill("100")
    page.get_by_label("The test after must be passed").check()
    facilitator.press("Save")
    facilitator.press("Toolkits", "link")
    page.get_by_label(KIT).check()
    facilitator.press("Save")


def a_slip_for(facilitator: Walk, name: str) -> str:
    """Somebody without an address is put on the list: the personal code on their slip."""
    facilitator.press("Put in a list of people", "link")
    facilitator.page.get_by_label("List").fill(f"Name;E-mail;Country\n{name};;Ghana\n")
    facilitator.press("Check the list")
    facilitator.press("Put 1 person on the list")
    printed = facilitator.context.request.get(f"{facilitator.site.address}{desk_of(facilitator)}slips.pdf")
    assert printed.body().startswith(b"%PDF")
    facilitator.go(f"{desk_of(facilitator)}people/?q={name.split()[0]}")
    return code_of(facilitator.press(name, "link"))


def take_the_test(person: Walk, which: str, *, right: bool, say=str) -> str:
    """From one's own page of the activity: what is said at the end."""
    person.press(say(f"Take the test {which}"), "link")
    person.press(say("Start the test"))
    if right:
        finish_the_quiz(person, right=True)
    else:
        person.press(say("Save and see all answers"))
        person.press(say("Hand in"))
    return person.page.inner_text("h1")


def evaluate(person: Walk, say=str) -> None:
    person.press(say("Say what you think of it"), "link")
    for number in range(4):
        person.page.locator(f"main fieldset:nth-of-type({number + 1}) input[type=radio]").last.check()
    person.press(say("Hand in"))


def note(facilitator: Walk, session: str, *names: str) -> None:
    page = facilitator.go(f"{desk_of(facilitator)}attendance/{session}/")
    for name in names:
        page.get_by_role("checkbox", name=name).check()


def test_a_workshop_from_an_empty_activity_to_certificates_and_report(walk, site):
    facilitator, arabic, kofi, editor = walk(DESK), walk(PHONE, locale="ar"), walk(PHONE), walk(PHONE)
    facilitator.sign_in("facilitator")
    page = facilitator.page
    facilitator.go("/en/toolkits/new/")
    page.get_by_label("Title").fill(KIT)
    facilitator.press("Make the toolkit")
    facilitator.go(TOOL)
    facilitator.press(f"Add to “{KIT}”")
    editor.sign_in("editor")

    # From the desk three presses open a room («Plan an activity», «Plan it», «Screen for the room»), and one more, by
    # somebody who has scanned its code and is signed in, joins it: «Join as …».
    facilitator.go("/en/desk/")
    facilitator.presses = 0
    code = plan(facilitator)
    facilitator.press("Screen for the room", "link")
    assert code in page.inner_text("main") and facilitator.presses == 3
    editor.go(f"/j/{code}/")
    editor.press("Join as Demo editor")
    assert editor.page.get_by_text("You take part as").is_visible() and editor.presses == 1

    # Seven more fill the empty activity in: for agenda, learning and materials each a link and «Save», and one opens
    # the list of courses.
    facilitator.go(desk_of(facilitator))
    facilitator.presses = 0
    fill_in(facilitator)
    assert facilitator.presses == 7
    slip = a_slip_for(facilitator, "Kofi Mensah")
    facilitator.go(desk_of(facilitator))
    facilitator.press("Screen for the room", "link")
    session = page.locator("room-codes").get_attribute("data-session")
    cases = on_screen(site, code, session)

    # Without e-mail two presses: «Open», «Come in».
    kofi.go("/j/")
    kofi.page.get_by_label("Code").fill(slip.lower())
    kofi.press("Open")
    kofi.press("Come in")
    assert kofi.page.locator("main").get_by_text("Kofi Mensah").is_visible() and kofi.presses == 2

    # In Arabic, by an account that is not signed in yet, three: «With my account», «Sign in», «Continue». The scan of
    # the room's changing code waits meanwhile and counts.
    arabic.go(cases)
    assert arabic.page.locator("html[dir=rtl]").count()
    arabic.press(in_arabic("With my account"))
    sign_in_when_asked(arabic, "manager")
    assert arabic.presses == 3
    message = in_arabic("You are marked as present: %(session)s") % {"session": SESSIONS[1]}
    assert arabic.page.locator("html[dir=rtl]").get_by_text(message).is_visible()

    people = ((arabic, in_arabic), (kofi, str), (editor, str))
    for person, say in people:
        person.go(f"/j/{code}/")
        person.press(say("Agenda, materials, tests"), "link")
        assert KIT in person.page.inner_text("main")
        take_the_test(person, "before", right=False, say=say)

    # One session by the code in the room and by list; in the other the line drops.
    kofi.page.goto(on_screen(site, code, session))
    kofi.page.get_by_text("You are marked as present").wait_for()
    note(facilitator, session, "Demo editor")
    page.get_by_text("All is sent.").wait_for()
    assert page.locator("[data-present]").inner_text() == "3"
    first = page.get_by_role("link", name=SESSIONS[0]).first.get_attribute("href").rstrip("/").rsplit("/", 1)[1]
    page = facilitator.go(f"{desk_of(facilitator)}attendance/{first}/")
    facilitator.context.set_offline(True)
    for name in ("Demo manager", "Kofi Mensah"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_text("2 not sent yet").wait_for()
    facilitator.look()
    facilitator.context.set_offline(False)
    page.get_by_text("All is sent.").wait_for()
    assert page.locator("[data-present]").inner_text() == "2"
    facilitator.go(f"{desk_of(facilitator)}live/")

    own_page = f"/learning/activities/{desk_of(facilitator).split('/')[3]}/"
    # Whoever reads the questions in another language now goes on where they were.
    for (person, say), right in zip(people, (True, True, False), strict=True):
        person.go(f"/en{own_page}")
        assert ("100 %" in take_the_test(person, "after", right=right)) is right
        person.go(f"/{'ar' if person is arabic else 'en'}{own_page}")
        evaluate(person, say)
    editor.go(f"/en{own_page}")
    assert "What is left for you:" in editor.page.inner_text("main")

    facilitator.go(desk_of(facilitator))
    facilitator.press("Certificates", "link")
    preview = page.get_by_role("link", name="Preview one").get_attribute("href")
    assert facilitator.context.request.get(site.address + preview).body().startswith(b"%PDF")
    facilitator.press("Issue 2 certificates")
    assert "2 certificates are issued." in page.inner_text("main")

    stranger = walk(PHONE)
    for person, language, name in ((arabic, "ar", "Demo manager"), (kofi, "en", "Kofi Mensah")):
        page = person.go(f"/{language}{own_page}")
        address = page.locator("main a[href^='/verify/']").get_attribute("href")
        stranger.go(address)
        assert "Valid." in stranger.page.inner_text("main") and name in stranger.page.inner_text("main")
        document = stranger.context.request.get(
            site.address + address.replace("/verify/", "/certificates/")[:-1] + ".pdf"
        )
        assert document.body().startswith(b"%PDF")

    facilitator.go(desk_of(facilitator))
    page = facilitator.press("Report", "link")
    for label, value in FIGURES.items():
        row = page.locator("tr", has=page.get_by_role("rowheader", name=label)).first
        assert row.locator("td").inner_text() == value, label
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        file = facilitator.context.request.get(f"{site.address}{desk_of(facilitator)}report.{form}").body()
        assert file.startswith(begins)
    sheet = openpyxl.load_workbook(io.BytesIO(file))["Figures"]
    assert ["Hours attended", 5] in [[cell.value for cell in row[:2]] for row in sheet.iter_rows()]
    facilitator.press("Tests by person and question", "link")
