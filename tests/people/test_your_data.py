"""A person sees, downloads and erases what is held of them."""

import json

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from wagtail.models import ModelLogEntry, Page

from brs.certificates.models import Certificate
from brs.people.models import User
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Event
from tests.certificates.test_actions import SNAPSHOT, issue
from tests.given import a_course, a_trainee, in_role, lessons_of

pytestmark = pytest.mark.django_db
ERASE = "/en/accounts/data/erase/"
PASSWORD = {"password": "pass-word-123"}


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def a_learner(course) -> User:
    person = a_trainee()
    enrolment = enrol(person, course.translation_key, language="en")
    mark_done(enrolment, str(lessons_of(course)[0].translation_key), language="en")
    issue(person, course.translation_key, SNAPSHOT)
    return person


@pytest.fixture
def course():
    return a_course(lessons=2)


@pytest.fixture
def person(client, course) -> User:
    learner = a_learner(course)
    client.force_login(learner)
    return learner


def downloaded(client: Client) -> dict:
    return json.loads(client.get("/en/accounts/data/download/").getvalue())


def test_it_is_counted_in_words(client, person):
    html = client.get("/en/accounts/data/").content.decode()
    assert "<span>Courses you are enrolled in</span><span>1</span>" in html
    assert "<span>Certificates</span><span>1</span>" in html
    assert "Pages you made" not in html


def test_the_download_holds_everything_of_the_person_and_nothing_of_another(client, person, course):
    other = a_learner(course)
    data = downloaded(client)
    assert data["account"]["profile"][0]["email"] == person.email
    assert [len(data["learning"][kind]) for kind in ("enrolments", "events", "progress")] == [1, 2, 1]
    assert data["certificates"]["certificates"][0]["snapshot"]["holder"] == "Amina"
    assert data["titles"][str(course.translation_key)] == course.title
    text = json.dumps(data)
    assert other.email not in text
    assert not {str(pk) for pk in Event.objects.of(other).values_list("pk", flat=True)} & set(text.split('"'))
    assert "password" not in text


def test_the_account_goes_with_everything_and_the_person_is_signed_out(client, person, course):
    other = a_learner(course)
    answer = client.post(ERASE, PASSWORD, follow=True)
    assert "Your account is erased" in answer.content.decode()
    assert not answer.context["request"].user.is_authenticated
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Event.objects.of(person).exists()
    assert Event.objects.of(other).count() == 2
    assert {certificate.status() for certificate in Certificate.objects.all()} == {"erased", "valid"}
    assert mail.outbox[-1].to == [person.email]


def test_certificates_stay_verifiable_when_ticked(client, person):
    client.post(ERASE, {**PASSWORD, "certificates": "on"})
    assert Certificate.objects.get().status() == "valid"


def test_a_wrong_password_erases_nothing_and_the_tick_stays(client, person):
    answer = client.post(ERASE, {"password": "wrong", "certificates": "on"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert User.objects.filter(pk=person.pk).exists()


def test_another_open_session_ends(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)
    client.post(ERASE, PASSWORD)
    assert elsewhere.get("/en/accounts/profile/").status_code == 302


def test_what_an_editor_published_survives_them(client, course):
    editor = in_role("editor")
    lesson = lessons_of(course)[0]
    lesson.owner = editor
    lesson.save()
    revision = lesson.save_revision(user=editor, log_action=True)
    revision.publish(user=editor)
    client.force_login(editor)
    assert "Pages you made" in client.get(ERASE).content.decode()
    assert client.post(ERASE, PASSWORD).status_code == 302
    published = Page.objects.get(pk=lesson.pk)
    revision.refresh_from_db()
    assert (published.live, published.owner, revision.user) == (True, None, None)
    assert revision.as_object().title == lesson.title
    manager = a_trainee(is_superuser=True)
    client.force_login(manager)
    assert client.get(f"/admin/pages/{lesson.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{lesson.pk}/history/").status_code == 200


def test_the_log_forgets_who_it_was():
    administrator, person = a_trainee(is_superuser=True), a_trainee()
    client = Client()
    client.force_login(administrator)
    ModelLogEntry.objects.log_action(person, "wagtail.edit", user=administrator)
    client.post(f"/admin/users/delete/{person.pk}/")
    assert not User.objects.filter(pk=person.pk).exists()
    assert not any(person.name in entry.label for entry in ModelLogEntry.objects.exclude(action="wagtail.delete"))


def test_an_account_deleted_in_the_admin_leaves_tombstones_too(course):
    person = a_learner(course)
    client = Client()
    client.force_login(a_trainee(is_superuser=True))
    client.post(f"/admin/users/delete/{person.pk}/")
    assert Certificate.objects.get().status() == "erased"


def test_the_only_administrator_is_told_to_name_another(client):
    person = a_trainee(is_superuser=True)
    client.force_login(person)
    assert "Name another one first" in client.post(ERASE, PASSWORD).content.decode()
    a_trainee(is_superuser=True)
    assert client.post(ERASE, PASSWORD).status_code == 302


def test_accounts_deleted_together_leave_tombstones_too(course):
    people = [a_learner(course), a_learner(course)]
    User.objects.filter(pk__in=[person.pk for person in people]).delete()
    assert {certificate.status() for certificate in Certificate.objects.all()} == {"erased"}
