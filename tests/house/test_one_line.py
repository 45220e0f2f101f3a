"""Titles and names with line breaks and other control signs stop nothing: no mail, no file, no header."""

import ast
import unicodedata
from pathlib import Path

import pytest
from django.core import mail
from django.db.models import CharField
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from brs.activities.certificates.issuing import issue_to_all, tell
from brs.activities.evaluation.mail import send as ask_what_came_of_it
from brs.activities.evaluation.models import FollowUp
from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, enlist, join
from brs.activities.planning import mail as planning_mail
from brs.activities.planning.actions import cancel
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.core import waiting_mail
from brs.core.headers import file_named
from brs.core.names import one_line
from brs.needs.assessments.mail import say_what_became_of
from brs.people.mail import Delivery
from brs.people.models import Party, User
from courses.pages.models import CoursePage
from tests.activities.conftest import kind  # noqa: F401  a fixture
from tests.activities.test_certify import over, present
from tests.given import a_course, a_focal_point, a_toolkit, a_trainee, an_activity, in_role
from tests.house.test_who_may_what import GET, arguments, owner, signed_in  # noqa: F401  two fixtures
from toolkits.sharing.actions import invite
from toolkits.sharing.mail import invite as ask_to_own

ROOT = Path(__file__).parents[2]
NASTY = 'One\r\nBcc: all@example.org\u2028\x0b\x85 العنوان; "two"\t\x1b'


def is_one_line(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text)


@given(st.text())
def test_any_text_becomes_one_line_and_nothing_that_is_seen_is_lost(text):
    line = one_line(text)
    assert is_one_line(line) and line == one_line(line)
    assert [sign for sign in line if not sign.isspace()] == [
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cc"
    ]


@given(st.text(min_size=1), st.booleans())
def test_any_name_of_a_file_makes_a_header(name, inline):
    header = file_named(name, inline=inline)
    assert is_one_line(header) and header.isascii()


@pytest.fixture
def nasty(owner, arguments):  # noqa: F811
    """Whatever has a title or a name has this one, past all forms and checks."""
    for model in (Page, User, Participation):
        columns = {column.name for column in model._meta.local_fields if isinstance(column, CharField)}
        model._base_manager.update(**dict.fromkeys(columns & {"title", "draft_title", "name", "organisation"}, NASTY))
    ActivityPage.objects.update(place=NASTY, organisers=NASTY)
    for activity in ActivityPage.objects.all():
        for session in activity.agenda:
            session.value["title"] = session.value["trainers"] = NASTY
        ActivityPage.objects.filter(pk=activity.pk).update(agenda=activity.agenda)
        Page.objects.filter(pk=activity.pk).update(slug="ورشة")
    for toolkit in owner.toolkits.all():
        toolkit.entries.update(title=NASTY)
        owner.toolkits.update(title=NASTY)
    return arguments


@pytest.mark.django_db
def test_every_address_answers(owner, nasty):  # noqa: F811
    client = signed_in("owner", owner)
    client.raise_request_exception = False
    wrong = {}
    for name in GET:
        if name in ("account_logout", "admin_login"):
            continue
        answer = client.get(reverse(name, args=nasty.get(name)))
        broken = [head for head, value in answer.headers.items() if not is_one_line(value) or "=?utf-8?" in value]
        if answer.status_code != GET[name]["owner"] or broken:
            wrong[name] = (answer.status_code, broken)
    assert wrong == {}


@pytest.mark.django_db
def test_calendars_stay_calendars(owner, nasty):  # noqa: F811
    for name in ("activities_ics", "activity_ics"):
        lines = Client().get(reverse(name, args=nasty.get(name))).content.decode().split("\r\n")
        assert not any(line.startswith("Bcc") for line in lines)
        assert all(is_one_line(line.replace("\t", "")) for line in lines)


def certified(kind):  # noqa: F811
    activity = over(kind)
    for _ in range(3):
        present(activity, join(activity, a_trainee(), with_code=True))
    ActivityPage.objects.update(title=NASTY)
    tell(
        [
            certificate.serial
            for certificate in issue_to_all(ActivityPage.objects.get(pk=activity.pk), register_of(activity))
        ]
    )


def cancelled(_kind):
    activity = an_activity()
    for _ in range(3):
        join(activity, a_trainee(), with_code=True)
    ActivityPage.objects.update(title=NASTY)
    cancel(ActivityPage.objects.get(pk=activity.pk), NASTY, None)


def asked_to_run(_kind):
    activity, asking = an_activity(), in_role("facilitator")
    User.objects.update(name=NASTY)
    asking.refresh_from_db()
    planning_mail.ask(activity, register_of(activity).invitations.create(email="a@example.org", invited_by=asking))


def asked_to_own(_kind):
    toolkit = a_toolkit(title=NASTY)
    User.objects.update(name=NASTY)
    toolkit.owner.refresh_from_db()
    ask_to_own(invite(toolkit, toolkit.owner, "a@example.org"), "en")


def asked_later(_kind):
    activity = an_activity()
    enlist(activity, [NewParticipant("Amina", "a@example.org")], in_role("facilitator"), language="en")
    ActivityPage.objects.update(title=NASTY)
    Participation.objects.update(name=NASTY)
    ask_what_came_of_it(FollowUp.objects.create(participation=Participation.objects.get(), months=3))


def spoken_for(_kind):
    focal_point = a_focal_point(a_trainee())
    Party.objects.update(names={"en": NASTY})
    focal_point.refresh_from_db()
    say_what_became_of(focal_point)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deed", "letters"),
    [(certified, 3), (cancelled, 3), (asked_to_run, 1), (asked_to_own, 1), (asked_later, 1), (spoken_for, 1)],
)
def test_every_letter_reaches_everybody(deed, letters, kind, django_capture_on_commit_callbacks):  # noqa: F811
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        deed(kind)
    assert len(mail.outbox) >= letters
    assert all(is_one_line(message.subject) and not message.bcc for message in mail.outbox)


@pytest.mark.django_db
def test_a_subject_that_a_library_made_is_one_line_too(settings):
    settings.EMAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    message = mail.EmailMessage("", "text", to=["a@example.org"])
    message.subject = NASTY
    assert Delivery().send_messages([message]) == 1
    waiting_mail.deliver()
    assert is_one_line(mail.outbox[-1].subject)


@pytest.mark.django_db
def test_a_title_is_kept_as_one_line():
    course = a_course()
    course.title = NASTY
    course.save_revision().publish()
    assert is_one_line(CoursePage.objects.get().title) and is_one_line(CoursePage.objects.get().draft_title)


def test_letters_and_names_of_files_are_made_in_one_place():
    makers: dict[str, set[str]] = {"mail": set(), "headers": set()}
    for path in [*ROOT.glob("courses/**/*.py"), *ROOT.glob("site/brs/**/*.py"), *ROOT.glob("toolkits/**/*.py")]:
        calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}
        name = str(path.relative_to(ROOT))
        if calls & {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail.send_mail"}:
            makers["mail"].add(name)
        if "content_disposition_header" in calls:
            makers["headers"].add(name)
        assert "filename=" not in path.read_text() or name == "site/brs/reports/screens/exports.py", name
    assert makers == {"mail": {"site/brs/core/mail.py"}, "headers": {"site/brs/core/headers.py"}}
