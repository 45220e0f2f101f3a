"""A facilitator plans a workshop from nothing, and one from a template; without JavaScript as well."""

import re
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import DESK, PHONE

FIRST = (date.today() + timedelta(days=30)).isoformat()


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (DESK, False)])
def test_from_an_empty_activity_to_its_join_code(walk, size, scripts):
    """Two presses from the desk: “Plan an activity”, “Plan it”."""
    someone = walk(size, scripts=scripts)
    page, look = someone.page, someone.look if scripts else lambda: None
    someone.look = look  # axe needs scripts
    someone.sign_in("facilitator")
    someone.go("/en/desk/")
    someone.press("Plan an activity", role="link")
    page.get_by_label("Title", exact=True).fill("E-waste in Lagos")
    page.get_by_label("Purpose").fill("To sort ten consignments.")
    page.get_by_label("First day").fill(FIRST)
    page.get_by_label("Time zone").select_option("Africa/Lagos")
    page.get_by_label("Place").fill("Lagos")
    someone.press("Plan it")
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.inner_text("main"))
    desk = page.url

    someone.press("The agenda", role="link")
    for number, title in enumerate(("Opening", "Cases")):
        page.locator(f"[name=s-{number}-title]").fill(title)
        page.locator(f"[name=s-{number}-day]").fill(FIRST)
        page.locator(f"[name=s-{number}-time]").fill(f"{9 + number:02}:00")
    someone.press("Move session 2 up")
    assert page.locator("[name=s-0-title]").input_value() == "Cases"
    someone.press("Remove session 3")
    page.locator("[name=s-0-minutes]").fill("2")
    someone.press("Save the agenda")
    assert "Please check what you typed" in page.inner_text("main")
    assert page.locator("[name=s-1-title]").input_value() == "Opening"
    page.locator("[name=s-0-minutes]").fill("120")
    someone.press("Save the agenda")
    assert page.url == desk and "Cases" in page.inner_text("main")

    someone.press("Courses, tests, certificate", role="link")
    page.get_by_label("Certificate", exact=True).select_option(label="Certificate of participation")
    page.get_by_label("Attendance needed").fill("75")
    someone.press("Save")
    someone.press("Words, place, who may join", role="link")
    page.get_by_label("Description").fill("First line.\n\nSecond <b>line</b>.")
    someone.press("Save")

    someone.press("When it is", role="link")
    later = (date.fromisoformat(FIRST) + timedelta(days=7)).isoformat()
    page.get_by_label("First day").fill(later)
    someone.press("Save")
    someone.press("The agenda", role="link")
    assert page.locator("[name=s-0-day]").input_value() == later

    page.goto(desk)
    someone.press("Its public page", role="link")
    text = page.inner_text("main")
    assert "E-waste in Lagos" in text and "Lagos time (UTC+1)" in text and "at least 75" in text
    assert "Second line." in text

    page.goto(desk)
    someone.press("Cancel it", role="link")
    page.get_by_label("Why it is cancelled").fill("The venue is flooded.")
    someone.press("Cancel the activity")
    assert "The venue is flooded." in page.inner_text("main")


def test_from_a_template_four_presses_lead_to_the_join_code(walk):
    someone = walk(PHONE)
    page = someone.page
    someone.sign_in("facilitator")
    someone.go("/en/desk/")
    someone.press("Plan one from a template", role="link")
    someone.press("Applying the e-waste amendments at the border: regional workshop", role="link")
    someone.press("Plan one like this", role="link")
    assert page.get_by_label("Title", exact=True).input_value().startswith("Applying the e-waste amendments")
    page.get_by_label("First day").fill(FIRST)
    someone.press("Plan it")
    text = page.inner_text("main")
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert "Notification clinic" in text


def test_what_is_coming_is_found_in_list_calendar_and_in_arabic(walk):
    visitor = walk(PHONE)
    visitor.go("/en/activities/")
    visitor.press("Calendar", role="link")
    visitor.press(re.compile("Later:"), role="link")
    visitor.press(re.compile("demonstration"), role="link")
    assert "Agenda" in visitor.page.inner_text("main")
    visitor.go("/ar/activities/")
    visitor.go("/ar/activities/?view=calendar")
    visitor.go("/en/activities/?view=templates")
