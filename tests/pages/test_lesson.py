"""Reading a lesson and answering in it."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from brs.core.pages import address
from courses.learning.enrolments import enrol
from courses.learning.models import Event, Progress
from tests.given import a_course, a_trainee, lessons_of

pytestmark = pytest.mark.django_db

CANARY = "canary-never-before-marking"
CHOICE = {
    "type": "single_choice",
    "id": "5f3c9a86-6a9e-4d0b-9c39-3f5d8a4f7f10",
    "value": {
        "stem": "Which convention?",
        "feedback": f"{CANARY} general",
        "options": [
            {"type": "item", "id": "right", "value": {"text": "Basel", "correct": True, "feedback": f"{CANARY} right"}},
            {"type": "item", "id": "wrong", "value": {"text": "None", "correct": False, "feedback": f"{CANARY} wrong"}},
        ],
    },
}
NUMBER = {
    "type": "numeric",
    "id": "5f3c9a86-6a9e-4d0b-9c39-3f5d8a4f7f11",
    "value": {"stem": "How many days?", "feedback": "Sixty.", "answer": "60", "tolerance": "0", "unit": "days"},
}
BODY = [
    {"type": "question", "id": "q-choice", "value": [CHOICE]},
    {"type": "question", "id": "q-number", "value": [NUMBER]},
    {"type": "reflection", "id": "think", "value": {"prompt": "Who answers?"}},
]


@pytest.fixture
def course():
    return a_course(lessons=2, body=BODY)


@pytest.fixture
def lesson(course):
    return address(lessons_of(course)[0], "en")


@pytest.fixture
def enrolled(client, course):
    person = a_trainee()
    client.force_login(person)
    return enrol(person, course.translation_key, language="en")


def test_no_key_is_shown_before_marking(client, lesson):
    html = client.get(lesson).content.decode()
    assert "Which convention?" in html
    assert CANARY not in html
    assert "Sixty." not in html


def test_a_visitors_answer_is_marked_and_nothing_is_stored(client, lesson):
    html = client.post(lesson, {"block": "q-choice", "answer": "wrong"}).content.decode()
    assert f"{CANARY} wrong" in html
    assert f"{CANARY} right" not in html
    assert not Event.objects.exists()


def form_of(html: str, block: str) -> dict[str, str]:
    """What the form of a block says but for the answer."""
    form = BeautifulSoup(html, "html.parser").select_one(f"#b-{block} form")
    return {tag["name"]: tag["value"] for tag in form.select("[type=hidden]")}


def place_of(html: str, text: str) -> str:
    labels = BeautifulSoup(html, "html.parser").select("label.tick")
    return next(label.input["value"] for label in labels if label.text.strip() == text)


def test_an_answer_names_a_place_and_is_kept_by_the_choice_that_stood_there(client, lesson, enrolled):
    html = client.get(lesson).content.decode()
    sent = {**form_of(html, "q-choice"), "answer": place_of(html, "Basel")}
    assert client.post(lesson, sent).status_code == 302
    payload = Event.objects.get(verb="answered").payload
    assert payload == {"answer": "right", "showing": sent["showing"]}
    again = client.get(lesson).content.decode()
    assert (form_of(again, "q-choice")["showing"], place_of(again, "Basel")) == (sent["showing"], sent["answer"])
    assert f"{CANARY} right" in again


def test_each_showing_is_laid_out_anew(client, lesson):
    showings = {form_of(client.get(lesson).content.decode(), "q-choice")["showing"] for _ in range(5)}
    assert len(showings) == 5


@pytest.mark.parametrize(
    "showing", ["", "x", "abcdefghijkl.0123456789abcdef", "\x00" * 40, "٣" * 12 + ".0123456789abcdef"]
)
def test_a_place_without_its_showing_says_nothing(client, lesson, showing):
    html = client.post(lesson, {"block": "q-choice", "answer": "~1", "showing": showing}, follow=True).content.decode()
    assert CANARY not in html
    assert "Give an answer first." in html or "The lesson has changed" in html


def test_a_form_from_before_choices_changed_is_not_read_as_another_choice(client, course, lesson, enrolled):
    html = client.get(lesson).content.decode()
    sent = {**form_of(html, "q-choice"), "answer": place_of(html, "Basel")}
    page = lessons_of(course)[0]
    raw = page.body.get_prep_value()
    raw[0]["value"][0]["value"]["options"].insert(
        0, {"type": "item", "id": "new", "value": {"text": "Both", "correct": False, "feedback": ""}}
    )
    page.body = raw
    page.save()
    assert "The lesson has changed" in client.post(lesson, sent, follow=True).content.decode()
    assert not Event.objects.filter(verb="answered").exists()


def test_a_form_from_before_there_were_places_is_read_by_ids(client, lesson, enrolled):
    client.post(lesson, {"block": "q-choice", "answer": "right"})
    assert Event.objects.get(verb="answered").payload["answer"] == "right"


def deliver(client, course, answer, showing: str, block: str = "q-choice", **payload) -> list[str]:
    """As a device does that had kept the page."""
    event = {
        "id": str(uuid.uuid4()),
        "course": str(course.translation_key),
        "item": f"{lessons_of(course)[0].translation_key}:{block}",
        "verb": "answered",
        "occurred_at": timezone.now().isoformat(),
        "payload": {"answer": answer, "showing": showing, **payload},
    }
    responses = [client.post("/api/learning/events/", {"events": [event]}, "application/json") for _twice in range(2)]
    return [response.json()["events"][0]["status"] for response in responses]


def test_a_number_that_can_be_two_is_asked_back_with_both_as_buttons(client, lesson, enrolled):
    asked = client.post(lesson, {"block": "q-number", "answer": "60,000"})
    buttons = BeautifulSoup(asked.content, "html.parser").select("#b-q-number button")
    assert asked.status_code == 422
    assert [button.get("value") for button in buttons] == [None, "60000", "60.000"]
    assert not Event.objects.filter(verb="answered").exists()
    client.post(lesson, {"block": "q-number", "answer": "60,000", "reading": "60.000"})
    assert "✓ Right" in client.get(lesson).content.decode()


def test_a_device_is_asked_back_too(client, course, lesson, enrolled):
    showing = form_of(client.get(lesson).content.decode(), "q-number")["showing"]
    assert deliver(client, course, "60,000", showing, block="q-number") == ["refused", "refused"]
    assert deliver(client, course, "60,000", showing, block="q-number", reading="60.000") == ["stored", "duplicate"]
    assert "✓ Right" in client.get(lesson).content.decode()


def test_a_device_delivers_the_same_answer_by_its_place(client, course, lesson, enrolled):
    html = client.get(lesson).content.decode()
    showing = form_of(html, "q-choice")["showing"]
    assert deliver(client, course, place_of(html, "None"), showing) == ["stored", "duplicate"]
    assert Event.objects.get(verb="answered").payload == {"answer": "wrong", "showing": showing}
    assert f"{CANARY} wrong" in client.get(lesson).content.decode()


@pytest.mark.parametrize("showing", ["gone", "abcdefghijkl.0123456789abcdef"])
def test_a_device_whose_showing_holds_no_more_is_not_marked(client, course, lesson, enrolled, showing):
    assert deliver(client, course, "~1", showing) == ["stored", "duplicate"]
    assert CANARY not in client.get(lesson).content.decode()


def test_a_learners_answer_is_kept_and_shown_again(client, lesson, enrolled):
    assert client.post(lesson, {"block": "q-number", "answer": "60"}).status_code == 302
    html = client.get(lesson).content.decode()
    assert "Sixty." in html
    assert 'value="60"' in html


def test_a_reflection_is_kept_for_its_learner_alone(client, lesson, enrolled):
    client.post(lesson, {"block": "think", "text": "My <b>neighbour</b>"})
    assert "My &lt;b&gt;neighbour" in client.get(lesson).content.decode()
    client.force_login(a_trainee())
    assert "neighbour" not in client.get(lesson).content.decode()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"block": "q-number", "answer": "sixty"}, "Type a number"),
        ({"block": "q-choice"}, "Give an answer first."),
        ({"block": "q-choice", "answer": "no-such-option"}, "Give an answer first."),
        ({"block": "think", "text": "x" * 5001}, "Shorten your answer"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays(client, lesson, enrolled, form, message):
    answer = client.post(lesson, form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    if form["block"] == "q-number":
        assert 'value="sixty"' in html
    assert Progress.objects.get(enrolment=enrolled).parts == {}


@pytest.mark.parametrize("name", ["from_learner", "kept"])
def test_a_learners_form_is_told_from_a_visitors_also_in_pages_of_before(client, lesson, enrolled, name):
    assert "from_learner" in BeautifulSoup(client.get(lesson).content, "html.parser").find(attrs={"value": "1"})["name"]
    client.logout()
    answer = client.post(lesson, {"block": "q-choice", "answer": "wrong", name: "1"})
    assert answer.status_code == 302 and answer.url.startswith("/en/accounts/sign-in/")


def test_a_block_that_is_gone_is_said_plainly(client, lesson, enrolled):
    html = client.post(lesson, {"block": "gone", "answer": "x"}, follow=True).content.decode()
    assert "The lesson has changed" in html


def test_a_course_that_was_taken_offline_is_not_found(client, course, lesson):
    course.unpublish()
    lessons_of(course)[0].unpublish()
    assert client.get(lesson).status_code == 404
    assert client.post(lesson, {"block": "q-choice", "answer": "right"}).status_code == 404


@pytest.mark.parametrize("size", [3, 30])
def test_a_lesson_takes_as_many_queries_whatever_the_courses_size(client, django_assert_num_queries, size):
    course = a_course(lessons=size, body=BODY)
    person = a_trainee()
    client.force_login(person)
    enrol(person, course.translation_key, language="en")
    first = address(lessons_of(course)[0], "en")
    client.get(first)
    with django_assert_num_queries(5):
        client.get(first)


@pytest.mark.parametrize("size", [3, 30])
def test_a_course_takes_as_many_queries_whatever_its_size(client, django_assert_num_queries, size):
    course = a_course(lessons=size)
    person = a_trainee()
    client.force_login(person)
    enrol(person, course.translation_key, language="en")
    client.get(address(course, "en"))
    with django_assert_num_queries(5):
        client.get(address(course, "en"))


def test_who_saves_data_asks_for_a_picture_first(client):
    image = get_image_model().objects.create(title="x", file=get_test_image_file(size=(800, 400)))
    figure = {"image": image.pk, "alt": "Two boxes", "caption": "The flow"}
    page = address(lessons_of(a_course(lessons=1, body=[{"type": "figure", "id": "flow", "value": figure}]))[0], "en")
    assert "<summary" not in client.get(page).content.decode().partition("The flow")[0]
    client.force_login(a_trainee(saves_data=True))
    [details] = BeautifulSoup(client.get(page).content, "html.parser").select("article details")
    assert "Two boxes" in details.summary.text
    assert details.img["loading"] == "lazy"
    assert not details.has_attr("open")
