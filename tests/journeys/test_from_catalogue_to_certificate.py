"""The whole way: enrol, read, pass the quiz without scripts on a phone, hold a certificate that a stranger verifies."""

import re

import yaml

from tests.journeys.conftest import DESK, PHONE, ROOT, Walk

COURSE = "environmentally-sound-management-and-prevention"
CATALOGUE = yaml.safe_load((ROOT / "site/brs/starter/data/courses" / f"{COURSE}.yaml").read_text(encoding="utf-8"))
QUESTIONS = {question["stem"].strip(): question for question in CATALOGUE["quiz"]["questions"]}


def answer(walk: Walk, question: dict) -> None:
    """Fill in what the catalogue says is right."""
    page = walk.page
    match question["type"]:
        case "single_choice" | "multiple_response":
            for option in question["options"]:
                if option["correct"]:
                    page.get_by_label(option["text"].strip(), exact=True).check()
        case "true_false":
            page.get_by_label("True" if question["answer"] else "False", exact=True).check()
        case "numeric":
            page.locator("main input[name=answer]").fill(str(question["answer"]))
        case "short_text":
            page.locator("main input[name=answer]").fill(question["accepted"][0])
        case "ordering":
            for position, item in enumerate(question["items"], start=1):
                page.locator("label.pair", has_text=item["text"].strip()).locator("select").select_option(str(position))
        case "matching":
            for pair in question["pairs"]:
                row = page.locator("label.pair", has=page.locator("span", has_text=pair["left"].strip()))
                row.locator("select").select_option(label=pair["right"].strip())


def finish_the_quiz(walk: Walk, right: bool) -> None:
    for _ in QUESTIONS:
        stem = " ".join(walk.page.inner_text("legend").split())
        question = next(candidate for asked, candidate in QUESTIONS.items() if " ".join(asked.split()) == stem)
        assert question["feedback"].strip() not in walk.page.content()
        if right:
            answer(walk, question)
        walk.press("Save and go on")
    walk.press("Hand in")


def test_a_trainee_earns_a_certificate_that_a_stranger_verifies(walk):
    trainee = walk(PHONE)
    trainee.sign_in("trainee")
    trainee.go(f"/en/courses/{COURSE}/")
    trainee.press("Enrol")
    assert "lessons to read" in trainee.page.inner_text("main")
    lessons = [lesson for module in CATALOGUE["modules"] for lesson in module["lessons"]]
    trainee.press(re.compile("^Go on"), "link")
    for _ in lessons:
        trainee.press("Mark as done and continue")
    trainee.press("Start the quiz")
    finish_the_quiz(trainee, right=False)
    assert "Not passed yet: 0 %" in trainee.page.inner_text("h1")
    trainee.press("Try again", "link")
    trainee.press("Start the quiz")
    finish_the_quiz(trainee, right=True)
    assert "Passed: 100 %" in trainee.page.inner_text("h1")

    trainee.press("Your certificate", "link")
    address = trainee.page.url
    stranger = walk(DESK)
    stranger.go("/verify/")
    stranger.page.get_by_label("Serial").fill(address.rstrip("/").rsplit("/", 1)[1].lower().replace("-", " "))
    stranger.press("Verify")
    assert "Valid." in stranger.page.inner_text("main")
    assert "Demo trainee" in stranger.page.inner_text("main")
    document = stranger.context.request.get(address.replace("/verify/", "/certificates/").rstrip("/") + ".pdf")
    assert document.body().startswith(b"%PDF")

    trainee.go(f"/fr/courses/{COURSE}/")
    assert trainee.page.locator(".state.done").count() == len(lessons)


def test_a_lesson_marked_as_done_is_undone_without_scripts(walk):
    person = walk(PHONE, scripts=False)
    page, address = person.page, person.site.address
    page.goto(f"{address}/en/accounts/sign-in/")
    page.fill("[name=login]", "facilitator@example.org")
    page.fill("[name=password]", "brs-learn-demo")
    page.click("main form button[type=submit]")
    page.goto(f"{address}/en/courses/{COURSE}/")
    page.get_by_role("button", name="Enrol").click()
    page.get_by_role("link", name=re.compile("^Go on")).click()
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_role("link", name=re.compile("^Before")).click()
    assert "marked this lesson as done" in page.inner_text("main")
    page.get_by_role("button", name="Undo").click()
    assert page.url.endswith("#progress")
    assert page.get_by_role("button", name="Mark as done").is_visible()


def test_a_wrong_serial_is_answered_at_its_field(walk):
    stranger = walk(PHONE)
    for typed in ("0000-0000-0000-0000", "nonsense"):
        stranger.page.goto(f"{stranger.site.address}/verify/?serial={typed}")
        stranger.look()
        assert stranger.page.get_by_label("Serial").input_value() == typed
        assert stranger.page.get_by_role("alert").inner_text()
