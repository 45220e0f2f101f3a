"""A facilitator gathers a lesson, shares it and prints it with notes; a visitor prints what the link shows."""

import io

from playwright.sync_api import Page, Route
from pypdf import PdfReader

from tests.journeys.conftest import DESK, PHONE

LESSON = "/en/courses/prior-informed-consent-for-waste-movements/before-anyone-notifies/five-screening-questions/"


def paper(page: Page, name: str, role: str = "link") -> str:
    """What is printed on the PDF that comes when something is pressed. The browser stays where it is."""
    papers: list[bytes] = []

    def keep(route: Route) -> None:
        papers.append(route.fetch().body())
        route.fulfill(status=204)

    page.route("**/handout.pdf*", keep)
    with page.expect_response("**/handout.pdf*"):
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
    page.unroute_all()
    pages = PdfReader(io.BytesIO(papers[0])).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_from_a_lesson_to_two_papers(walk):
    facilitator = walk(DESK)
    facilitator.sign_in("facilitator")
    page = facilitator.go(LESSON)
    title = page.inner_text("h1")
    facilitator.press("Add to my list")
    facilitator.go("/en/toolkits/")
    facilitator.press("My list", "link")
    assert "Model answer" not in paper(page, "Handout (PDF)", "button")
    page.get_by_label("With trainer's notes").check()
    with_notes = paper(page, "Handout (PDF)", "button")
    assert "not to be handed out" in with_notes
    assert "Model answer" in with_notes
    facilitator.press("Share", "link")
    facilitator.press("Make a link")
    address = page.get_by_label("Address of the link").input_value()

    visitor = walk(PHONE, scripts=False)
    visitor.page.goto(address)
    printed = paper(visitor.page, "Handout (PDF)")
    assert title in printed
    assert address.split("/")[-2] in printed
    assert "Model answer" not in printed
