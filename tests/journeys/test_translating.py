"""A lesson is changed in English; its readers in French are told, until a translator has followed."""

import re
import subprocess

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MANAGE, ROOT

GROUND = "from tests.journeys.changed_lesson import make; print('at ' + make())"
MOST_PRESSES = 6


def test_a_translator_follows_a_change_with_six_presses(walk, site):
    made = subprocess.run(
        [*MANAGE, "shell", "-c", GROUND], env=site.environment, cwd=ROOT, capture_output=True, check=True
    )
    path = re.search(r"^at (.+)$", made.stdout.decode(), re.MULTILINE)[1]
    reader = walk()
    reading = f"/fr/{path}"
    notice = reader.go(reading).locator("main .notice", has=reader.page.locator("a[hreflang=en]"))
    expect(notice).to_have_count(1)
    reader.go(f"/en/{path}")
    expect(reader.page.get_by_text("This holds for hazardous wastes too.")).to_have_count(1)

    translator = walk(DESK)
    page = translator.page
    translator.sign_in("editor")
    presses = 0

    def press(name: str, role: str = "button") -> None:
        nonlocal presses
        page.get_by_role(role, name=name).first.click()
        page.wait_for_load_state()
        presses += 1

    desk = f"{site.address}/admin/reports/translation-desk/?kind=courses.lessonpage&language=fr&state=behind"
    page.goto(desk)
    press("Behind", "link")
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    presses += 1
    page.wait_for_load_state()
    page.goto(desk)
    press("Behind", "link")
    aid = page.locator(".translation-aid", has_text="hazardous wastes → déchets dangereux").filter(has_text="Use").first
    aid.wait_for()
    item = page.locator("li.incomplete", has=aid)
    item.get_by_role("button", name="Use").first.click()
    field = item.locator("textarea")
    field.fill(field.input_value() + " Cela vaut aussi pour les déchets dangereux.")
    item.get_by_role("button", name="Save").click()
    page.locator("li.complete", has_text="This holds for hazardous wastes too.").get_by_text("manually").wait_for()
    press("Publish in")
    page.get_by_text("Published").first.wait_for()
    presses += 2
    assert presses <= MOST_PRESSES

    reader.go(reading)
    expect(notice).to_have_count(0)
    expect(reader.page.get_by_text("Cela vaut aussi pour les déchets dangereux.")).to_have_count(1)
