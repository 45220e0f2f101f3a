"""The page from which a quiz is started."""

import pytest

from brs.core.pages import address
from courses.learning.attempts import submit_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Attempt
from tests.given import a_quiz, a_trainee

pytestmark = pytest.mark.django_db


def test_it_offers_attempts_as_long_as_there_are_some_left(client):
    quiz, person = a_quiz(attempts_allowed=1), a_trainee()
    enrol(person, quiz.get_parent().translation_key, language="en")
    client.force_login(person)
    page = address(quiz, "en")
    assert "Start the quiz" in client.get(page).content.decode()
    client.post(page)
    assert "Continue your attempt" in client.get(page).content.decode()
    submit_attempt(Attempt.objects.get(), language="en")
    html = client.get(page).content.decode()
    assert "You have used all attempts at this quiz." in html
    assert "<button>" not in html.partition("<main")[2]
