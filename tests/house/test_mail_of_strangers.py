"""Mail that somebody can have sent to whoever they like says next to nothing in their words, and leads nowhere.

A file that writes mail is missing from the table until somebody has said whose words are in it.
"""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from brs.activities.evaluation import mail as evaluation_mail
from brs.activities.evaluation.models import FollowUp
from brs.activities.planning.actions import ask_to_run
from brs.activities.register.registers import register_of
from brs.core.names import LONGEST_IN_MAIL, in_mail
from brs.review import reports
from tests.given import a_course, a_crowd, a_toolkit, a_trainee, an_activity, in_role
from toolkits.sharing.actions import invite

ROOT = Path(__file__).resolve().parents[2]
LURE = "Win at https://evil.example/prize or write to me@evil.example: " + "you have won a great prize " * 4
VICTIM = "victim@example.org"
WRITES_MAIL = re.compile(r"EmailMessage\(|send_mail\(|get_connection\(|/mail/\w+\.txt")


def signing_up() -> None:
    form = {"name": LURE, "email": VICTIM, "password1": "a-long-pass-phrase", "party": ""}
    Client().post("/en/accounts/sign-up/", form)
    cache.clear()
    Client().post("/en/accounts/sign-up/", form)  # there is an account now
    Client().post("/en/accounts/reset/", {"email": VICTIM})
    Client().post("/en/accounts/reset/", {"email": "nobody@example.org"})


def changing_an_address() -> None:
    client = Client(HTTP_USER_AGENT=LURE)
    client.force_login(a_trainee(name=LURE))
    client.post("/en/accounts/email/", {"email": VICTIM, "password": "pass-word-123"})


def asking_a_co_owner() -> None:
    person = a_trainee(name=LURE)
    invite(a_toolkit(owner=person, title=LURE), person, VICTIM)


def asking_somebody_to_run_an_activity() -> None:
    activity = an_activity(title=LURE)
    register_of(activity)
    ask_to_run(activity, a_trainee(name=LURE), VICTIM)


def asking_what_came_of_it() -> None:
    somebody = a_crowd(an_activity(), 1, email=VICTIM)[0]
    somebody.name = LURE
    evaluation_mail.send(FollowUp.objects.create(participation=somebody, months=3))


def reporting_a_problem() -> None:
    words = {"problem": "other", "text": LURE, "position": LURE, "email": VICTIM}
    report = reports.report(a_course(lessons=1), uuid.uuid4(), "en", **words)
    reports.close(report, in_role("editor"), "Thank you: the date is mended.")


# Files that write mail -> what a stranger does to have it sent; None where no stranger has a word in it.
WRITERS: dict[str, tuple[Callable[[], None], ...] | None] = {
    "site/brs/people/adapter.py": (signing_up, changing_an_address),
    "site/brs/core/error_mail.py": None,  # to whoever runs the site, without anybody's words
    "site/brs/core/mail.py": None,  # what the others write with
    "site/brs/core/waiting_mail.py": None,  # what the others wrote
    "site/brs/people/mail.py": None,  # to whom the account was
    "site/brs/people/welcome.py": None,  # to whom an administrator adds
    "toolkits/sharing/mail.py": (asking_a_co_owner,),
    # Besides what facilitators tell their lists.
    "site/brs/activities/planning/mail.py": (asking_somebody_to_run_an_activity,),
    "site/brs/activities/evaluation/mail.py": (asking_what_came_of_it,),
    "site/brs/activities/certificates/issuing.py": None,  # titles of activities that facilitators certify
    "site/brs/certificates/renewal.py": None,  # titles that are certified
    "site/brs/needs/assessments/mail.py": None,  # names of Parties
    "site/brs/review/reports.py": (reporting_a_problem,),
    "site/brs/review/reminders.py": None,  # titles that editors publish, to owners of them
}
DEEDS = [deed for deeds in WRITERS.values() for deed in deeds or ()]


def test_every_file_that_writes_mail_is_in_the_table():
    files = [path for top in ("site/brs", "courses", "toolkits") for path in (ROOT / top).rglob("*.py")]
    assert {str(path.relative_to(ROOT)) for path in files if WRITES_MAIL.search(path.read_text())} == set(WRITERS)


@pytest.mark.django_db
@pytest.mark.parametrize("deed", DEEDS, ids=[deed.__name__ for deed in DEEDS])
def test_a_stranger_has_no_words_and_no_address_in_it(deed, django_capture_on_commit_callbacks):
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        deed()
    assert mail.outbox
    for message in mail.outbox:
        text = f"{message.subject}\n{message.body}"
        assert "evil.example" not in text
        for start in range(len(LURE) - LONGEST_IN_MAIL):
            assert LURE[start : start + LONGEST_IN_MAIL + 1] not in text
        assert "great prize you have won" not in text  # beyond its first 60 characters


@given(st.text(max_size=300))
def test_nothing_in_words_for_a_mail_leads_anywhere(words):
    text = in_mail(words)
    assert len(text) <= LONGEST_IN_MAIL
    assert not set(text) & set("/\\@<>\n\r")
    assert not re.search(r"[.:]\S", text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Dr. Amina Wanjiru-O’Neill", "Dr. Amina Wanjiru-O’Neill"),
        ("J.R.R. Tolkien", "J. R. R. Tolkien"),
        ("Waste: import/export", "Waste: import export"),
        ("أمينة وانجيرو", "أمينة وانجيرو"),
        ("evil.example", "evil. example"),
    ],
)
def test_a_name_stays_one(words, expected):
    assert in_mail(words) == expected
