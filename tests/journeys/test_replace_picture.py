"""An editor replaces a picture in three presses, and a visitor of the lesson sees the new one."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import DESK

TITLE, LESSON_TITLE = "A case exercise in four steps", "Cases, not lectures"


def test_a_picture_is_replaced_and_its_lesson_shows_the_new_one(walk, tmp_path):
    file = tmp_path / "IMG_4711.jpg"
    Image.new("RGB", (3000, 1500), "#0a7a5a").save(file, "JPEG")
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}/admin/")
    page.get_by_role("link", name="Images", exact=True).click()
    page.wait_for_url("**/admin/images/**")
    page.locator("input[name=q]").first.fill("case exercise four steps")
    page.locator("#listing-results td.title a").filter(has_text="b01, en").filter(has_text=TITLE).click()
    # Other journeys may show the picture too.
    expect(page.get_by_text(re.compile(rf"Used in \d places?\b.*“{LESSON_TITLE}”"))).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile(r"The new one is shown in \d places?\."))).to_be_visible()
    expect(page.get_by_text("Made smaller for the web: 2560 × 1280")).to_be_visible()

    visitor = walk(DESK)
    visitor.go("/en/courses/running-a-workshop/")
    visitor.press(LESSON_TITLE, role="link")
    shown = visitor.page.locator("main picture img").first
    shown.scroll_into_view_if_needed()
    visitor.page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    assert abs(shown.evaluate("image => image.naturalWidth / image.naturalHeight") - 2) < 0.02
    drawn = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    red, green, blue = drawn.getpixel((drawn.width // 2, drawn.height // 2))
    assert green > red + 60 and green > blue
