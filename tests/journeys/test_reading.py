"""A visitor without an account finds a course and reads it: on a phone, in Arabic, without scripts."""

import re

from tests.journeys.conftest import DESK, PHONE

LESSON = "courses/three-conventions-one-life-cycle/from-production-to-disposal/one-chemical-three-treaties/"


def test_from_the_home_page_to_the_next_lesson(walk):
    visitor = walk(PHONE)
    visitor.go("/en/")
    visitor.press("Basel Convention", "link")
    visitor.press("Basel Convention essentials", "link")
    visitor.press("Just read", "link")
    visitor.press(re.compile("^Next:"), "link")
    assert "/en/courses/basel-convention-essentials/" in visitor.page.url


def test_the_catalogue_is_searched_and_narrowed(walk):
    visitor = walk(DESK)
    visitor.go("/en/courses/")
    visitor.page.locator("summary", has_text="Convention").click()
    visitor.page.get_by_label("Rotterdam Convention").check()
    visitor.page.get_by_label("Search", exact=True).fill("pesticide")
    visitor.press("Show")
    assert "Severely hazardous pesticide formulations" in visitor.page.inner_text("main")
    assert "Eliminating PCBs" not in visitor.page.inner_text("main")
    visitor.press("Remove all", "link")
    assert "15 courses" in visitor.page.inner_text("main")
    visitor.go("/en/courses/?convention=nonsense")
    assert "nonsense" in visitor.page.get_by_role("alert").inner_text()


def test_arabic_reads_from_the_right_and_untranslated_text_is_marked(walk):
    visitor = walk(PHONE)
    visitor.go(f"/ar/{LESSON}")
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
    assert visitor.page.locator("article").get_attribute("lang") == "ar"
    visitor.go("/ar/courses/eliminating-pcbs/")
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
    assert visitor.page.locator("main div[lang]").first.get_attribute("dir") == "ltr"


def test_every_language_has_the_same_address_for_the_same_lesson(walk):
    visitor = walk(DESK)
    titles = set()
    for language in ("ar", "en", "es", "fr", "ru", "zh-hans"):
        visitor.go(f"/{language}/{LESSON}")
        titles.add(visitor.page.inner_text("h1"))
    assert len(titles) == 6


def test_a_lesson_is_read_without_scripts_and_light(walk):
    visitor = walk(PHONE, scripts=False)
    answers = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.page.goto(f"{visitor.site.address}/en/{LESSON}")
    assert "Four tonnes of lindane" in visitor.page.inner_text("main")
    # A picture below the fold is loaded as the reader comes near, so it is not of the first view's five.
    assert len([answer for answer in answers if "/media/" not in answer.url]) <= 5
    assert all(answer.status < 400 for answer in answers)


def test_a_question_in_a_lesson_does_not_give_its_answer_away(walk):
    visitor = walk(PHONE)
    visitor.go(f"/en/{LESSON}")
    assert "Payment changes nothing" not in visitor.page.content()
    assert "it is waste that crosses a border" not in visitor.page.content()


def test_what_does_not_exist_says_so_in_the_sites_design(walk):
    visitor = walk(PHONE)
    answer = visitor.page.goto(f"{visitor.site.address}/en/courses/nothing/")
    visitor.look()
    assert answer.status == 404
    assert "This page does not exist" in visitor.page.inner_text("h1")
