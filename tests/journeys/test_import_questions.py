"""An editor brings twenty questions from a file into the bank, published, and into a quiz, with few presses."""

from playwright.sync_api import Locator, expect

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


def test_from_a_file_to_a_published_quiz_of_twenty(walk, tmp_path):
    """At most 25 clicks, in the names of the buttons alone."""
    file = tmp_path / "twenty.txt"
    file.write_text(QUESTIONS.replace("imported ones", "quiz of twenty"))
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    clicks = 0

    def click(target: Locator) -> None:
        nonlocal clicks
        clicks += 1
        target.click()

    page.goto(f"{editor.site.address}{BANK}")
    click(page.get_by_role("button", name="Actions", exact=True).first)
    click(page.get_by_role("link", name="Import questions"))
    clicks += 2  # the button of the file's field, and the file
    page.set_input_files("[name=file]", file)
    click(page.get_by_role("button", name="Read", exact=True))
    page.wait_for_url("**/import/*/")
    click(page.get_by_role("button", name="publish those without problems"))
    click(page.get_by_role("link", name="Put these in a quiz"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    clicks += 2  # a list opened, and a row of it
    page.select_option("[name=parent]", index=1)
    click(page.locator("[name=title]"))
    page.locator("[name=title]").fill("Quiz of twenty from a file")
    click(page.get_by_role("button", name="Create the quiz"))
    page.wait_for_url("**/edit/")
    expect(page.locator("quiz-glance")).to_contain_text("Asks 20 questions")
    click(page.get_by_role("button", name="More actions"))
    click(page.get_by_role("button", name="Publish", exact=True))
    page.get_by_text("has been published").or_(page.get_by_text("published.")).first.wait_for()
    address = page.get_by_role("link", name="View live").first.get_attribute("href")
    assert address and "quiz-of-twenty" in address
    assert clicks <= 25, clicks
    assert clicks == 13


def test_a_quiz_takes_several_of_the_bank_at_once(walk):
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}/admin/reports/item-analysis/")
    page.locator("main table a[href*='/quiz/']").first.click()
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"{editor.site.address}/admin/pages/{number}/edit/")
    before = int(page.locator("[name=questions-count]").input_value())
    page.get_by_role("button", name="Add several questions").click()
    with page.expect_response("**/results/**"):
        page.select_option(".modal-body [name=type]", "ordering")
    expect(page.locator(".modal-body tbody tr td:nth-child(3)").first).to_have_text("Ordering")
    page.locator("[data-w-bulk-target=all]").check()
    page.get_by_role("button", name="Confirm selection").click()
    page.wait_for_function(f"document.querySelector('[name=questions-count]').value > {before}")
    count = int(page.locator("[name=questions-count]").input_value())
    expect(page.locator("quiz-glance tbody tr")).to_have_count(count)


def test_options_are_written_as_quick_rows(walk):
    editor = walk(DESK)
    page = editor.page
    editor.sign_in("editor")
    page.goto(f"{editor.site.address}{BANK}add/")
    page.locator("[title='Insert a block']").first.click()
    page.get_by_role("option", name="Single choice").click()
    page.locator("[name='body-0-value-stem']").fill("Which is quick?")
    texts = page.locator("[name$='value-text']")
    texts.first.fill("one")
    texts.first.press("Enter")
    expect(texts).to_have_count(2)
    expect(texts.last).to_be_focused()
    page.evaluate(
        """() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "a) alpha\\n*b) beta\\n c) gamma\\n");
        const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(event);
        }"""
    )
    expect(texts).to_have_count(4)
    assert [texts.nth(at).input_value() for at in range(4)] == ["one", "alpha", "beta", "gamma"]
    right = page.locator("[name$='value-correct']")
    assert [right.nth(at).is_checked() for at in range(4)] == [False, False, True, False]
    assert page.url.endswith("/add/")  # Enter saves nothing
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/**")
    expect(page.locator("[name=name]")).to_have_value("Which is quick?")
