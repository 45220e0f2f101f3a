"""An editor who has never been here makes a course of an empty site: two languages, a quiz, a certificate.

With BRS_SCREENSHOTS=1 (`make screenshots`) the pictures of docs/first-course.md are made anew.
"""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from brs.core.folding import fold
from tests.journeys.conftest import DESK, PASSWORD, Site, running_site
from tests.journeys.test_admin import Desk

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images" / "first-course"
LARGEST = 100_000
QUESTIONS = """1. Who gives consent to a movement of hazardous waste?
*A. The State of import
B. The carrier

2. What goes with the waste?
A. An invoice alone
*B. The movement document
"""
EDITOR = "from tests.journeys.admin_ground import make_editor; make_editor()"
FRENCH = {
    "Moving hazardous waste": "Mouvements de déchets dangereux",
    "Who asks whom before hazardous waste crosses a border.": "Qui demande à qui avant un mouvement.",
    "Say who has to consent": "Dire qui doit consentir",
    "Consent": "Le consentement",
    "Who consents": "Qui consent",
    "Hazardous waste moves only with prior consent.": "Rien ne bouge sans consentement préalable.",
    "Test yourself": "Testez-vous",
}


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory) -> Iterator[Site]:
    """As docs/deploying.md makes it, with an editor."""
    ground = [["migrate", "-v0"], ["createcachetable"], ["load_starter", "--ground"], ["shell", "--command", EDITOR]]
    with running_site(tmp_path_factory.mktemp("empty"), *ground) as site:
        yield site


@pytest.fixture
def desk(browser, empty_site) -> Iterator[Desk]:
    context = browser.new_context(viewport=DESK)
    # A new page saves itself half a second after something was typed, or not yet: here only by the button.
    context.route("**/admin/pages/add/**", by_the_button_alone)
    desk = Desk(context, empty_site)
    page = desk.go("/en/accounts/sign-in/")
    page.fill("[name=login]", "editor@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/learning/")
    yield desk
    context.close()
    assert not desk.wrong, "\n".join(desk.wrong)


def by_the_button_alone(route: Route) -> None:
    if route.request.method == "POST" and route.request.resource_type == "fetch":
        route.fulfill(status=400, json={"success": False, "error_code": "validation_error", "error_message": ""})
    else:
        route.continue_()


def picture(page: Page, name: str, at: Locator | None = None) -> None:
    if not os.environ.get("BRS_SCREENSHOTS"):
        return
    if at:
        at.scroll_into_view_if_needed()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for autosave in page.get_by_text(re.compile("^Autosave")).all():  # held back here: see by_the_button_alone
        autosave.evaluate("element => { element.closest('div').style.visibility = 'hidden'; }")
    file = PICTURES / f"{name}.webp"
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(file, quality=75, method=6)
    assert file.stat().st_size <= LARGEST


def write(desk: Desk, block: Locator, words: str) -> None:
    block.locator("[role=textbox]").click()
    desk.page.keyboard.type(words)
    # Draftail puts what is in an editor into its form a quarter of a second later.
    expect(block.locator("input[type=hidden][name$=-value]").last).to_have_value(re.compile(re.escape(words[:20])))


def name_it(page: Page, title: str) -> None:
    """Typed key by key: the address of the page follows it."""
    page.locator("[name=title]").press_sequentially(title)
    page.locator("[name=title]").press("Tab")


def save(desk: Desk) -> str:
    """The address of the page's editor."""
    page = desk.page
    with page.expect_navigation():
        desk.press("Save draft")
    page.wait_for_url("**/edit/")
    page.locator("body.ready [data-edit-form]").wait_for()
    expect(page.locator(".error-message")).to_have_count(0)
    return page.url.removeprefix(desk.site.address)


def add_below(desk: Desk, title: str, kind: str) -> None:
    """From the editor of the page above: its actions, "Add child page", the type."""
    page = desk.page
    page.locator("header").get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=re.compile("Add child page|Add subpage")).first.click()
    page.wait_for_url(re.compile("/add"))
    if "/add_subpage/" in page.url:  # there is more than one type to choose from
        page.get_by_role("link", name=kind, exact=True).click()
        page.wait_for_url("**/pages/add/**")
    page.locator("body.ready [data-edit-form]").wait_for()
    name_it(page, title)


def test_a_first_course(desk):
    page = desk.go("/admin/")
    picture(page, "1-front-page")

    desk.press("Create a course", "link")
    page.locator("body.ready [data-edit-form]").wait_for()
    name_it(page, "Moving hazardous waste")
    page.fill("[name=summary]", "Who asks whom before hazardous waste crosses a border.")
    desk.add_block("outcomes", "Outcome").locator("input[type=text]").fill("Say who has to consent")
    page.locator("#id_certificate_kind-chooser").get_by_role("button", name="Choose").first.click()
    page.locator(".modal-body [data-chooser-modal-choice]", has_text="Certificate of completion").first.click()
    page.locator(".modal-body").wait_for(state="detached")
    conventions = page.get_by_role("group", name="Conventions")
    conventions.get_by_label("Basel Convention").check()
    picture(page, "2-course")
    course = save(desk)

    add_below(desk, "Consent", "Module")
    save(desk)
    add_below(desk, "Who consents", "Lesson")
    write(desk, desk.add_block("body", "Paragraph"), "Hazardous waste moves only with prior consent.")
    lesson_conventions = page.get_by_role("group", name="Conventions")
    lesson_conventions.get_by_role("button", name="Add Basel Convention").click()
    expect(lesson_conventions.get_by_role("button", name="Remove Basel Convention")).to_be_visible()
    picture(page, "3-lesson", lesson_conventions)
    save(desk)
    look_at_the_search(desk)

    desk.go("/admin/")
    desk.press("Import questions", "link")
    page.fill("[name=text]", QUESTIONS)
    desk.press("Read")
    expect(page.locator(".question-import-question")).to_have_count(2)
    picture(page, "4-questions")
    page.get_by_role("button", name="publish those without problems").click()
    page.get_by_text("2 are published.").wait_for()

    desk.go(course)
    add_below(desk, "Test yourself", "Quiz")
    for stem in ("Who gives consent", "What goes with"):
        desk.choose(desk.add_block("questions", "Question").locator(".snippet-chooser"), stem)
    picture(page, "5-quiz", page.locator("#panel-child-content-questions-section"))
    save(desk)

    desk.go(course)
    act(desk, "Publish the whole course")
    picture(page, "6-publish")
    with page.expect_navigation():
        desk.press("Yes, publish")
    desk.told("published")
    desk.go(course)
    page.locator("#id_is_open").check()
    with page.expect_navigation():
        desk.more("publish")
    desk.told("published")
    desk.go("/en/courses/moving-hazardous-waste/")
    expect(page.locator("main").get_by_role("button", name="Enrol")).to_be_visible()
    picture(page, "7-published")

    desk.go(course)
    act(desk, "Translate this page")
    page.get_by_label("Français").check()
    page.locator("[name=include_subtree]").check()
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()
    desk.told("4 drafts to translate")
    translate(desk)
    for title in ("Consent", "Who consents", "Test yourself"):
        desk.go("/admin/")
        desk.press("Translation desk", "link", page.locator("main"))
        page.locator("[name=course]").select_option(label="Moving hazardous waste")
        page.locator("[name=language]").select_option("fr")
        desk.press("Show")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True))
        expect(row).to_contain_text("Draft")
        if title == "Consent":
            picture(page, "9-translation-desk")
        with page.expect_navigation():
            row.get_by_role("link").last.click()
        translate(desk)
    desk.go("/fr/courses/moving-hazardous-waste/")
    expect(page.locator("h1")).to_have_text(FRENCH["Moving hazardous waste"])
    for title in ("Who consents", "Test yourself"):
        expect(page.get_by_role("link", name=FRENCH[title], exact=True)).to_be_visible()
    picture(page, "10-in-french")
    complete(desk)


def translate(desk: Desk) -> None:
    """Each text of the page, then the page is published. Questions that are not translated are asked in English."""
    page = desk.page
    button = page.get_by_role("button", name="Translate", exact=True)
    button.first.wait_for()
    questions = page.get_by_text("Not translated", exact=True).count()
    while (left := button.count()) > questions:
        button.first.click()
        words = page.locator("textarea").first
        segment = page.locator("li, section, div").filter(has=words).filter(has=page.get_by_role("button", name="Save"))
        source = next(text for text in FRENCH if text in segment.last.inner_text())
        words.fill(FRENCH[source])
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(button).to_have_count(left - 1)
    if page.get_by_role("heading", name="Summary", exact=True).count():  # the course itself
        picture(page, "8-translate")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish in Français").click()
    desk.told("ublished")


def complete(desk: Desk) -> None:
    """As a learner, who gets the certificate."""
    page = desk.page
    desk.go("/en/courses/moving-hazardous-waste/")
    press_on(desk, "Enrol")
    desk.go("/en/courses/moving-hazardous-waste/consent/who-consents/")
    press_on(desk, "Mark as done and continue")
    desk.go("/en/courses/moving-hazardous-waste/test-yourself/")
    press_on(desk, "Start the quiz")
    right = page.get_by_label("The State of import").or_(page.get_by_label("The movement document"))
    for _question in range(2):
        right.check()
        press_on(desk, "Save and go on")
    press_on(desk, "Hand in")
    desk.go("/en/courses/moving-hazardous-waste/")
    expect(page.get_by_role("link", name="Your certificate")).to_be_visible()
    picture(page, "11-certificate")


def press_on(desk: Desk, name: str) -> None:
    with desk.page.expect_navigation():
        desk.press(name)


def act(desk: Desk, action: str) -> None:
    """One of the actions of the page in whose editor one is."""
    desk.page.locator("header").get_by_role("button", name="Actions").first.click()
    desk.press(action, "link")
    desk.page.wait_for_load_state()


def look_at_the_search(desk: Desk) -> None:
    """The same words are folded alike in the browser and on the server."""
    script = desk.page.locator("script[src*=translated-choices]").get_attribute("src")
    fold_script = re.search(r'from "\./(fold[\w.]*\.js)"', desk.page.request.get(desk.site.address + script).text())
    words = [
        "Déchets  électroniques",
        "ИЗ Ёлки",
        "اتفاقية بازل والنفايات إلكترونية",
        "Straße “A” – B",
        "ﬁ１２３",
        "œuvre",
    ]
    titles = desk.page.locator(".translated-choices-list span").all_inner_texts()
    folded = desk.page.evaluate(
        "async ([address, texts]) => { const { fold } = await import(address); return texts.map(fold); }",
        [f"{script.rpartition('/')[0]}/{fold_script[1]}", words + titles],
    )
    assert folded == [fold(text) for text in words + titles]
