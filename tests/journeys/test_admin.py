"""Every screen of the admin and every widget on it, in a browser that holds the admin to its policy.

Nothing may be refused by the policy, fail on the server or in the console; and what is pressed has to happen.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import PASSWORD, Site

expect.set_options(timeout=60_000)
WIDE = {"width": 1400, "height": 1000}
PATIENCE = 90_000  # for a machine four times slower: what does not happen fails then, what happens waits for nothing
REPORT_REFUSALS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""
GROUND = "from tests.journeys.admin_ground import make; make()"
# What answers 400 to a draft that cannot be saved yet, and says so beside the field.
SAVING = re.compile(r"/admin/(pages|snippets)/.*\b(add|edit)\b.*/$")
SNIPPET = re.compile(r"/admin/snippets/\w+/\w+/(history|usage|preview|unpublish|delete)/")
NOT_A_SCREEN = re.compile(r"/logout/|/download/|/xliff/|/import/template/|/lock/|[?&]export=|/admin/bulk/")


class Desk:
    """The admin in a browser, for somebody who may do all of it. Whatever goes wrong is noted where it does."""

    def __init__(self, context: BrowserContext, site: Site):
        self.site, self.wrong = site, []
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_REFUSALS)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("response", lambda response: self._look_at(response.status, response.url))

    def _note(self, problem: str) -> None:
        # Of what was not loaded the status is noted, with its address; what Wagtail's checks find is no fault.
        if not problem.startswith(("Failed to load resource", "axe.run results")):
            self.wrong.append(f"{self.page.url}: {problem}")

    def _look_at(self, status: int, url: str) -> None:
        if status >= 400 and not (status == 400 and SAVING.search(urlsplit(url).path)):
            self._note(f"{status} {url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.site.address + path)
        if path.startswith("/admin/"):
            self.page.locator("body.ready").wait_for()
        return self.page

    def press(self, name: str, role: str = "button", within: Locator | None = None) -> None:
        (within or self.page).get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def more(self, action: str) -> None:
        """One of the deeds beside "Save draft"."""
        self.page.locator("footer").get_by_role("button", name="More actions").click()
        self.page.locator(f"[name=action-{action}]").click()

    def told(self, words: str) -> None:
        expect(self.page.locator(".messages")).to_contain_text(words)

    def choose(self, chooser: Locator, words: str) -> None:
        """What is called so in the chooser's window."""
        chooser.locator("[data-chooser-action-choose]").locator("visible=true").click()
        self.pick(words)
        expect(chooser).not_to_have_class(re.compile("blank"))

    def pick(self, words: str) -> None:
        window = self.page.locator(".modal-body")
        with self.page.expect_response(lambda response: "q=" in response.url):
            window.locator("input[name=q]").fill(words)
        window.locator("[data-chooser-modal-choice], .choose-page", has_text=words).first.click()
        window.wait_for(state="detached")

    def add_block(self, field: str, name: str) -> Locator:
        blocks = self.page.locator(f"#panel-child-content-{field}-content [data-streamfield-child]")
        number = blocks.count()
        self.page.locator(f"#panel-child-content-{field}-content .c-sf-add-button").last.click()
        # Where there is one type only, it is added at once.
        option = self.page.get_by_role("option", name=name, exact=True)
        expect(option.or_(blocks.nth(number)).first).to_be_attached()
        if option.count():
            option.click()
        expect(blocks.nth(number)).to_be_attached()
        return blocks.last


@pytest.fixture(scope="module")
def _ground(site) -> None:
    site.manage("shell", "--command", GROUND)


@pytest.fixture(scope="module")
def signed_in(browser, site, _ground) -> Iterator[Desk]:
    context = browser.new_context(viewport=WIDE)
    desk = Desk(context, site)
    page = desk.go("/en/accounts/sign-in/")
    page.fill("[name=login]", "superuser@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/learning/")
    yield desk
    context.close()


@pytest.fixture
def desk(signed_in) -> Iterator[Desk]:
    signed_in.wrong.clear()
    yield signed_in
    assert not signed_in.wrong, "\n".join(signed_in.wrong)


def kind_of(address: str, came_from: str) -> str:
    """Alike are screens that differ by a number alone; a page's own screens differ by the type of the page."""
    path = urlsplit(address).path
    path = SNIPPET.sub(r"/admin/snippets/…/\1/", path)
    path = re.sub(r"/pages/usage/\w+/\w+/$", "/pages/usage/…/", path) if "/pages/usage/" not in came_from else path
    kind = re.sub(r"/\d+(?=/|$)", "/…", path)
    return f"{kind} of {came_from}" if "/pages/usage/" in came_from and "/edit/" in kind else kind


def test_every_screen_opens(desk):
    waiting, kinds = [("/admin/", "")], set()
    while waiting:
        address, came_from = waiting.pop(0)
        kind = kind_of(address, came_from)
        if kind in kinds:
            continue
        kinds.add(kind)
        page = desk.go(address)
        for link in page.locator("a[href^='/admin/']").evaluate_all(
            "links => links.map((a) => a.getAttribute('href'))"
        ):
            if not NOT_A_SCREEN.search(link):
                waiting.append((link, urlsplit(address).path))
    assert len(kinds) > 90


def edit(desk: Desk, title: str) -> Page:
    desk.go(f"/admin/pages/search/?q={title.replace(' ', '+')}")
    desk.page.get_by_role("link", name=title, exact=True).first.click()
    desk.page.locator("body.ready [data-edit-form]").wait_for()
    return desk.page


PRESS_A_SHOWN_TIME = """() => {
  const picker = [...document.querySelectorAll(".xdsoft_datetimepicker")].find((each) => each.checkVisibility());
  const box = picker.querySelector(".xdsoft_time_box").getBoundingClientRect();
  const isShown = ({ top, bottom }) => top >= box.top && bottom <= box.bottom;
  const times = [...picker.querySelectorAll(".xdsoft_time")];
  const shown = times.find((time) => isShown(time.getBoundingClientRect()));
  shown.click();
  return shown.textContent;
}"""


def pick_a_time(page: Page) -> str:
    """One that can be seen, found and pressed in one step: the list still rolls to the hour of the day."""
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_time:visible").first.wait_for()
    return page.evaluate(PRESS_A_SHOWN_TIME)


def test_a_day_and_a_time_are_picked(desk):
    page = desk.go("/admin/snippets/needs/indicatorvalue/add/")
    page.locator("[name=on]").click()
    page.locator(".xdsoft_datetimepicker:visible td[data-date='15']:not(.xdsoft_other_month)").click()
    assert re.fullmatch(r"\d{4}-\d\d-15", page.input_value("[name=on]"))

    edit(desk, "Drafted course")
    desk.press("Toggle status")
    desk.press("Set schedule")
    page.locator("[name=go_live_at]").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_next").first.click()
    page.locator(".xdsoft_datetimepicker:visible td[data-date='16']:not(.xdsoft_other_month)").click()
    time = pick_a_time(page)
    assert re.fullmatch(rf"\d{{4}}-\d\d-16 {time}", page.input_value("[name=go_live_at]"))


def test_days_and_times_in_blocks_are_picked(desk):
    page = desk.go("/admin/pages/create/activities/activitypage")
    page.locator("body.ready [data-edit-form]").wait_for()
    session = desk.add_block("agenda", "Session")
    session.locator("[name$=-day]").click()
    page.locator(".xdsoft_datetimepicker:visible td[data-date='17']:not(.xdsoft_other_month)").click()
    session.locator("[name$=-time]").click()
    time = pick_a_time(page)
    assert session.locator("[name$=-day]").input_value().endswith("-17")
    assert session.locator("[name$=-time]").input_value() == time


def test_rows_are_added_moved_and_taken_away(desk):
    page = desk.go("/admin/snippets/activities/survey/add/")
    page.fill("[name=title]", "Crawled")
    rows = page.locator("#id_fields-FORMS > [data-inline-panel-child]:not(.deleted)")
    for number, label in enumerate(["First", "Second", "Third"]):
        page.locator("#id_fields-ADD").click()
        expect(rows).to_have_count(number + 1)
        rows.nth(number).locator("[name$=-label]").fill(label)
    rows.nth(2).locator("[data-inline-panel-child-move-up]").click()
    page.locator("#id_fields-0-DELETE-button").click()
    desk.press("Save")
    desk.told("'Crawled'")
    desk.press("Edit", "link", page.locator(".messages"))
    expect(rows).to_have_count(2)
    assert [row.locator("[name$=-label]").input_value() for row in rows.all()] == ["Third", "Second"]


WITH_STREAMS = [
    "/admin/pages/create/activities/activitypage",
    "/admin/pages/create/toolkits/toolpage",
    "/admin/snippets/courses/question/add/",
    "/admin/snippets/needs/questionnaire/add/",
]
DRAFTS = ["Drafted course", "Drafted lesson", "Drafted quiz"]


def add_one_of_each(desk: Desk) -> int:
    """Each stream of the screen gets each of its blocks; where it holds only one, one after the other."""
    page, added = desk.page, 0
    buttons = page.locator("[data-edit-form] .c-sf-add-button")
    streams = buttons.evaluate_all("buttons => buttons.map((b) => b.closest('[data-contentpath]').dataset.contentpath)")
    for name in dict.fromkeys(streams):
        stream = page.locator(f"[data-contentpath='{name}']").first
        blocks, add = stream.locator("[data-streamfield-child]"), stream.locator(".c-sf-add-button")
        names = [""]
        for number, _ in enumerate(names):
            before = blocks.count()
            add.last.click()
            options = page.locator(".w-combobox-container, .w-combobox").get_by_role("option")
            expect(options.or_(blocks.nth(before)).first).to_be_attached()
            if options.count():
                if number == 0:
                    names += options.all_inner_texts()[1:]
                options.nth(number).click()
            expect(blocks.nth(before)).to_be_attached()
            added += 1
            if not add.last.is_enabled():
                stream.locator("[data-streamfield-action=DELETE]").last.click()
                expect(blocks).to_have_count(before)
    return added


def test_every_block_can_be_added(desk):
    added = {title: add_one_of_each(desk) for title in DRAFTS if edit(desk, title)}
    for address in WITH_STREAMS:
        desk.go(address).locator("body.ready [data-edit-form]").wait_for()
        added[address] = add_one_of_each(desk)
    assert sum(added.values()) > 40, added


def test_what_is_chosen_is_shown(desk):
    """A picture, a file, a page and a term in blocks; a page and a term in fields."""
    page = edit(desk, "Drafted lesson")
    desk.choose(desk.add_block("body", "Image").locator(".image-chooser"), "Five phases")
    desk.choose(desk.add_block("body", "Document").locator(".document-chooser"), "Attendance sheet")
    desk.choose(desk.add_block("body", "Tool").locator(".page-chooser"), "Guide to the control")
    desk.choose(desk.add_block("body", "Provision").locator(".snippet-chooser"), "Movements between Parties")
    desk.go("/admin/snippets/courses/question/add/")
    desk.choose(page.locator("#id_lesson-chooser"), "Drafted lesson")
    expect(page.locator("#id_lesson-chooser [data-chooser-title]")).to_have_text("Drafted lesson")
    desk.press("Actions", within=page.locator("#id_lesson-chooser"))
    page.locator("[data-chooser-action-clear]").locator("visible=true").click()
    expect(page.locator("#id_lesson")).to_have_value("")


def test_words_link_to_what_is_chosen(desk):
    page = edit(desk, "Drafted lesson")
    text = desk.add_block("body", "Paragraph")
    editor = text.locator("[role=textbox]")
    editor.click()
    for kind in ("page", "external", "email"):
        page.keyboard.type(f"{kind} ")
        page.keyboard.press("Shift+Home")
        text.locator("[name=LINK]").locator("visible=true").click()
        window = page.locator(".modal-body")
        if kind == "page":
            desk.pick("Basel Convention essentials")
        else:
            desk.press(f"{kind.capitalize()} link", "link", window)
            field = {"external": "url", "email": "email_address"}[kind]
            window.locator(f"[name$={field}]").fill({"external": "https://example.org", "email": "a@example.org"}[kind])
            window.locator("[type=submit]").click()
            window.wait_for(state="detached")
        editor.focus()
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
    expect(editor.locator(".TooltipEntity")).to_have_count(3)


CLIPBOARDS = Path(__file__).parent / "clipboards"
COPY = """(texts) => addEventListener("copy", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const [type, text] of Object.entries(texts)) event.clipboardData.setData(type, text);
}, { once: true, capture: true })"""


def paste(field: Locator, text: str, name: str = "") -> None:
    """What a program puts on the clipboard: plain text, and HTML by the name of its file."""
    html = {"text/html": (CLIPBOARDS / f"{name}.html").read_text()} if name else {}
    field.page.evaluate(COPY, {"text/plain": text, **html})
    field.click()
    field.press("Control+c")
    field.press("Control+v")


def editors_of(block: Locator) -> Locator:
    return block.locator("[role=textbox]")


def test_formulas_and_tables_are_pasted(desk):
    """From Word into a text, from Excel into a table; and readers see them."""
    page = edit(desk, "Lesson to paste into")
    text = desk.add_block("body", "Paragraph")
    paste(editors_of(text), "See https://www.basel.int for more", "word")
    page.keyboard.type("!")
    expect(editors_of(text)).to_contain_text("Answer on CO2 | 60!")

    desk.add_block("body", "Table")
    table = page.locator("[data-takes-tables]").last
    headings, cells = table.locator("input[type=text][name*=-header-]"), editors_of(table)
    table.locator("[name$=-caption]").fill("Gases")
    paste(headings.first, "Gas\tFormula", "excel")
    expect(headings).to_have_count(3)
    expect(cells).to_have_count(9)
    paste(cells.nth(7), "Hg(CH3)2\t4\r\n")
    # Draftail puts what is in an editor into its form a quarter of a second later.
    expect(table.locator("input[type=hidden][name$=-value]").last).to_have_value(re.compile('"4"'))
    desk.more("publish")
    desk.told("published")

    page = desk.go(urlsplit(page.get_by_role("link", name="View live").get_attribute("href")).path)
    assert [text.strip() for text in page.locator(".prose p").all_inner_texts()] == [
        "Burning gives CO2; see https://www.basel.int for more.",
        "Mercury as Hg2+ in water, 12 kg/m3.",
        "· Dioxin, 0.1 ng",
        "Step | Days",
        "Answer on CO2 | 60!",
    ]
    assert page.locator(".prose :is(sub, sup)").all_inner_texts() == ["2", "2+", "3", "2"]
    rows = [row.locator("th, td").all_inner_texts() for row in page.locator("main table tr").all()]
    assert rows == [
        ["Gas", "Formula", "Tonnes in 2024"],
        ["Carbon dioxide", "CO2", "84,000"],
        ["Mercury", "Hg2+", "12"],
        ["Mercury", "Hg(CH3)2", "4"],
    ]
    assert page.locator("main table :is(sub, sup)").all_inner_texts() == ["2", "2+"]


def test_a_table_that_is_pasted_has_as_many_columns_as_fit(desk):
    page = edit(desk, "Lesson to paste into")
    desk.add_block("body", "Table")
    table = page.locator("[data-takes-tables]").last
    paste(editors_of(table), "\t".join("123456789"))
    desk.told("at most 8 columns")
    expect(editors_of(table)).to_have_count(8)


def test_what_is_typed_is_seen_before_it_is_published(desk):
    """The preview beside the editor: of each page type and of what is no page."""
    for title in [*DRAFTS, "Basel Convention essentials"]:
        page = edit(desk, title)
        page.get_by_role("button", name="Toggle preview").click()
        frame = page.locator("iframe[data-w-preview-target=iframe], .w-preview__iframe, #w-preview-iframe").first
        expect(frame.content_frame.locator("main")).to_be_visible()
        desk.press("Toggle preview")


def test_the_checks_read_a_draft(desk):
    page = edit(desk, "Lesson with a nameless picture")
    desk.press("Toggle checks")
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile("[1-9]"))
    expect(page.locator("[data-content-readability-score]")).to_have_text(re.compile("[A-Z]"))
    expect(page.locator("[data-checks-panel]")).to_contain_text("Image alt text has inappropriate pattern")


@pytest.mark.parametrize(
    "path", ["", "courses/", "courses/basel-convention-essentials/", "tools/", "activities/", "themes/"]
)
def test_the_checks_run_on_a_page_that_is_online(desk, path):
    desk.go("/admin/")
    page = desk.go(f"/en/{path}")
    page.locator("[data-wagtail-userbar-trigger]").click()
    checks = page.locator("#checker-trigger [data-content-checker-count]")
    expect(checks).to_have_text(re.compile("^[0-9]+$"))
