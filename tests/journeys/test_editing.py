"""An editor signs in to the admin and changes a course; visitors read the change."""

from tests.journeys.conftest import DESK

COURSE = "/en/courses/basel-convention-essentials/"


def test_an_editor_changes_a_summary_and_visitors_read_it(walk):
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}/admin/")
    page.wait_for_url("**/admin/")
    visitor = walk(DESK)
    visitor.go(COURSE)
    page.goto(f"{editor.site.address}/admin/pages/search/?q=Basel+Convention+essentials")
    page.get_by_role("link", name="Basel Convention essentials", exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.fill("[name=summary]", "Said anew by the editor.")
    page.get_by_role("button", name="More actions").last.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_load_state()
    visitor.go(COURSE)
    assert "Said anew by the editor." in visitor.page.inner_text("main")
