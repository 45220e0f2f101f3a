"""What a visitor sends, or somebody whose session has ended, waits until they have signed in."""

import re
import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import activate

from brs.activities.register.registers import register_of
from brs.core.pages import address
from brs.people import pending
from brs.people.models import User
from courses.learning import enrolments
from courses.learning.models import Enrolment, Event
from tests.given import a_course, a_trainee, an_activity, in_role, lessons_of

pytestmark = pytest.mark.django_db
BLOCK = str(uuid.uuid4())
REFLECTION = [{"type": "reflection", "id": BLOCK, "value": {"prompt": "What about you?"}}]
THOUGHT = {"block": BLOCK, "from_learner": "1", "text": "Our ministry has <two> labs."}
CONTINUE = "/en/accounts/continue/"


@pytest.fixture(autouse=True)
def _no_counts_and_in_english():
    cache.clear()
    activate("en")


@pytest.fixture
def course():
    return a_course(lessons=2, body=REFLECTION, quiz=True)


def sign_in(client: Client, person: User, next_: str = CONTINUE):
    form = {"login": person.email, "password": "pass-word-123", "next": next_}
    return client.post("/en/accounts/sign-in/", form)


def shown(client: Client) -> str:
    return client.get(CONTINUE).content.decode()


def send_again(client: Client):
    """Press the button of the screen as a browser would."""
    html = shown(client).partition("<main")[2].partition("</form>")[0]
    path = re.search(r'method="post" action="([^"]+)"', html)[1]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    return client.post(path, {**fields, "text": THOUGHT["text"]} if "text" in fields else fields)


def test_a_visitor_enrols_after_signing_in(client, course):
    enrol = reverse("enrol", args=[course.translation_key])
    asked = client.post(enrol)
    assert asked.url == f"/en/accounts/sign-in/?next={CONTINUE}"
    person = a_trainee()
    assert sign_in(client, person).url == CONTINUE
    assert not Enrolment.objects.exists()
    assert "Continue: enrol in the course" in shown(client)
    assert send_again(client).url == reverse("go", args=[course.translation_key])
    assert Enrolment.objects.get().learner == person
    assert client.get(CONTINUE).url == reverse("my_learning")


def test_a_visitor_signs_up_confirms_and_enrols(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    form = {"name": "Amina", "email": "amina@example.org", "password1": "a-long-pass-phrase", "party": ""}
    client.post(f"/en/accounts/sign-up/?next={CONTINUE}", {**form, "next": CONTINUE})
    confirmed = client.post(re.findall(r"https?://\S+", mail.outbox[-1].body)[0])
    assert confirmed.url == CONTINUE
    send_again(client)
    assert Enrolment.objects.get().learner.email == "amina@example.org"


def test_the_course_page_is_come_back_to_after_sign_up(client, course):
    path = address(course, "en")
    assert f"?next={path}" in client.get(path).content.decode()
    assert f"next={path.replace('/', '%2F')}" in client.get(f"/en/accounts/sign-in/?next={path}").content.decode()
    form = {"name": "Amina", "email": "amina@example.org", "password1": "a-long-pass-phrase", "next": path}
    client.post("/en/accounts/sign-up/", form)
    assert client.post(re.findall(r"https?://\S+", mail.outbox[-1].body)[0]).url == path


def test_a_lost_next_still_leads_to_what_waits(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    assert sign_in(client, a_trainee(), "").url == CONTINUE


def test_a_thought_typed_after_the_session_ended_comes_back(client, course):
    person = a_trainee()
    enrolments.enrol(person, course.translation_key, language="en")
    lesson = lessons_of(course)[0]
    assert client.post(address(lesson, "en"), THOUGHT).url.startswith("/en/accounts/sign-in/")
    sign_in(client, person)
    assert "Our ministry has &lt;two&gt; labs." in shown(client)
    assert not Event.objects.filter(verb="reflected").exists()
    send_again(client)
    assert Event.objects.get(verb="reflected").payload == {"text": THOUGHT["text"]}


def test_without_an_enrolment_it_waits_until_there_is_one(client, course):
    client.post(address(lessons_of(course)[0], "en"), THOUGHT)
    sign_in(client, a_trainee())
    assert send_again(client).url == address(course, "en")
    assert client.post(reverse("enrol", args=[course.translation_key])).url == CONTINUE
    send_again(client)
    assert Event.objects.filter(verb="reflected").count() == 1


@pytest.mark.parametrize("deed", ["mark_done", "undo_done"])
def test_a_mark_waits_too(client, course, deed):
    person = a_trainee()
    enrolments.enrol(person, course.translation_key, language="en")
    key = lessons_of(course)[0].translation_key
    client.post(reverse(deed, args=[course.translation_key, key]))
    sign_in(client, person)
    before = Event.objects.count()
    send_again(client)
    assert Event.objects.count() == before + 1


def test_a_quiz_is_started_after_signing_in(client, course):
    quiz = course.get_children().get(slug="quiz")
    assert client.post(address(quiz, "en")).url.startswith("/en/accounts/sign-in/")
    sign_in(client, a_trainee())
    assert "Continue: start the quiz" in shown(client)


def test_what_is_thrown_away_is_gone(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    sign_in(client, a_trainee())
    client.post(reverse("pending_forget"))
    assert client.get(CONTINUE).url == reverse("my_learning")


def test_it_waits_in_that_session_alone(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    other = Client()
    other.force_login(a_trainee())
    assert other.get(CONTINUE).url == reverse("my_learning")


def test_it_does_not_wait_for_ever(client, course, monkeypatch):
    client.post(reverse("enrol", args=[course.translation_key]))
    client.force_login(a_trainee())
    monkeypatch.setattr(pending, "LASTS", -1)
    assert client.get(CONTINUE).url == reverse("my_learning")


def test_what_was_put_by_before_views_declared_it_still_waits(client, course):
    client.post(address(lessons_of(course)[0], "en"), THOUGHT)
    session = client.session
    waiting = session["pending"]
    del waiting["resume"]
    session["pending"] = {**waiting, "deed": "wagtail_serve"}
    session.save()
    sign_in(client, a_trainee())
    assert "Our ministry has &lt;two&gt; labs." in shown(client) and "Continue: send what you wrote" in shown(client)


def test_the_button_speaks_the_language_it_is_read_in(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    client.force_login(a_trainee())
    assert "Continue: enrol in the course" not in client.get(CONTINUE.replace("/en/", "/fr/")).content.decode()
    assert "inscrire au cours" in client.get(CONTINUE.replace("/en/", "/fr/")).content.decode()


def test_one_too_long_is_refused_plainly_and_not_stored(client, course):
    answer = client.post(address(lessons_of(course)[0], "en"), {**THOUGHT, "text": "A" * 30_000})
    assert answer.status_code == 413
    assert "This is too long" in answer.content.decode()
    assert "pending" not in client.session


def test_one_too_long_is_held_by_the_page_and_sent_after_signing_in_elsewhere(course):
    browser, origin = Client(enforce_csrf_checks=True), {"origin": "http://testserver"}
    browser.get("/en/accounts/sign-in/")
    path = reverse("profile")
    form = {"name": "A" * 30_000, "language": "en", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    answer = browser.post(path, form, headers=origin)
    assert answer.status_code == 413
    assert f'action="{path}"' in answer.content.decode() and form["name"] in answer.content.decode()
    browser.force_login(a_trainee())
    stale = browser.post(path, {**form, "csrfmiddlewaretoken": "of the other window"}, headers=origin)
    assert stale.status_code == 403 and form["name"] in stale.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', stale.content.decode().partition("<main")[2])[1]
    answer = browser.post(path, {**form, "csrfmiddlewaretoken": token}, headers=origin)
    assert answer.status_code == 422 and form["name"] in answer.content.decode()


def test_what_a_script_sends_by_itself_puts_by_nothing_and_throws_nothing_away(client, course):
    client.post(reverse("enrol", args=[course.translation_key]))
    marks = reverse("attendance_marks", args=[uuid.uuid4(), "session"])
    assert client.post(marks, "{}", content_type="application/json").status_code == 302
    client.force_login(a_trainee())
    assert reverse("enrol", args=[course.translation_key]) in shown(client)


def test_a_list_of_people_waits(client):
    facilitator = in_role("facilitator")
    register = register_of(an_activity())
    register.facilitators.add(facilitator)
    path = reverse("activity_enlist", args=[register.pk])
    client.post(path, {"text": "Amina Otieno"})
    client.force_login(facilitator)
    html = shown(client)
    assert "Amina Otieno" in html and f'action="{path}"' in html


def test_a_stale_form_of_ours_can_be_sent_again(course):
    browser = Client(enforce_csrf_checks=True)
    path = address(lessons_of(course)[0], "en")
    answer = browser.post(path, THOUGHT, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Our ministry has &lt;two&gt; labs." in answer.content.decode()
    assert f'action="{path}"' in answer.content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_of_somebody_elses_page_is_offered_nothing(course, origin):
    browser = Client(enforce_csrf_checks=True)
    headers = {"origin": origin} if origin else {}
    answer = browser.post(address(lessons_of(course)[0], "en"), THOUGHT, headers=headers)
    assert answer.status_code == 403
    assert "Continue:" not in answer.content.decode()
    assert "ministry" not in answer.content.decode()


def test_a_password_typed_into_a_stale_form_is_never_shown():
    browser = Client(enforce_csrf_checks=True)
    form = {"login": "amina@example.org", "password": "my-secret-pass"}
    answer = browser.post("/en/accounts/sign-in/", form, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "my-secret-pass" not in answer.content.decode()
