"""An editor brings twenty questions from a file into the bank, published, with few presses."""

from tests.journeys.conftest import DESK, PHONE

QUESTIONS = "\n\n".join(
    f"{number}. Which is number {number} of the imported ones?\nA. one {number}\n*B. two {number}\nC. three {number}"
    for number in range(1, 21)
)
BANK = "/admin/snippets/courses/question/"


def test_twenty_questions_from_a_file_are_published_with_three_presses(walk, tmp_path):
    file = tmp_path / "twenty.txt"
    file.write_text(QUESTIONS)
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}{BANK}import/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/import/*/")
    assert page.locator(".question-import-question").count() == 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="publish those without problems").click()
    page.get_by_text("20 questions were added. 20 are published.").wait_for()
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("20 questions were deleted.").wait_for()
