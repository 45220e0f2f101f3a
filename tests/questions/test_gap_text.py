"""Gap text: a sentence with gaps to choose for and gaps to type in, each marked by itself."""

import random
import uuid

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import Translation

from brs.core.pages import address
from brs.core.translating import begin
from brs.starter.questions import question_value
from brs.starter.validation.location import Location
from brs.starter.validation.questions import check_question
from courses.learning.answers import answers_of
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import enrol
from courses.questions.asking import Unreadable, laid_out, present, read, read_sent, shuffled
from courses.questions.feedback import marked, what_is_wrong
from courses.questions.marking import choices_of, fits, mark
from courses.questions.models import Question
from courses.questions.problems import problems
from courses.questions.types import TYPES
from tests.core.test_translating import in_locale, say
from tests.given import a_course, a_trainee, an_outline, in_role, lessons_of
from tests.learning.test_taking_a_quiz import a_version
from tests.questions.examples import EXAMPLES, as_stored, content, gap_to_choose, gap_to_type, gaps

GAP_TEXT = content("gap_text", points=3)
RIGHT = EXAMPLES["gap_text"].right
LAYOUT = laid_out(GAP_TEXT, choices_of(GAP_TEXT))


def form(**fields: str) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent[f"answer:~{name[-1]}"] = value
    return sent


def text(*accepted: str, **settings) -> dict:
    return content("gap_text", gaps("It is [1].", gap_to_type("g1", *accepted), **settings))


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (RIGHT, 3),
        ({**RIGHT, "g1": "o1"}, 2),
        ({"g1": "o0"}, 1),
        ({"g2": "sixty", "g3": "wrong"}, 1),
        ({"g3": "receipt"}, 1),
        ({}, 0),
    ],
)
def test_each_gap_earns_its_part(answer, points):
    assert mark(GAP_TEXT, answer).points == points


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Prior informed consent", " prior  informed CONSENT. "),
        ("œuvre", "oeuvre"),
        ("84000", "84 000"),
        ("84000", "٨٤٬٠٠٠"),
        ("84000", "84,000"),
        ("0.5", "0,5"),
        ("知情同意", "知情同意。"),
    ],
)
def test_what_is_typed_is_read_as_people_write_it(accepted, typed):
    assert mark(text(accepted), {"g1": typed}).correct


@pytest.mark.parametrize(
    ("accepted", "typed"), [("60 days", "60"), ("50-29-3", "50"), ("PCB 28", "28"), ("84000", "84")]
)
def test_another_number_is_not_right(accepted, typed):
    assert not mark(text(accepted), {"g1": typed}).correct


def test_case_and_near_misses_are_as_the_question_says():
    assert not mark(text("PIC", case_sensitive=True), {"g1": "pic"}).correct
    assert not mark(text("lindane"), {"g1": "lindanne"}).correct
    assert mark(text("lindane", near_misses="right"), {"g1": "lindanne"}).correct


def test_where_two_options_are_right_either_is():
    options = gap_to_choose("g1", ("notify", True), ("inform", True), ("ship", False))
    question = content("gap_text", gaps("Parties [1].", options))
    assert mark(question, {"g1": "g1o0"}).correct and mark(question, {"g1": "g1o1"}).correct
    assert not mark(question, {"g1": "g1o2"}).correct


def test_an_answer_is_told_as_the_sentence_with_a_remark_on_each_gap_that_is_wrong():
    near = marked(GAP_TEXT, {"g1": "o1", "g3": "reciept"})
    assert near.given == [
        (
            "The exporter [ignores] the importer, who answers within […] days of [reciept].",
            "Gap 1 is not right. Gap 2 is not right. Gap 3 is close: one letter is different.",
        )
    ]
    assert near.right == ["The exporter [notifies] the importer, who answers within [60] days of [receipt]."]
    lenient = marked({**GAP_TEXT, "near_misses": "right"}, {**RIGHT, "g3": "reciept"})
    assert lenient.correct
    assert lenient.given[0][1] == "Gap 3: check the spelling, one letter is different."
    assert marked(GAP_TEXT, RIGHT).given[0][1] == ""


def test_a_translation_may_put_the_gaps_in_another_order():
    """The answer of the one language is right in the other; gaps are counted as they stand."""
    other = {**GAP_TEXT, "sentence": "في غضون ［2］ يوما من [٣] [1] المصدّر."}
    assert mark(other, RIGHT).correct
    layout = laid_out(other, choices_of(other))
    assert list(layout.rows.values()) == ["g2", "g3", "g1"]
    assert marked(other, {"g1": "o1", "g2": "60"}).given[0][1] == "Gap 2 is not right. Gap 3 is not right."


def test_each_gap_is_a_labelled_control_within_its_sentence():
    html = render_to_string("courses/questions/inputs.html", {"presented": present(GAP_TEXT, LAYOUT, RIGHT)})
    soup = BeautifulSoup(html, "html.parser")
    controls = soup.find_all(["select", "input"])
    assert [control.name for control in controls] == ["select", "input", "input"]
    assert [control.find_parent("label").span.get_text() for control in controls] == ["Gap 1", "Gap 2", "Gap 3"]
    assert soup.find("option", selected=True).get_text() == "notifies"
    assert [control.get("value") for control in controls[1:]] == ["60", "receipt"]
    words = " ".join(soup.find_all("p")[-1].get_text().split())
    assert words.startswith("The exporter Gap 1") and words.endswith(".") and "[1]" not in words
    assert "exporter <label>" in html and "</label>.</p>" in html  # no space before the full stop
    assert not soup.find(attrs={"dir": True}) and not soup.script


def test_what_is_shown_of_a_gap_is_the_same_whatever_is_right_of_it():
    """Neither how long a right answer is, nor which option the editor wrote first."""
    long_answer = text("x" * 90)
    pages = [
        render_to_string(
            "courses/questions/inputs.html", {"presented": present(each, laid_out(each, choices_of(each)), None)}
        )
        for each in (text("x"), long_answer)
    ]
    assert pages[0] == pages[1]
    assert not TYPES["gap_text"].keeps_order
    orders = {tuple(shuffled(GAP_TEXT, random.Random(seed))) for seed in range(30)}
    assert len(orders) == 6


def test_a_form_is_read_gap_by_gap():
    assert read(GAP_TEXT, LAYOUT, form(a1="~1", a2=" 60 ", a3=""), "answer") == {"g1": "o0", "g2": "60"}
    assert read(GAP_TEXT, LAYOUT, form(a1="", a2=" ", a3=""), "answer") is None
    assert read(GAP_TEXT, LAYOUT, form(a1="o0", a2="~1"), "answer") == {"g2": "~1"}


def test_a_long_text_is_refused_and_stays_in_its_field():
    sent = form(a1="~2", a2="6" * 101)
    with pytest.raises(Unreadable) as refusal:
        read(GAP_TEXT, LAYOUT, sent, "answer")
    assert what_is_wrong(refusal.value) == "Shorten your answer: it may have 100 characters."
    again = present(GAP_TEXT, LAYOUT, None, sent, "Shorten it.")
    assert [row["chosen"] for row in again.rows] == ["~2", "6" * 101, ""]
    assert not fits(GAP_TEXT, {"g2": "6" * 101})


@pytest.mark.parametrize("answer", [{"~9": "x"}, {"g1": "o0"}, {"~1": "o0"}, {"~1": 1}, ["~1"], "~1", 1])
def test_an_event_names_places_alone(answer):
    with pytest.raises(Unreadable):
        read_sent(GAP_TEXT, LAYOUT, {"answer": answer})
    assert read_sent(GAP_TEXT, LAYOUT, {"answer": {"~1": "~1", "~3": "o0"}}) == {"g1": "o0", "g3": "o0"}


def test_options_stay_with_their_gap():
    """The option of one gap is no answer to another, though both are of this question."""
    two = content(
        "gap_text",
        gaps("[1] [2]", *(gap_to_choose(name, ("yes", True), ("no", False)) for name in ("g1", "g2"))),
    )
    assert fits(two, {"g1": "g1o0", "g2": "g2o0"})
    assert not fits(two, {"g1": "g2o0"})
    assert mark(two, {"g1": "g1o0", "g2": "g2o0"}).correct


def test_what_else_stands_in_brackets_is_text():
    question = content("gap_text", gaps("In [2019] it was [sic] [1] [a].", gap_to_type("g1", "banned")))
    assert problems(question) == []
    assert marked(question, {"g1": "banned"}).given == [("In [2019] it was [sic] [banned] [a].", "")]


def test_it_is_printed_with_numbered_gaps_and_what_to_choose_from():
    paper = present(GAP_TEXT, laid_out(GAP_TEXT, ["o2", "o0", "o1"]), None).on_paper
    assert paper.statements == [
        "The exporter (1) ________ the importer, who answers within (2) ________ days of (3) ________."
    ]
    assert str(paper.task) == "Fill in the gaps."
    assert paper.choices == ["(1) forgets / notifies / ignores"]


def in_yaml(**fields) -> dict:
    return {"type": "gap_text", "stem": "Complete it.", "feedback": "Because.", **EXAMPLES["gap_text"].key, **fields}


def test_the_starter_catalogue_may_have_it():
    issues: list[str] = []
    check_question(Location("course", issues), in_yaml())
    assert issues == []
    _type, value = question_value(in_yaml(), ("course", "q1"))
    assert [gap["value"]["accepted"] for gap in value["gaps"]][0] == []
    options = value["gaps"][0]["value"]["options"]
    assert [option["value"]["text"] for option in options] == ["notifies", "ignores", "forgets"]
    check_question(
        Location("course", issues), in_yaml(gaps=[gap_to_choose("g1", ("a", True), ("b", True))], sentence="[1]")
    )
    check_question(Location("course", issues), in_yaml(gaps=[{"id": "g1", "options": [{"id": "o", "text": "a"}]}]))
    assert len(issues) == 2


@pytest.mark.django_db
def test_each_language_has_its_sentence_options_and_answers():
    english = Locale.objects.get(language_code="en")
    french = Locale.objects.get_or_create(language_code="fr")[0]
    body = as_stored("gap_text", with_uuids(EXAMPLES["gap_text"].key))
    question = Question.objects.create(name="Gaps", body=[body], locale=english)
    begin(question, [french], in_role("administrator"), with_used=False, with_subtree=False)
    words = {
        EXAMPLES["gap_text"].key["sentence"]: "À compter de [3], sous [2] jours, on [1].",
        "notifies": "notifie",
        "60 | sixty": "60 | soixante | soixante jours",
    }
    say(question, french, words)
    Translation.objects.get().save_target(publish=True)
    translated = in_locale(question, french).content()
    source = question.content()
    assert [gap["id"] for gap in translated["gaps"]] == [gap["id"] for gap in source["gaps"]]
    assert choices_of(translated) == choices_of(source)
    assert translated["gaps"][0]["options"][0]["text"] == "notifie"
    assert translated["gaps"][1]["accepted"] == ["60", "soixante", "soixante jours"]
    first, second, third = (gap["id"] for gap in source["gaps"])
    answer = {first: source["gaps"][0]["options"][0]["id"], second: "60", third: "receipt"}
    assert mark(source, answer).correct and mark(translated, answer).correct


def with_uuids(part):
    match part:
        case dict():
            renamed = {name: with_uuids(each) for name, each in part.items()}
            return renamed | {"id": str(uuid.uuid4())} if "id" in part else renamed
        case list():
            return [with_uuids(each) for each in part]
    return part


@pytest.mark.django_db
def test_a_learner_fills_the_gaps_of_a_quiz_by_plain_forms(client):
    outline = an_outline(lessons=0, quiz=True)
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    quiz = QuizRules(uuid.UUID(outline.items[0]["key"]), "Quiz", pass_mark=60)
    attempt = start_attempt(enrolment, quiz, [(a_version(GAP_TEXT), ["o2", "o0", "o1"])])
    client.force_login(enrolment.learner)
    path = reverse("attempt_question", args=[attempt.pk, 1])
    client.post(path, form(a1="~2", a2="sixty", a3="shipping"))
    assert list(answers_of(attempt).values()) == [{"g1": "o0", "g2": "sixty", "g3": "shipping"}]
    shown_again = BeautifulSoup(client.get(path).content, "html.parser").fieldset
    assert shown_again.find("option", selected=True).get_text() == "notifies"
    assert client.post(path, form(a2="6" * 101)).status_code == 422
    client.post(reverse("submit_attempt", args=[attempt.pk]))
    result = client.get(reverse("attempt_result", args=[attempt.pk])).content.decode()
    assert "Partly right" in result and "Gap 3 is not right." in result
    assert "within [sixty] days of [shipping]." in result


@pytest.mark.django_db
def test_a_lesson_asks_it_in_arabic_and_says_what_came_of_it(client):
    body = [{"type": "question", "id": "b", "value": [as_stored("gap_text", EXAMPLES["gap_text"].key)]}]
    lesson = lessons_of(a_course(lessons=1, body=body))[0]
    with override("ar"):
        page = BeautifulSoup(client.get(address(lesson, "ar")).content, "html.parser")
    question = page.select_one("section.question")
    sent = {field["name"]: field.get("value", "") for field in question.find_all("input")}
    select = question.select_one("select")
    [right] = [option["value"] for option in select.find_all("option") if option.get_text() == "notifies"]
    sent[select["name"]] = right
    places = [name for name in sent if name.startswith("answer:") and name != select["name"]]
    answer = client.post(
        address(lesson, "en"), {**sent, **dict(zip(places, ["60", "receipt"], strict=True))}, follow=True
    )
    assert "1 of 1 points" in answer.content.decode()
