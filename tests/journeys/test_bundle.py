"""A toolkit is taken along: downloaded, unpacked, and read from a stick without a network."""

import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.conftest import DESK, PHONE, Walk

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COURSE = "/en/courses/running-a-workshop/"
LESSON = "/en/courses/three-conventions-one-life-cycle/from-production-to-disposal/one-chemical-three-treaties/"


def a_shared_toolkit(walk) -> str:
    """What a facilitator gathers and shares: the path of the link."""
    facilitator: Walk = walk(DESK)
    facilitator.sign_in("facilitator")
    facilitator.go("/en/toolkits/new/")
    facilitator.page.get_by_label("Title").fill("Training in Nairobi")
    facilitator.page.locator("main form button").first.click()
    for path in (COURSE, LESSON, "/en/tools/esm-toolkit/"):
        facilitator.go(path)
        facilitator.page.get_by_role("button", name="Add to").first.click()
        facilitator.page.wait_for_load_state()
    facilitator.go("/en/toolkits/")
    facilitator.press("Training in Nairobi", "link")
    assert "Offline folder" in facilitator.page.inner_text("main")
    facilitator.press("Share", "link")
    facilitator.press("Make a link")
    return urlsplit(facilitator.page.get_by_label("Address of the link").first.input_value()).path


@pytest.fixture
def stick(browser: Browser):
    """A browser without a network, on a phone and in the dark; whatever it asks for but files fails, and is noted."""
    asked: list[str] = []
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    context.set_offline(True)

    def only_files(route):
        if not route.request.url.startswith(("file:", "data:")):
            asked.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", only_files)
    yield context, asked
    context.close()


def test_it_is_downloaded_unpacked_and_read_without_a_network(walk, stick, tmp_path):
    shared = a_shared_toolkit(walk)
    visitor: Walk = walk(PHONE)
    context, asked = stick
    for language in ("en", "ar"):
        visitor.go(f"{shared}?language={language}")
        with visitor.page.expect_download() as download:
            visitor.page.locator("a[href*='bundle.zip']").click()
        with zipfile.ZipFile(download.value.path()) as archive:
            archive.extractall(tmp_path / language)
        [folder] = (tmp_path / language).iterdir()
        seen = read_all(context.new_page(), (folder / "index.html").as_uri(), language)
        assert seen == {page.as_uri() for page in folder.rglob("*.html")}
    assert asked == []


def read_all(page, start: str, language: str) -> set[str]:
    """Opens every page that a link leads to, and looks at each as a reader would."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        seen.add(address)
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        axe = Axe().run(page, options={"runOnly": RULES})
        assert axe.violations_count == 0, f"{address}\n{axe.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} scrolls sideways by {wide}px"
        broken = page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)")
        assert broken == []
        hidden = page.evaluate(
            "[...document.querySelectorAll('audio, video')].filter(one => one.clientHeight < 40).length"
        )
        assert hidden == 0
        links = page.evaluate("[...document.links].map(one => one.href.split('#')[0])")
        for link in links:
            if not link.startswith("file:"):
                assert link.startswith(("https:", "http:", "mailto:"))
            elif link.endswith(".html"):
                ahead.append(link)
            else:
                assert Path(urlsplit(link).path).is_file(), link
    return seen
