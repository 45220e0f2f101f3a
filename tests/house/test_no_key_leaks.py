"""Nobody reads what is right before marking: every address is asked for by everyone, and previews by those who may.

The keys of a question in the bank and of one in a lesson carry canaries; each role looks everywhere.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.urls import pages as page_addresses
from wagtail.test.utils.form_data import nested_form_data, streamfield

from brs.core.pages import address
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import enrol
from courses.pages.models import QuizPage
from courses.questions.asking import choices_of
from courses.questions.content import version_of
from courses.questions.models import Question
from tests.given import a_course, a_trainee, in_role, lessons_of
from tests.house.test_who_may_what import GET

pytestmark = pytest.mark.django_db

CANARY = b"canary"
ROLES = ["visitor", "learner", "trainee", "facilitator", "reviewer", "editor", "manager", "administrator"]
MAY_EDIT_PAGES = {"reviewer", "editor", "manager", "administrator"}
MAY_EDIT_QUESTIONS = {"reviewer", "editor"}

# Where a key may be read, and by whom: the forms of those who may edit the question, and what compares two of its
# revisions. Everywhere else, never.
SHOWN_TO = {
    "page edit": MAY_EDIT_PAGES,
    "page revisions_revert": MAY_EDIT_PAGES,
    "page revisions_compare": MAY_EDIT_PAGES,
    "question edit": MAY_EDIT_QUESTIONS,
    "question copy": MAY_EDIT_QUESTIONS,
    "question revisions_revert": MAY_EDIT_QUESTIONS,
    "question revisions_compare": MAY_EDIT_QUESTIONS,
}

OPTIONS = [
    {"text": "First choice", "correct": True, "feedback": "canary right"},
    {"text": "Second choice", "correct": False, "feedback": "canary wrong"},
]
CHOICE = ("single_choice", {"stem": "Which one is it?", "feedback": "canary general", "options": OPTIONS})
TEXT = ("short_text", {"stem": "What is it called?", "feedback": "canary", "accepted": ["canary"]})


def stored(kind: str, value: dict, block_id: str) -> dict:
    return {"type": kind, "id": block_id, "value": value}


@pytest.fixture
def learner():
    return a_trainee()


@pytest.fixture
def question() -> Question:
    draft = Question.objects.create(name="Q", body=[stored(*CHOICE, block_id="q1")])
    draft.save_revision().publish()
    draft.save_revision()
    return draft


@pytest.fixture
def course(question, learner):
    body = [stored("question", [stored(*kind, block_id=f"c{n}")], f"b{n}") for n, kind in enumerate((CHOICE, TEXT))]
    course = a_course(lessons=1, body=body, quiz=True)
    lesson, quiz = lessons_of(course)[0], QuizPage.objects.get()
    quiz.questions = [{"type": "question", "value": question.pk}]
    for page in (lesson, quiz, course):
        page.save_revision().publish()
        page.save_revision()
    enrolment = enrol(learner, course.translation_key, language="en")
    rules = QuizRules(quiz.translation_key, "Quiz", 80)
    start_attempt(enrolment, rules, [(version_of(question), choices_of(question.content()))])
    return course


def as_role(role: str, learner) -> Client:
    client = Client()
    if role == "learner":
        client.force_login(learner)
    elif role == "trainee":
        client.force_login(a_trainee())
    elif role != "visitor":
        client.force_login(in_role(role))
    return client


def public(course, learner) -> dict[str, str]:
    enrolment = learner.enrolments.get()
    attempt = enrolment.attempts.get()
    lesson = lessons_of(course)[0]
    pages = [course, *course.get_descendants(), course.get_parent()]
    addresses = {f"page {page.slug}": address(page, "en") for page in pages}
    for name in GET:
        for arguments in ([], [attempt.pk], [attempt.pk, 1], [course.translation_key], [lesson.translation_key]):
            try:
                addresses[f"{name} {arguments}"] = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    addresses["search"] = reverse("search") + "?q=Which+one+is+it"
    return addresses


def admin(course, question) -> dict[str, str]:
    """Every address of Wagtail's on these pages and this question."""
    addresses = {"home": "/admin/", "search": "/admin/pages/search/?q=Which+one+is+it"}
    for page in (course, lessons_of(course)[0], QuizPage.objects.get()):
        revisions = list(page.revisions.order_by("pk").values_list("pk", flat=True))
        names = {pattern.name for pattern in page_addresses.urlpatterns if pattern.name}
        _reverse_all(
            addresses, "page", page.slug, {name: f"wagtailadmin_pages:{name}" for name in names}, page.pk, revisions
        )
    viewset = question.snippet_viewset
    revisions = list(question.revisions.order_by("pk").values_list("pk", flat=True))
    names = {pattern.name for pattern in viewset.get_urlpatterns() if pattern.name}
    _reverse_all(
        addresses, "question", "bank", {name: viewset.get_url_name(name) for name in names}, question.pk, revisions
    )
    chooser = question._meta.app_label, question._meta.model_name
    addresses["question chooser"] = reverse(f"wagtailsnippetchoosers_{'_'.join(chooser)}:choose")
    return addresses


def _reverse_all(
    addresses: dict[str, str], kind: str, label: str, names: dict[str, str], pk: int, revisions: list[int]
) -> None:
    for name, full in names.items():
        for arguments in ([], [pk], [pk, revisions[0]], [pk, revisions[0], revisions[-1]]):
            try:
                addresses[f"{kind} {name} {label} {len(arguments)}"] = reverse(full, args=arguments)
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("role", ROLES)
def test_no_public_address_tells(role, course, learner):
    client = as_role(role, learner)
    leaks = [
        name for name, path in public(course, learner).items() if CANARY in client.get(path, follow=True).getvalue()
    ]
    assert leaks == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_admin_tells_but_the_forms_of_those_who_may_edit(role, course, question, learner):
    client = as_role(role, learner)
    addresses = admin(course, question)
    assert {"page view_draft", "page preview_on_edit", "question preview_on_edit"} <= {
        _short(name) for name in addresses
    }
    leaks = set()
    for name, path in addresses.items():
        response = client.get(path)
        assert response.status_code < 500, name
        if CANARY in response.getvalue():
            leaks.add(_short(name))
    assert {name for name in leaks if role not in SHOWN_TO.get(name, ())} == set()
    if role == "editor":  # or else the canaries are dead
        assert leaks >= {"page edit", "question edit", "question copy"}


def test_no_address_at_all_of_the_admin_tells_those_who_may_not_edit_questions(course, question, learner):
    """A manager may edit pages but not the bank: of all that Wagtail and its add-ons serve, one form shows a key."""
    client = as_role("manager", learner)
    lesson = lessons_of(course)[0]
    leaks = [path for path in all_of_the_admin(lesson.pk, question.pk) if CANARY in client.get(path).getvalue()]
    assert leaks == [reverse("wagtailadmin_pages:edit", args=[lesson.pk])]


def all_of_the_admin(*keys: int) -> list[str]:
    """Every pattern, its arguments filled with these keys and with the models that hold questions."""
    words = {"app": ["courses"], "model": ["question", "lessonpage"]}
    paths = set()
    for pattern in patterns_below(get_resolver().url_patterns):
        if not pattern.startswith("admin/") or "(" in pattern or re.search("logout|failwhale", pattern):
            continue
        steps = re.split(r"<(?:\w+:)?(\w+)>", pattern.replace("^", "").replace("$", ""))
        values = [
            next((given for word, given in words.items() if word in name), list(map(str, keys))) for name in steps[1::2]
        ]
        for chosen in itertools.product(*values):
            paths.add("/" + "".join(itertools.chain(*itertools.zip_longest(steps[::2], chosen, fillvalue=""))))
    assert len(paths) > 500
    return sorted(paths)


def patterns_below(patterns: list, above: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = above + str(pattern.pattern)
        yield from patterns_below(pattern.url_patterns, path) if hasattr(pattern, "url_patterns") else [path]


def _short(name: str) -> str:
    return " ".join(name.split()[:2])


def test_nothing_is_found_by_what_only_the_key_says(course, client):
    """What is found by an answer tells the answer."""
    lesson = address(lessons_of(course)[0], "en")
    assert lesson in client.get("/en/search/", {"q": "What is it called"}).content.decode()
    assert lesson not in client.get("/en/search/", {"q": "canary"}).content.decode()


def as_form(kind: str, value: dict) -> tuple[str, dict]:
    lists = {
        name: streamfield([("item", each) for each in value[name]]) for name in ("options", "accepted") if name in value
    }
    return kind, {**value, **lists}


def test_a_preview_of_a_lesson_that_is_being_written_does_not_tell(course):
    lesson = lessons_of(course)[0]
    client = as_role("editor", None)
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    form = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).context["form"]
    empty = {name: streamfield([]) for name, field in form.fields.items() if hasattr(field, "block")}
    body = streamfield([("question", streamfield([as_form(*kind)])) for kind in (CHOICE, TEXT)])
    data = {"title": "Lesson", "slug": "lesson-0", "estimated_minutes": 5, **empty, "body": body}
    answer = client.post(path, nested_form_data(data))
    assert answer.json()["is_valid"], answer.json()
    html = client.get(path).content
    assert b"Which one is it?" in html and b"What is it called?" in html
    assert CANARY not in html


def test_a_preview_of_a_question_that_is_being_written_does_not_tell(question):
    client = as_role("editor", None)
    path = reverse(question.snippet_viewset.get_url_name("preview_on_edit"), args=[question.pk])
    for kind in (CHOICE, TEXT):
        data = {"name": "Q", "points": 1, "difficulty": "apply", "body": streamfield([as_form(*kind)])}
        answer = client.post(path, nested_form_data({**data, "provisions": streamfield([])}))
        assert answer.json()["is_valid"], answer.json()
        html = client.get(path).content
        assert kind[1]["stem"].encode() in html
        assert CANARY not in html
