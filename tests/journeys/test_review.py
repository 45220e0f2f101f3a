"""A reader reports a problem without scripts and an editor answers; a reviewer approves a page of their convention."""

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

COURSE = "/en/courses/basel-convention-essentials/"
LESSON = f"{COURSE}what-counts-as-waste/what-counts-as-waste/"
APPOINT = """
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from brs.people.models import User
person = User.objects.create_user(email="basel@example.org", password="brs-learn-demo", name="Basel reviewer")
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
person.groups.add(Group.objects.get(name="reviewer: basel"))
"""


def test_a_reader_reports_a_problem_without_scripts_and_gets_an_answer_by_mail(walk):
    reader = walk(PHONE, scripts=False)
    page = reader.page
    page.goto(f"{reader.site.address}{LESSON}")
    page.get_by_role("link", name="Report a problem on this page").click()
    page.get_by_label("A link leads nowhere").check()
    page.get_by_label("Please describe it").fill("The link to Annex VIII is dead.")
    page.get_by_label("Your e-mail address").fill("reader@example.org")
    send = page.get_by_role("button", name="Send the report")
    send.click()
    while page.get_by_text("Please press the button once more").count():  # a person is slower than this
        send.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    looker = walk(PHONE)  # what is seen is looked at by axe, which needs scripts
    looker.go(f"{LESSON}")
    looker.press("Report a problem on this page", role="link")

    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}/admin/")
    panel = page.locator("#reported-problems-section")
    panel.get_by_role("link", name="What counts as waste").click()
    page.get_by_text("The link to Annex VIII is dead.").wait_for()
    page.get_by_label("Answer").fill("Thank you, it is mended.")
    page.get_by_role("button", name="Answer and close").click()  # from the front page with two presses
    page.get_by_text("Closed. The answer is on its way.").wait_for()
    letter = editor.site.newest_mail()
    assert "reader@example.org" in letter and "Thank you, it is mended." in letter


def test_a_reviewer_approves_a_page_of_their_convention(walk, site):
    site.manage("shell", "-c", APPOINT)
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{site.address}/admin/pages/search/?q=Basel+Convention+essentials")
    page.get_by_role("link", name="Basel Convention essentials", exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.fill("[name=summary]", "As the reviewer of the Basel Convention approved it.")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Submit to Review: Basel").click()
    page.get_by_text("has been submitted").wait_for()

    reviewer = walk(DESK)
    page = reviewer.page
    reviewer.sign_in("basel")
    page.goto(f"{site.address}/admin/")
    page.get_by_role("link", name="Basel Convention essentials").first.click()
    page.wait_for_url("**/edit/")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Approve and Publish", exact=True).click()  # from the front page with three presses
    page.wait_for_url("**/admin/")
    visitor = walk(DESK)
    visitor.go(COURSE)
    assert "As the reviewer of the Basel Convention approved it." in visitor.page.inner_text("main")
