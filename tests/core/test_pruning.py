"""What is past its time goes, by what is done by the clock; what still counts stays."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from brs.activities.register.models import Invitation as InvitationToRun
from brs.activities.register.registers import register_of
from brs.core.models import Allowance, SentForm, WaitingMail
from brs.people.invitations import LASTS, InvitationByAddress
from brs.settings.base import PERIODIC_DEEDS
from tests.given import a_toolkit, a_trainee, an_activity
from toolkits.sharing.models import Invitation

pytestmark = pytest.mark.django_db
LONG = timedelta(days=400)


def a_session(days: int) -> str:
    key = f"session{days}"
    expires = timezone.now() + timedelta(days=days)
    return Session.objects.create(session_key=key, session_data="", expire_date=expires).session_key


def old_and_new() -> list[tuple[type[Model], dict, dict]]:
    now, person = timezone.now(), a_trainee()
    register = register_of(an_activity())
    seen = {"user": person, "ip": "192.0.2.1", "user_agent": ""}
    asked = {"toolkit": a_toolkit(), "invited_by": person}
    to_run = {"register": register, "invited_by": person}
    letter = {"to": "a@example.org", "sender": "b@example.org", "message": b""}
    done = {"task_path": "x", "args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "background"}
    return [
        (Allowance, {"key": "a", "used_until": time.time() - 1}, {"key": "b", "used_until": time.time() + 60}),
        (SentForm, {"digest": "a", "sent_at": now - LONG}, {"digest": "b"}),
        (WaitingMail, {**letter, "failed_at": now - LONG}, {**letter, "failed_at": now}),
        (UserSession, {**seen, "session_key": "gone"}, {**seen, "session_key": a_session(5)}),
        (Invitation, {**asked, "email": "a@x.org", "made_at": now - LONG}, {**asked, "email": "b@x.org"}),
        (InvitationToRun, {**to_run, "email": "a@x.org", "made_at": now - LONG}, {**to_run, "email": "b@x.org"}),
        (
            DBTaskResult,
            {**done, "status": "SUCCESSFUL", "finished_at": now - LONG},
            {**done, "status": "SUCCESSFUL", "finished_at": now},
        ),
    ]


def test_it_is_done_by_the_clock():
    assert "prune" in [deed for deed, _every, _title in PERIODIC_DEEDS]


def test_what_is_past_goes_and_the_rest_stays():
    a_session(-1)
    stay = []
    for model, past, present in old_and_new():
        model._default_manager.create(**past)
        stay.append(model._default_manager.create(**present))
    call_command("prune")
    for row in stay:
        assert list(type(row)._default_manager.all()) == [row]
    assert Session.objects.count() == 1


def test_every_kind_of_invitation_ends_and_is_forgotten():
    kinds = [model for model in apps.get_models() if issubclass(model, InvitationByAddress)]
    assert set(kinds) == {Invitation, InvitationToRun}
    person = a_trainee()
    asked = Invitation.objects.create(toolkit=a_toolkit(), email=person.email, invited_by=a_trainee())
    assert Invitation.objects.to(person).get() == asked
    Invitation.objects.update(made_at=timezone.now() - LASTS)
    assert not Invitation.objects.to(person).exists()
