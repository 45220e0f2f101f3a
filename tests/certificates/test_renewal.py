"""Certificates that end: they stay in sight, their holders are reminded, and may earn them anew."""

import random
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from brs.certificates.actions import correct_name, issue, revoke
from brs.certificates.models import Certificate, CertificateKind
from brs.certificates.renewal import remind
from brs.core.pages import address
from courses.learning.answers import pinned_questions
from courses.learning.attempts import NoAttemptsLeft, save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment, Event
from courses.pages.models import CoursePage, QuizPage
from courses.pages.quiz_standing import attempts_count_from
from courses.pages.quiz_start import questions_for, rules_of
from courses.questions.feedback import right_answer
from tests.certificates.test_actions import SNAPSHOT
from tests.given import a_course, a_quiz, a_trainee, an_activity, lessons_of

pytestmark = pytest.mark.django_db


def certifying(course: CoursePage) -> CoursePage:
    course.certificate_kind = CertificateKind.objects.create(
        slug="completion", title="Certificate", statement="did it.", locale=course.locale, validity_months=24
    )
    course.save_revision().publish()
    return course


@pytest.fixture
def quiz() -> QuizPage:
    """At which one attempt is allowed; passing it completes its course, whose certificate holds two years."""
    quiz = a_quiz(attempts_allowed=1)
    certifying(CoursePage.objects.get())
    return quiz


@pytest.fixture
def person():
    return a_trainee()


def sit(person, quiz: QuizPage, *, right: bool = True) -> None:
    enrolment = enrol(person, quiz.get_parent().translation_key, language="en")
    enrolment.refresh_from_db()
    attempt = start_attempt(
        enrolment, rules_of(quiz), questions_for(quiz, random.Random(1)), since=attempts_count_from(enrolment)
    )
    for question in pinned_questions(attempt) if right else []:
        save_answer(attempt, question.key, right_answer(question.content), language="en")
    submit_attempt(attempt, language="en")


def ends_in(days: int) -> Certificate:
    """The only certificate, long issued."""
    certificate = Certificate.objects.get()
    begun = timezone.now() - timedelta(days=700)
    certificate.issued_at = begun
    certificate.expires_on = timezone.now().date() + timedelta(days=days)
    certificate.save()
    enrolment = Enrolment.objects.get()
    enrolment.attempts.update(started_at=begun - timedelta(hours=2), submitted_at=begun - timedelta(hours=1))
    return certificate


def shown(client, page) -> str:
    return client.get(address(page, "en")).content.decode()


@pytest.mark.parametrize("days", [-400, -1, 0, 30, 60])
def test_passing_the_quiz_again_gives_a_new_one_that_names_the_one_before(days, person, quiz, client):
    sit(person, quiz)
    old = ends_in(days)
    sit(person, quiz)
    old.refresh_from_db()
    new = old.renewed_by
    assert new.snapshot["renews"] == old.serial and new.expires_on > timezone.now().date()
    assert not old.is_void and Certificate.objects.count() == 2
    page = client.get(f"/verify/{new.serial}/").content.decode()
    assert f"/verify/{old.serial}/" in page and "Valid." in page
    assert f"/verify/{new.serial}/" in client.get(f"/verify/{old.serial}/").content.decode()
    client.force_login(person)
    assert new.serial in shown(client, quiz.get_parent()) and old.serial not in shown(client, quiz.get_parent())


def test_failing_gives_none_and_uses_an_attempt_of_the_new_ones(person, quiz, client):
    sit(person, quiz)
    ends_in(10)
    client.force_login(person)
    assert "Start the quiz" in shown(client, quiz)
    sit(person, quiz, right=False)
    assert Certificate.objects.count() == 1
    assert "You have used all attempts" in shown(client, quiz)
    with pytest.raises(NoAttemptsLeft):
        sit(person, quiz)


def test_while_it_holds_for_long_nothing_is_renewed_and_attempts_stay_used(person, quiz, client):
    sit(person, quiz)
    ends_in(61)
    client.force_login(person)
    assert "You have used all attempts" in shown(client, quiz)
    with pytest.raises(NoAttemptsLeft):
        sit(person, quiz)
    assert "For a new certificate" not in shown(client, quiz.get_parent())


def test_what_was_passed_since_issue_renews_it_when_its_end_comes_near(person):
    quiz = a_quiz()
    certifying(CoursePage.objects.get())
    sit(person, quiz)
    ends_in(200)
    sit(person, quiz)
    assert Certificate.objects.count() == 1
    Certificate.objects.update(expires_on=timezone.now().date() + timedelta(days=50))
    assert remind() == 0 and mail.outbox == []
    assert Certificate.objects.count() == 2


def test_the_course_says_when_it_expired_and_what_to_pass_again(person, quiz, client):
    sit(person, quiz)
    certificate = ends_in(-3)
    client.force_login(person)
    for html in (shown(client, quiz.get_parent()), client.get("/en/learning/").content.decode()):
        assert "Certificate expired on" in html and certificate.serial in html
    html = shown(client, quiz.get_parent())
    assert "For a new certificate, pass again" in html and address(quiz, "en") in html
    assert "Renew it" in client.get("/en/learning/").content.decode()


def test_a_revoked_one_stays_listed_with_its_reason_and_is_not_renewed(person, quiz, client):
    sit(person, quiz)
    certificate = ends_in(-3)
    revoke(certificate, "Issued by mistake.")
    client.force_login(person)
    for html in (shown(client, quiz.get_parent()), client.get("/en/learning/").content.decode()):
        assert "Issued by mistake." in html and "Renew it" not in html
    with pytest.raises(NoAttemptsLeft):
        sit(person, quiz)
    assert Certificate.objects.count() == 1


def test_a_corrected_one_is_renewed_and_still_says_what_it_renews(person, quiz):
    sit(person, quiz)
    old = ends_in(5)
    corrected = correct_name(old, "Amina Wanjiru", "Misspelt.")
    sit(person, quiz)
    new = Certificate.objects.get(renews=corrected)
    again = correct_name(new, "Amina W.", "Misspelt.")
    assert again.renewed == corrected


def test_without_a_quiz_the_lessons_are_marked_again(person, client):
    course = certifying(a_course(lessons=2))
    enrolment = enrol(person, course.translation_key, language="en")
    for lesson in lessons_of(course):
        mark_done(enrolment, str(lesson.translation_key), language="en")
    old = ends_in(5)
    enrolment.learner.enrolments.update(enrolled_at=timezone.now() - timedelta(days=800))
    Event.objects.update(received_at=timezone.now() - timedelta(days=701))
    client.force_login(person)
    for lesson in lessons_of(course):
        assert "mark it as done again" in shown(client, lesson)
        client.post(reverse("mark_done", args=[course.translation_key, lesson.translation_key]))
    assert Certificate.objects.get(renews=old)
    assert "mark it as done again" not in shown(client, lessons_of(course)[0])


@pytest.mark.parametrize(("days", "letters"), [(61, 0), (60, 1), (30, 1), (14, 1), (0, 1), (-1, 0)])
def test_the_holder_is_reminded_once_for_each_time(days, letters, person, quiz):
    sit(person, quiz)
    ends_in(days)
    mail.outbox.clear()
    assert (remind(), remind()) == (letters, 0)
    assert len(mail.outbox) == letters
    if letters:
        assert mail.outbox[0].to == [person.email] and "/go/" in mail.outbox[0].body


def test_sixty_days_before_and_fourteen(person, quiz):
    sit(person, quiz)
    certificate = ends_in(90)
    sent = [day for day in range(95) if remind(timezone.now().date() + timedelta(days=day))]
    assert sent == [30, 76]
    certificate.refresh_from_db()
    assert certificate.reminded_days == 14


def test_the_reminder_speaks_the_holders_language(quiz):
    person = a_trainee(language="fr")
    sit(person, quiz)
    ends_in(10)
    remind()
    assert "/fr/go/" in mail.outbox[-1].body


def test_one_of_an_activity_is_reminded_of_without_a_way_to_renew(person):
    issue(person, an_activity().translation_key, SNAPSHOT, validity_months=1)
    Certificate.objects.update(expires_on=timezone.now().date() + timedelta(days=10))
    assert remind() == 1
    assert "/go/" not in mail.outbox[-1].body


def test_nobody_is_reminded_whose_account_is_closed(person, quiz):
    sit(person, quiz)
    ends_in(10)
    person.is_active = False
    person.save()
    assert remind() == 0
