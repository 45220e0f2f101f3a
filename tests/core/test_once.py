"""A form sent twice, by a double click or again on a slow line, is done once and leads to the same place."""

import http.client
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import reverse

from brs.activities.pages.models import ActivityPage
from brs.activities.planning import actions
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.core.models import SentForm
from brs.core.once import once
from tests.given import a_toolkit, an_activity, in_role
from tests.served import Visitor, served, session_of
from toolkits.sharing.actions import invite
from toolkits.sharing.models import Toolkit


def sent(view, **fields):
    request = RequestFactory().post("/somewhere/", fields)
    request.user = AnonymousUser()
    return view(request)


@pytest.fixture
def session():
    return session_of(in_role("facilitator"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_killed_between_deed_and_answer_it_has_made_one_and_the_same_form_leads_to_it(tmp_path, session):
    with served(tmp_path) as site:
        visitor = Visitor(site, session)
        visitor.get("/en/toolkits/new/")
        form = {"title": "Made once", "purpose": "", "cover_note": "", "language": "en"}
        site.die_once_committed("toolkits.Toolkit")
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            visitor.post("/en/toolkits/new/", form)
        made = site.rows("SELECT id FROM toolkits_toolkit")
        assert len(made) == 1
        status, led_to = visitor.post("/en/toolkits/new/", form)
        assert status == 302 and led_to == f"/en/toolkits/{uuid.UUID(str(made[0][0]))}/"
        assert visitor.post("/en/toolkits/new/", {**form, "title": "Another"})[1] not in ("", led_to)
        assert len(site.rows("SELECT id FROM toolkits_toolkit")) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_at_once_in_several_processes_make_one(tmp_path, session):
    with served(tmp_path, workers=2) as site:
        visitor = Visitor(site, session)
        visitor.get("/en/toolkits/new/")
        form = {"title": "Made once", "purpose": "", "cover_note": "", "language": "en"}
        with ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(lambda _number: visitor.post("/en/toolkits/new/", form), range(8)))
        assert len(answers) == 1 and answers.pop()[0] == 302
        assert len(site.rows("SELECT id FROM toolkits_toolkit")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("again", [{"csrfmiddlewaretoken": "b"}, {"title": "Other"}])
def test_another_form_is_another_deed(again):
    done = []
    view = once(lambda request: done.append(request) or redirect("/made/"))
    form = {"csrfmiddlewaretoken": "a", "title": "T"}
    for fields in (form, form | again):
        sent(view, **fields)
    assert len(done) == 2


@pytest.mark.django_db
def test_what_was_wrong_or_failed_may_be_sent_again():
    answers = [HttpResponse(status=422), RuntimeError(), redirect("/made/")]

    @once
    def view(request):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    fields = {"csrfmiddlewaretoken": "a"}
    assert sent(view, **fields).status_code == 422
    with pytest.raises(RuntimeError):
        sent(view, **fields)
    assert sent(view, **fields).url == sent(view, **fields).url == "/made/"


@pytest.mark.django_db
def test_what_fails_leaves_neither_deed_nor_key():
    @once
    def view(request):
        a_toolkit()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sent(view, csrfmiddlewaretoken="a")
    assert not Toolkit.objects.exists() and not SentForm.objects.exists()


@pytest.mark.django_db
def test_nobody_is_known_by_what_is_kept_of_a_form():
    sent(once(lambda request: redirect("/made/")), csrfmiddlewaretoken="a", name="Amina")
    assert "Amina" not in str(SentForm.objects.values().get())


@pytest.mark.django_db
def test_a_double_click_on_what_ends_something_finds_no_missing_page(client):
    person, colleague = in_role("facilitator"), in_role("facilitator")
    client.force_login(person)
    register, toolkit = register_of(an_activity()), a_toolkit()
    register.facilitators.add(colleague)
    other = an_activity()
    register_of(other)
    asked = actions.ask_to_run(other, colleague, person.email)
    register.facilitators.add(person)
    toolkit.co_owners.add(person)
    for path in (
        reverse("answer_to_run", args=[asked.pk]),
        reverse("activity_stop_running", args=[register.pk, person.pk]),
        reverse("toolkit_remove_co_owner", args=[toolkit.pk, person.pk]),
        reverse("toolkit_accept_invitation", args=[invite(a_toolkit(), colleague, person.email).pk]),
        reverse("toolkit_decline_invitation", args=[invite(a_toolkit(), colleague, person.email).pk]),
    ):
        first, second = (client.post(path, {"csrfmiddlewaretoken": "a"}) for _twice in range(2))
        assert first.status_code == second.status_code == 302 and first.url == second.url, path


@pytest.mark.django_db
def test_a_double_click_plans_one_activity_and_puts_one_person_on_its_list(client):
    facilitator = in_role("facilitator")
    client.force_login(facilitator)
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    plan = {"title": "T", "kind": "webinar", "summary": "S", "time_zone": "UTC", "language": "en"}
    people = [activity.translation_key]
    for path, fields in (
        (reverse("plan_activity"), plan),
        (reverse("activity_add_person", args=people), {"name": "Amina"}),
        (reverse("activity_enlist", args=people), {"text": "Joseph\nWanjiru", "take": "1"}),
    ):
        first, second = (client.post(path, fields | {"csrfmiddlewaretoken": "a"}) for _twice in range(2))
        assert (first.status_code, first.url) == (second.status_code, second.url)
    assert ActivityPage.objects.exclude(pk=activity.pk).count() == 1
    assert sorted(Participation.objects.values_list("name", flat=True)) == ["Amina", "Joseph", "Wanjiru"]
