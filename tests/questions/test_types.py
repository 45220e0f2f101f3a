"""Every type of question has every part, stands in a file of its own, and is known by its name nowhere else."""

import json
import random
import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template.loader import get_template, render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.asking import Unreadable, in_ids, in_places, laid_out, present, read, read_sent, shown, shuffled
from courses.questions.feedback import in_words, marked, right_answer
from courses.questions.marking import choices_of, fits, mark
from courses.questions.types import TYPES, QuestionType, base
from tests.questions.examples import EXAMPLES, WRONG, content, ids_of
from tests.questions.test_marking import anything

ROOT = Path(__file__).parents[2]
FOLDER = Path(base.__file__).parent
# A format of files has words of its own for the types that it can say.
EXCHANGE = ROOT / "courses" / "exchange"
# Where else a type may be named, and why.
MAY_NAME_ONE = {"courses/questions/blocks.py"}  # an example for the editor's preview of a block

names = st.sampled_from(["answer", "reading", *(f"answer:~{n}" for n in range(6)), "answer:b", "other"])
values = st.sampled_from(["", " ", "~1", "~2", "~5", "1", "2", "12,000", "true", "b", "\0", "x" * 600]) | st.text(
    max_size=9
)


def every_type(test):
    return pytest.mark.parametrize("kind", TYPES)(test)


def test_each_type_has_its_file_its_example_and_all_its_parts():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base"}
    assert files == set(TYPES) == set(EXAMPLES)
    needed = [part.name for part in fields(QuestionType) if part.default is MISSING]
    for name, question_type in TYPES.items():
        assert question_type.name == name
        assert all(getattr(question_type, part) for part in needed)
        assert question_type.__class__ is QuestionType
        assert get_template(question_type.template)
        assert question_type.block(question_type).label


def test_nothing_else_knows_a_type_by_its_name():
    quoted = re.compile(rf"""["'`]({"|".join(TYPES)})["'`]""")
    folders = [ROOT / folder for folder in ("courses", "toolkits", "site", "templates", "static")]
    sources = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".js", ".css")
    ]
    knowing = {
        str(path.relative_to(ROOT))
        for path in sources
        if FOLDER not in path.parents
        and EXCHANGE not in path.parents
        and "migrations" not in path.parts
        and quoted.search(path.read_text(encoding="utf-8"))
    }
    assert knowing == MAY_NAME_ONE


@every_type
def test_the_right_answer_is_right_in_every_form_that_it_takes(kind):
    question = content(kind)
    right = right_answer(question)
    assert fits(question, right) and mark(question, right).correct
    layout = laid_out(question, shuffled(question, random.Random(1)))
    places = in_places(question, layout, right)
    assert in_ids(question, layout, places) == right
    assert mark(question, read_sent(question, layout, {"answer": places})).correct
    lines = in_words(question, right)
    assert lines and all(lines)
    assert [line for line, _remark in marked(question, right).given] == marked(question, right).right == lines


@every_type
def test_what_is_shown_says_no_id(kind):
    question = content(kind, EXAMPLES[kind].guessed)
    with_long_ids = json.loads(re.sub(r'"id": "(\w+)"', r'"id": "secret-\1"', json.dumps(question)))
    layout = laid_out(with_long_ids, shuffled(with_long_ids, random.Random(1)))
    presented = present(with_long_ids, layout, None)
    on_paper = {"question": presented.question, "paper": presented.on_paper}
    printed = render_to_string("toolkits/bundle/question.html", on_paper)
    assert "Which?" in printed
    for text in (json.dumps(shown(with_long_ids, layout)), printed, fields_of(presented)):
        assert not re.search(r"secret|canary|\b871\b", text)


def fields_of(presented) -> str:
    return render_to_string("courses/questions/inputs.html", {"presented": presented})


@every_type
def test_what_was_answered_before_is_filled_in(kind):
    """The form as it is shown, sent as it stands, says the same again."""
    question = content(kind)
    right = right_answer(question)
    layout = laid_out(question, shuffled(question, random.Random(1)))
    html = fields_of(present(question, layout, right))
    assert read(question, layout, form_in(html), "answer") == right


def form_in(html: str) -> QueryDict:
    form = QueryDict(mutable=True)
    for tag in BeautifulSoup(html, "html.parser").find_all(["input", "select"]):
        if tag.name == "select":
            chosen = tag.find("option", selected=True)
            form.appendlist(tag["name"], chosen["value"] if chosen else "")
        elif tag.get("type") not in ("radio", "checkbox") or tag.has_attr("checked"):
            form.appendlist(tag["name"], tag.get("value", ""))
    return form


@every_type
@given(sent=st.lists(st.tuples(names, values), max_size=8))
def test_any_form_is_read_or_refused(kind, sent):
    question = content(kind)
    layout = laid_out(question, choices_of(question))
    form = QueryDict(mutable=True)
    for name, value in sent:
        form.appendlist(name, value)
    try:
        answer = read(question, layout, form, "answer")
    except Unreadable:
        answer = None
    assert fits(question, answer)
    fields_of(present(question, layout, None, form, "It cannot be read."))
    in_words(question, answer)


@every_type
@given(payload=st.dictionaries(st.sampled_from(["answer", "reading"]), anything))
def test_any_event_is_read_or_refused(kind, payload):
    question = content(kind)
    layout = laid_out(question, choices_of(question))
    try:
        answer = read_sent(question, layout, payload)
    except Unreadable:
        return
    if fits(question, answer):
        fields_of(present(question, layout, answer))
        in_words(question, answer)


@every_type
@given(data=st.data())
def test_whatever_is_stored_under_its_own_ids_is_marked(kind, data):
    question = content(kind)
    own_ids = st.sampled_from(ids_of(question) or ["none"])
    part = own_ids | anything
    answer = data.draw(st.lists(part, max_size=4) | st.dictionaries(own_ids, part, max_size=3) | part)
    assert 0 <= mark(question, answer).points <= 1
    assert fits(question, answer) or marked(question, answer).given == []


@pytest.mark.parametrize(("kind", "key", "field", "words"), WRONG)
def test_one_with_a_problem_is_printed_all_the_same(kind, key, field, words):
    question = content(kind, key)
    assert present(question, laid_out(question, choices_of(question)), None).on_paper is not None
