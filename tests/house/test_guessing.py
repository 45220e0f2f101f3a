"""Whoever reads only the HTML and knows nothing does no better than chance, at any type of question.

Solvers look at all that a browser gets of a question: names, values, order, attributes, what was right the last time.
"""

import random
import re
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from brs.core.pages import address
from courses.learning.answers import pinned_questions
from courses.learning.attempts import start_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt
from courses.pages.lesson_screen import layout_of, parts_of
from courses.pages.models import LessonPage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.questions.asking import Layout, PresentedQuestion, Unreadable, present, read
from courses.questions.content import content_of_block
from courses.questions.feedback import right_answer
from courses.questions.layout import Content
from courses.questions.marking import mark
from courses.questions.models import Question
from courses.questions.types import TYPES
from tests.given import a_course, a_trainee, in_role, lessons_of
from tests.questions.examples import EXAMPLES, as_stored, ids_of

pytestmark = pytest.mark.django_db

ROUNDS = 200
DEVIATIONS = 4.5  # one run of all solvers in some thousands goes beyond by chance


# A statement that is true beside one that is not, so that saying the same always is no better than chance.
KEYS = [*((kind, example.guessed) for kind, example in EXAMPLES.items()), ("true_false", {"answer": False})]


def bodies() -> list[dict]:
    """As they are stored, with ids that are random."""
    return [with_random_ids(as_stored(kind, key)) for kind, key in KEYS]


def with_random_ids(part: Any) -> Any:
    match part:
        case dict():
            given = {name: with_random_ids(each) for name, each in part.items()}
            return given | {"id": str(uuid.uuid4())} if "id" in part else given
        case list():
            return [with_random_ids(each) for each in part]
    return part


def test_every_type_is_guessed_at():
    assert set(EXAMPLES) == set(TYPES)


@dataclass(frozen=True)
class Seen:
    """The fields of a question: a group of boxes with one name, or a select for each row."""

    boxes: list[Tag]
    rows: list[tuple[str, list[Tag]]]

    @classmethod
    def of(cls, html: BeautifulSoup) -> "Seen":
        selects = html.find_all("select")
        rows = [(select["name"], [each for each in select.find_all("option") if each["value"]]) for select in selects]
        return cls(html.select("input[type=radio], input[type=checkbox]"), rows)

    def filled(self, box: Callable[[list[Tag]], Tag], row: Callable[[int, str, list[Tag]], Tag]) -> dict[str, str]:
        if self.boxes:
            chosen = box(self.boxes)
            return {chosen["name"]: chosen["value"]}
        return {name: row(number, name, given)["value"] for number, (name, given) in enumerate(self.rows)}


def alike(text: str, other: str) -> float:
    return SequenceMatcher(None, text, other).ratio()


def attributes(tag: Tag) -> str:
    label = tag.find_parent("label")
    return re.sub(r'value="[^"]*"', "", str(tag.attrs) + str(label.attrs if label else ""))


def odd_one_out(tags: list[Tag]) -> Tag:
    """What looks unlike the others, in any attribute."""
    looks = [attributes(tag) for tag in tags]
    return min(tags, key=lambda tag: looks.count(attributes(tag)))


def by_value(tags: list[Tag]) -> list[Tag]:
    return sorted(tags, key=lambda tag: tag["value"])


SOLVERS: dict[str, Callable[[Seen], dict[str, str]]] = {
    "the first": lambda seen: seen.filled(lambda boxes: boxes[0], lambda n, _name, given: given[n % len(given)]),
    "the last": lambda seen: seen.filled(lambda boxes: boxes[-1], lambda n, _name, given: given[-1 - n % len(given)]),
    "the least value": lambda seen: seen.filled(
        lambda boxes: by_value(boxes)[0], lambda n, _name, given: by_value(given)[n % len(given)]
    ),
    "the same name": lambda seen: seen.filled(
        lambda boxes: max(boxes, key=lambda box: alike(box["value"], str(box.find_parent("label")))),
        lambda _n, name, given: max(given, key=lambda option: alike(option["value"], name.partition(":")[2])),
    ),
    "in the order of names": lambda seen: seen.filled(
        lambda boxes: by_value(boxes)[-1],
        lambda _n, name, given: by_value(given)[sorted(each for each, _ in seen.rows).index(name) % len(given)],
    ),
    "the odd one out": lambda seen: seen.filled(odd_one_out, lambda _n, _name, given: odd_one_out(given)),
}


class Scores:
    """What each solver earned so far of each type, and one more that does again what was right the last time."""

    def __init__(self) -> None:
        self.shares: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.was_right: dict[str, dict[str, str]] = {}

    def note(self, question: str, html: BeautifulSoup, content: Content, layout: Layout) -> None:
        kind, seen = content["type"], Seen.of(html)
        assert not re.search(r"canary|\b871\b", str(html))
        assert not [identity for identity in ids_of(content) if identity in str(html)]
        if not seen.boxes and not seen.rows:
            return
        answers = {solver: solve(seen) for solver, solve in SOLVERS.items()}
        if layout.choices:
            answers["what was right before"] = self.was_right.get(question, answers["the first"])
            self.was_right[question] = as_fields(seen, layout, right_answer(content))
        for solver, fields in answers.items():
            self.shares[solver, kind].append(points(content, layout, fields))

    def better_than_chance(self) -> dict[tuple[str, str], float]:
        better = {}
        for (solver, kind), shares in self.shares.items():
            chance = EXAMPLES[kind].chance
            assert len(shares) >= ROUNDS
            most = chance + DEVIATIONS * (chance * (1 - chance) / len(shares)) ** 0.5
            if sum(shares) / len(shares) > most:
                better[solver, kind] = sum(shares) / len(shares)
        return better


def points(content: Content, layout: Layout, fields: dict[str, str]) -> float:
    form = QueryDict(mutable=True)
    form.update(fields)
    try:
        return mark(content, read(content, layout, form, "answer")).points
    except Unreadable:
        return 0


def as_fields(seen: Seen, layout: Layout, right: Any) -> dict[str, str]:
    """What would have been right, as a learner could send it once they were told."""
    rows = {name: layout.rows[name.partition(":")[2]] for name, _options in seen.rows}
    match right:
        case dict():
            return {name: layout.place(right[row]) for name, row in rows.items()}
        case list() if rows:
            return {name: str(right.index(row) + 1) for name, row in rows.items()}
        case list():
            return {"answer": layout.place(right[0])}
    return {"answer": layout.place(right)}


def fields_of(presented: PresentedQuestion) -> BeautifulSoup:
    """As the page of a question and that of a lesson include them."""
    html = render_to_string("courses/questions/inputs.html", {"presented": presented})
    return BeautifulSoup(html, "html.parser")


def guess_at_attempts(quiz: QuizPage) -> Scores:
    """Of two learners in turn, so that what was right for one is tried by the other."""
    course_key = quiz.get_parent().translation_key
    enrolments = [enrol(a_trainee(), course_key, language="en") for _ in range(2)]
    scores = Scores()
    for number in range(ROUNDS):
        questions = questions_for(quiz, random.SystemRandom())
        attempt = start_attempt(enrolments[number % 2], rules_of(quiz), questions)
        for question in pinned_questions(attempt):
            html = fields_of(present(question.content, question.layout, None))
            scores.note(question.key, html, question.content, question.layout)
        attempt.delete()
    return scores


@pytest.fixture
def quiz() -> QuizPage:
    quiz = QuizPage.objects.descendant_of(a_course(lessons=0, quiz=True)).get()
    questions = [Question.objects.create(name="Q", body=[body], locale=quiz.locale) for body in bodies()]
    quiz.questions = [{"type": "question", "value": question.pk} for question in questions]
    quiz.save_revision().publish()
    return quiz


@pytest.fixture
def lesson() -> LessonPage:
    body = [{"type": "question", "id": f"b{n}", "value": [each]} for n, each in enumerate(bodies())]
    return lessons_of(a_course(lessons=1, body=body))[0]


def test_attempts_at_a_quiz(quiz):
    assert guess_at_attempts(quiz).better_than_chance() == {}


def test_attempts_at_a_quiz_that_keeps_the_editors_order(quiz):
    """What is to be put in order, or matched, is shuffled all the same."""
    quiz.shuffle = False
    kinds = [kind for kind, question_type in TYPES.items() if not question_type.keeps_order]
    questions = [block.value for block in quiz.questions if block.value.body[0].block_type in kinds]
    quiz.questions = [{"type": "question", "value": question.pk} for question in questions]
    quiz.save_revision().publish()
    assert guess_at_attempts(quiz).better_than_chance() == {}


def test_showings_of_a_lesson(lesson):
    scores = Scores()
    for _ in range(ROUNDS):
        for part in parts_of(lesson, {}, None):
            content = content_of_block(part.block.value[0])
            layout = layout_of(content, part.presented.showing)
            scores.note(part.block.id, fields_of(part.presented), content, layout)
    assert scores.better_than_chance() == {}


def test_no_page_names_an_id_or_shows_other_fields(quiz, lesson, client):
    """All that is around the fields, on every page that shows a question: those of an attempt, a lesson, a preview."""
    client.force_login(in_role("editor"))
    client.post(reverse("enrol", args=[quiz.get_parent().translation_key]))
    first = client.post(address(quiz, "en")).url
    attempt = Attempt.objects.get()
    pages = [client.get(reverse("attempt_question", args=[attempt.pk, number + 1])) for number in range(len(KEYS))]
    pages += [client.get(first), client.get(reverse("attempt", args=[attempt.pk])), client.get(address(lesson, "en"))]
    pages += [question.make_preview_request(preview_mode="") for question in Question.objects.all()]
    contents = [content_of_block(block.value[0]) for block in lesson.body]
    contents += [question.content for question in pinned_questions(attempt)]
    ids = {identity for content in contents for identity in ids_of(content)}
    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        assert not [identity for identity in ids if identity in html]
        assert not re.search(r"canary|\b871\b", html)
    for question, page in zip(pinned_questions(attempt), pages, strict=False):
        fieldset = BeautifulSoup(page.content, "html.parser").fieldset
        assert names(fieldset) == names(fields_of(present(question.content, question.layout, None)))


def names(html: Tag) -> list[tuple[str, str | None]]:
    return [(tag["name"], tag.get("value")) for tag in html.find_all(["input", "select"])]
