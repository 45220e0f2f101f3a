"""GIFT as its reference grammar reads it (gift-pegjs): our reading of others' files, and others' reading of ours.

It needs Node.js and what `make lint-web` installs; without them it is skipped.
"""

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange.drafts import DraftQuestion, draft
from courses.exchange.formats import gift
from tests.exchange.corpus import EVERY_TYPE

LINT = Path(__file__).resolve().parents[2] / ".lint"
pytestmark = pytest.mark.skipif(
    not shutil.which("node") or not (LINT / "node_modules/gift-pegjs").exists(),
    reason="needs Node.js and the packages that make lint-web installs",
)
SCRIPT = """
const { parse } = require("gift-pegjs");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const read = (text) => { try { return parse(text); } catch (error) { return String(error); } };
console.log(JSON.stringify(texts.map(read)));
"""
# From the documentation of the format, and what real files do with it. A question each.
OTHERS = [
    "::Q1:: 1+1\\=2 {T}",
    "::Q2:: What's between orange and green in the spectrum? { =yellow # right; good! ~red # wrong, it's yellow"
    " ~blue # wrong, it's yellow }",
    "::Q3:: Two plus {=two =2} equals four.",
    "::Q4:: Which animal eats which food? { =cat -> cat food =dog -> dog food }",
    "::Q5:: What is a number from 1 to 5? {#3:2}",
    "::Q6:: What is a number from 1 to 5? {#1..5}",
    "::Q7:: When was Ulysses S. Grant born? {#=1822:0 #Correct! =%50%1822:2 #He was born in 1822.}",
    "What two people are entombed in Grant's tomb? {~%-100%No one ~%50%Grant ~%50%Grant's wife ~%-100%Grant's father}",
    "Who's buried in Grant's tomb?{=no one ~someone####It is a riddle.}",
    "// a comment\n::Kids:: Grant is { ~buried =entombed ~living } in Grant's tomb.",
    "The American holiday of Thanksgiving is celebrated on the {~second ~third =fourth} Thursday of November.",
    "Is \\{this\\} \\~ so \\= or \\#not\\:? {=yes\\=si ~no\\~non#no\\#}",
    "Grant was buried in a tomb in New York City.{F#It was.#Well done.####See the map.}",
    "Silence of the State of import is consent.{FALSE}",
    "[plain]Which convention?\\nThink. {\n  =Basel\n  ~Rotterdam\n  ~Stockholm\n}",
    "::Две::Какая конвенция? {=Базельская ~Роттердамская#Нет}",
    "::أي::ما هي الاتفاقية؟ {=بازل ~روتردام}",
    "Match.{=Canada -> Ottawa =Italy -> Rome =Japan -> Tokyo}",
    "How far is it? {#-12.5:0.5}",
    "Who?{=%100%A ~%0%B#no}",
    "Who is it?\r\n{\r\n=A\r\n~B\r\n}\r\n",
]


def parsed(*texts: str) -> list[Any]:
    """Each text as the reference grammar reads it; what it says where it cannot."""
    options = {"capture_output": True, "text": True, "cwd": LINT, "check": True, "timeout": 60}
    run = subprocess.run(["node", "-e", SCRIPT], input=json.dumps(texts), **options)
    return json.loads(run.stdout)


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_of(part: dict[str, str] | None) -> str:
    return one_line(part["text"]) if part else ""


KINDS = {"MC": "choice", "Short": "short_text", "TF": "true_false", "Numerical": "numeric", "Matching": "matching"}


def theirs(question: dict[str, Any]) -> dict[str, Any]:
    """What the reference grammar read, in the words of ours."""
    kind = KINDS[question["type"]]
    common = {"kind": kind, "stem": text_of(question["stem"]), "feedback": text_of(question["globalFeedback"])}
    match kind:
        case "choice":
            options = [
                (text_of(each["text"]), each["isCorrect"] or (each["weight"] or 0) > 0, text_of(each["feedback"]))
                for each in question["choices"]
            ]
            return {**common, "answer": options}
        case "short_text":
            return {**common, "answer": [text_of(each["text"]) for each in question["choices"]]}
        case "true_false":
            return {**common, "answer": question["isTrue"]}
        case "numeric":
            choices = question["choices"]
            number = choices[0]["text"] if isinstance(choices, list) else choices
            if number["type"] == "high-low":
                low, high = Decimal(str(number["numberLow"])), Decimal(str(number["numberHigh"]))
                return {**common, "answer": ((low + high) / 2, (high - low) / 2)}
            return {**common, "answer": (Decimal(str(number["number"])), Decimal(str(number.get("range") or 0)))}
        case _:
            # Its answers keep the marks by which it hides what is escaped.
            pairs = [(text_of(pair["subquestion"]), one_line(pair["subanswer"])) for pair in question["matchPairs"]]
            return {**common, "answer": pairs}


def ours(question: DraftQuestion) -> dict[str, Any]:
    value = question.value
    common = {"stem": one_line(value["stem"]), "feedback": one_line(value["feedback"])}
    match question.type:
        case "single_choice" | "multiple_response":
            options = [(option["text"], option["correct"], option["feedback"]) for option in value["options"]]
            return {"kind": "choice", **common, "answer": options}
        case "short_text":
            return {"kind": "short_text", **common, "answer": value["accepted"]}
        case "true_false":
            return {"kind": "true_false", **common, "answer": value["answer"]}
        case "numeric":
            return {"kind": "numeric", **common, "answer": (Decimal(value["answer"]), Decimal(value["tolerance"]))}
        case _:
            pairs = [(pair["left"], pair["right"]) for pair in value["pairs"]]
            return {"kind": "matching", **common, "answer": pairs + [("", right) for right in value["distractors"]]}


def test_others_files_are_read_as_the_grammar_says():
    wrong = []
    for text, answer in zip(OTHERS, parsed(*OTHERS), strict=True):
        [question] = gift.read(text.encode()).questions
        assert isinstance(answer, list), (text, answer)
        if ours(question) != theirs(answer[0]):
            wrong.append((text, ours(question), theirs(answer[0])))
    assert not wrong


def test_what_we_write_is_read_as_we_mean_it():
    questions = [question for question in EVERY_TYPE.values() if question.type in gift.FORMAT.says]
    [answer] = parsed(gift.write(questions).decode())
    assert isinstance(answer, list), answer
    read = [theirs(question) for question in answer if question["type"] != "Category"]
    assert len(read) == len(questions) >= 6
    for question, other in zip(questions, read, strict=True):
        meant = ours(question)
        if question.type == "matching":
            meant["answer"] = [(left, right.replace("=", "&&061;")) for left, right in meant["answer"]]
        assert meant == other


TEXT = st.text(st.sampled_from("abÉя水 {}=~#:%\\/[]<>&*1"), min_size=1, max_size=20).map(lambda text: f"x{text}x")


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=2, max_size=4, unique=True), TEXT), min_size=20, max_size=20))
@settings(max_examples=4, deadline=None)
def test_any_signs_come_through(rows):
    questions = [
        draft(
            "single_choice",
            stem=stem,
            feedback=feedback,
            options=[{"text": text, "correct": not at, "feedback": feedback} for at, text in enumerate(texts)],
            position=0,
        )
        for stem, texts, feedback in rows
    ]
    for question, answer in zip(questions, parsed(*(gift.write([each]).decode() for each in questions)), strict=True):
        assert isinstance(answer, list), (question, answer)
        assert [theirs(each) for each in answer if each["type"] != "Category"] == [ours(question)]
