"""Mail is written in templates with the subject as first line; what people typed fills them and changes nothing."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.template import Engine
from django.template.loader import render_to_string
from django.utils.translation import override

from brs.core import mail

TEMPLATES = Path(settings.ROOT, "templates")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NASTY = 'Ana & "Bo" <ana@example.org>\r\nBcc: all@example.org {{ site }}{% now "Y" %} 100 %(x)s'
AS_READ = 'Ana & "Bo" <ana@example.org>'
NEWS = {"title": NASTY, "now": "3 May", "path": "/en/activities/x/"}

CONTEXTS: dict[str, dict[str, Any]] = {
    "activities/mail/asked_to_run.txt": {"who": NASTY, "title": NASTY},
    "activities/mail/cancelled.txt": {**NEWS, "reason": NASTY},
    "activities/mail/certificate.txt": {"title": NASTY, "serial": "ABC"},
    "activities/mail/follow_up.txt": {
        "name": NASTY,
        "months": 3,
        "title": NASTY,
        "address": "https://example.org/f/x/",
        "stop": "https://example.org/f/x/stop/",
    },
    "activities/mail/moved.txt": {**NEWS, "before": "2 May"},
    "activities/mail/revived.txt": NEWS,
    "certificates/mail/reminder.txt": {"title": NASTY, "day": date(2027, 3, 4), "serial": "ABC", "renew": "/en/x/"},
    "needs/mail/confirmed.txt": {"party": NASTY},
    "needs/mail/declined.txt": {"party": NASTY},
    "needs/mail/ended.txt": {"party": NASTY},
    "people/mail/account_erased.txt": {},
    "people/mail/data_erased.txt": {},
    "review/mail/answer.txt": {"title": NASTY, "path": "/en/x/", "day": date(2027, 3, 4), "answer": NASTY},
    "review/mail/reviews.txt": {"count": 2, "overdue": NASTY, "soon": NASTY},
    "toolkits/mail/invitation.txt": {"who": NASTY},
}
# Those of allauth's adapter, whose names and halves are its own.
OF_ALLAUTH = {
    **dict.fromkeys(
        ("site", "sign_in", "sign_up", "reset", "link", "activate_url", "password_reset_url"), "https://x/"
    ),
    "days": 3,
    "hours": 12,
    "timestamp": datetime(2027, 3, 4, tzinfo=UTC),
    "user": SimpleNamespace(name=NASTY),
}


@pytest.fixture(autouse=True)
def _names_what_is_not_filled(monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "UNFILLED-%s")


def test_every_template_of_mail_is_tried():
    written = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/mail/*.txt")}
    assert written == set(CONTEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONTEXTS)
def test_it_has_a_subject_and_a_text_in_each_language(name, language):
    written = mail.letter("a@example.org", language, name, CONTEXTS[name])
    english = mail.letter("a@example.org", "en", name, CONTEXTS[name])
    for text in (written.subject, written.body):
        assert text.strip() and "UNFILLED" not in text
        assert not re.search(r"&(#\d+|[a-z]+);", text)
    assert (written.subject == english.subject) == (language == "en")
    assert "\n" not in written.subject and not written.bcc


@pytest.mark.parametrize("name", [name for name, context in CONTEXTS.items() if NASTY in context.values()])
def test_what_people_typed_is_read_as_they_typed_it(name):
    written = mail.letter("a@example.org", "en", name, CONTEXTS[name])
    assert AS_READ in f"{written.subject}\n{written.body}"
    assert '{{ site }}{% now "Y" %} 100 %(x)s' in f"{written.subject}\n{written.body}"
    heads = written.message().as_string().partition("\n\n")[0]
    assert not re.search("^Bcc", heads, re.MULTILINE)


def test_line_breaks_in_a_title_leave_the_subject_whole_and_those_of_a_text_stay():
    context = {**NEWS, "title": "One\nTwo\u2028Three", "reason": "First\r\n\r\nLast"}
    written = mail.letter("a@example.org", "en", "activities/mail/cancelled.txt", context)
    assert written.subject == "Cancelled: One Two Three"
    assert written.body.startswith("One\nTwo\nThree (3 May) is cancelled.\n\nWhy: First\n\nLast\n\nhttp")


def test_it_is_written_in_the_language_asked_for_and_leaves_that_of_the_request():
    with override("ar"):
        written = mail.letter("a@example.org", "fr", "needs/mail/confirmed.txt", {"party": "Kenya"})
        assert written.subject == "Vous représentez Kenya" and "/fr/needs/" in written.body


@pytest.mark.django_db
def test_sent_it_is_in_the_outbox(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        headers = {"List-Unsubscribe": "<https://x/>"}
        assert mail.send("a@example.org", "en", "needs/mail/ended.txt", {"party": "Kenya"}, headers=headers) == 1
    [sent] = outbox.outbox
    assert sent.subject == "You no longer speak for Kenya" and sent.to == ["a@example.org"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("account/email/*_subject.txt")), ids=lambda path: path.stem)
def test_those_of_accounts_are_whole_as_well(path, language):
    name = str(path.relative_to(TEMPLATES))
    with override(language):
        for half in (name, name.replace("_subject", "_message")):
            text = render_to_string(half, OF_ALLAUTH).strip()
            assert text and "UNFILLED" not in text and not re.search(r"&(#\d+|[a-z]+);", text)
