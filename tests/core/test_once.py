"""A form sent twice, by a double click or again on a slow line, is done once and leads to the same place."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.urls import reverse

from brs.activities import planning
from brs.activities.actions import register_of
from brs.activities.models import ActivityPage, Participation
from brs.core.once import once
from tests.given import a_toolkit, an_activity, in_role
from toolkits.sharing.actions import invite


@pytest.fixture(autouse=True)
def nothing_sent(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "once"}}
    cache.clear()


def sent(view, **fields):
    request = RequestFactory().post("/somewhere/", fields)
    request.user = AnonymousUser()
    return view(request)


def test_the_second_waits_for_the_first_and_is_led_where_it_was():
    begun, goes_on, done = Event(), Event(), []

    @once
    def view(request):
        done.append(request)
        begun.set()
        assert goes_on.wait(20)
        return redirect("/made/")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(sent, view, csrfmiddlewaretoken="a", title="T")
        assert begun.wait(20)
        second = pool.submit(sent, view, csrfmiddlewaretoken="a", title="T")
        goes_on.set()
        assert first.result().url == second.result().url == "/made/"
    assert len(done) == 1


@pytest.mark.parametrize("again", [{"csrfmiddlewaretoken": "b"}, {"title": "Other"}])
def test_another_form_is_another_deed(again):
    done = []
    view = once(lambda request: done.append(request) or redirect("/made/"))
    said = {"csrfmiddlewaretoken": "a", "title": "T"}
    for fields in (said, said | again):
        sent(view, **fields)
    assert len(done) == 2


def test_what_was_wrong_or_failed_may_be_sent_again():
    answers = [HttpResponse(status=422), RuntimeError(), redirect("/made/")]

    @once
    def view(request):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    said = {"csrfmiddlewaretoken": "a"}
    assert sent(view, **said).status_code == 422
    with pytest.raises(RuntimeError):
        sent(view, **said)
    assert sent(view, **said).url == sent(view, **said).url == "/made/"


@pytest.mark.django_db
def test_a_double_click_on_what_ends_something_finds_no_missing_page(client):
    person, colleague = in_role("facilitator"), in_role("facilitator")
    client.force_login(person)
    register, toolkit = register_of(an_activity()), a_toolkit()
    register.facilitators.add(colleague)
    other = an_activity()
    register_of(other)
    asked = planning.ask_to_run(other, colleague, person.email)
    register.facilitators.add(person)
    toolkit.co_owners.add(person)
    for path in (
        reverse("answer_to_run", args=[asked.pk]),
        reverse("stop_running", args=[register.pk, person.pk]),
        reverse("remove_co_owner", args=[toolkit.pk, person.pk]),
        reverse("accept_invitation", args=[invite(a_toolkit(), colleague, person.email).pk]),
        reverse("decline_invitation", args=[invite(a_toolkit(), colleague, person.email).pk]),
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
    for path, said in (
        (reverse("plan_activity"), plan),
        (reverse("add_person", args=people), {"name": "Amina"}),
        (reverse("enlist", args=people), {"text": "Joseph\nWanjiru", "take": "1"}),
    ):
        first, second = (client.post(path, said | {"csrfmiddlewaretoken": "a"}) for _twice in range(2))
        assert (first.status_code, first.url) == (second.status_code, second.url)
    assert ActivityPage.objects.exclude(pk=activity.pk).count() == 1
    assert sorted(Participation.objects.values_list("name", flat=True)) == ["Amina", "Joseph", "Wanjiru"]
