"""Planning an activity at the desk: from nothing, from a template, like another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from brs.activities.pages.models import ActivityIndexPage, ActivityPage
from brs.activities.register.registers import register_of
from brs.core.pages import address
from brs.people.models import Party
from tests.given import a_course, a_home, a_toolkit, a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db

SAID = {
    "title": "E-waste in Lagos",
    "kind": "face-to-face-workshop",
    "summary": "To sort it.",
    "first_day": "2027-03-02",
    "begins": "09:00",
    "last_day": "2027-03-04",
    "ends": "17:00",
    "time_zone": "Africa/Lagos",
    "place": "Lagos",
    "language": "en",
}


@pytest.fixture
def facilitator(client):
    an_activity(title="Makes the list", is_listed=False)
    person = in_role("facilitator")
    client.force_login(person)
    return person


def plan(client, like=None, **typed) -> ActivityPage:
    path = reverse("plan_activity") + (f"?from={like.translation_key}" if like else "")
    answer = client.post(path, {**SAID, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return ActivityPage.objects.get(translation_key=answer.url.split("/")[-2])


def errors(client, **typed) -> dict:
    answer = client.post(reverse("plan_activity"), {**SAID, **typed})
    assert answer.status_code == 422
    return answer.context["form"].errors


def test_three_things_and_a_press_give_a_join_code(client, facilitator):
    answer = client.post(
        reverse("plan_activity"),
        {"title": "T", "kind": "webinar", "summary": "S", "time_zone": "UTC", "language": "en"},
        follow=True,
    )
    activity = ActivityPage.objects.get(title="T")
    register = register_of(activity)
    assert register.join_code in answer.content.decode()
    assert list(register.facilitators.all()) == [facilitator]
    assert (activity.state(), activity.slug) == ("planned", "t")


def test_it_is_public_at_its_address_and_in_no_list_until_an_editor_lists_it(client, facilitator):
    activity = plan(client)
    assert activity.live and not activity.is_listed
    assert client.get(address(activity, "en")).status_code == 200
    assert activity.title not in client.get("/en/activities/").content.decode()
    activity.is_listed = True
    activity.save_revision().publish()
    assert activity.title in client.get("/en/activities/").content.decode()


def test_dates_are_in_its_own_zone(client, facilitator):
    activity = plan(client)
    assert activity.starts_at == datetime(2027, 3, 2, 8, tzinfo=UTC)
    assert activity.ends_at == datetime(2027, 3, 4, 16, tzinfo=UTC)


def test_like_a_template_its_sessions_follow_the_first_day(client, facilitator):
    template = an_activity(is_template=True, starts_at=None, ends_at=None, outcomes=[("outcome", "Sort it")])
    agenda = template.agenda.get_prep_value()
    agenda[0]["value"] |= {"day": "2001-01-01", "time": "09:00"}
    agenda[1]["value"] |= {"day": "2001-01-03", "time": "14:00"}
    template.agenda, template.courses, template.needs_practical = agenda, [course := a_course()], True
    template.save_revision().publish()
    activity = plan(client, like=template, last_day="", ends="")
    assert [f"{session.starts_at:%d %H:%M %Z}" for session in activity.sessions()] == ["02 09:00 WAT", "04 14:00 WAT"]
    assert activity.ends_at == datetime(2027, 3, 4, 14, tzinfo=UTC)  # when the last session ends
    assert list(activity.courses.all()) == [course] and activity.needs_practical
    assert [block.value for block in activity.outcomes] == ["Sort it"]
    assert not activity.is_template
    assert not {session.id for session in activity.sessions()} & {session.id for session in template.sessions()}


def test_without_a_first_day_the_sessions_have_none(client, facilitator):
    template = an_activity(is_template=True, starts_at=None, ends_at=None)
    activity = plan(client, like=template, first_day="", last_day="")
    assert [session.starts_at for session in activity.sessions()] == [None, None]


def test_a_copy_of_a_former_one_takes_over_what_is_not_its_own(client, facilitator):
    former = an_activity(
        place="Nairobi",
        online_address="https://rooms.example.org/secret",
        donors="A donor",
        is_listed=False,
        cancelled_at=datetime(2026, 1, 1, tzinfo=UTC),
        cancelled_because="Storm.",
        starts_at=datetime(2026, 1, 5, 6, tzinfo=UTC),
        ends_at=datetime(2026, 1, 5, 15, tzinfo=UTC),
    )
    register_of(former).facilitators.add(facilitator)
    form = client.get(f"{reverse('plan_activity')}?from={former.translation_key}").context["form"]
    assert (form["title"].value(), form["place"].value()) == (former.title, "Nairobi")
    activity = plan(client, like=former, first_day="2083-03-02", last_day="2083-03-04")
    assert (activity.donors, activity.place, activity.online_address) == ("A donor", "Lagos", "")
    assert (activity.cancelled_at, activity.cancelled_because, activity.state()) == (None, "", "coming")


def test_what_is_neither_listed_nor_ones_own_is_no_pattern(client, facilitator):
    hidden = an_activity(is_listed=False)
    for named in (hidden.translation_key, "nothing", "00000000-0000-0000-0000-000000000000"):
        assert client.get(reverse("plan_activity"), {"from": named}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"summary": ""}, "summary"),
        ({"kind": "party"}, "kind"),
        ({"first_day": "soon"}, "first_day"),
        ({"first_day": ""}, "first_day"),
        ({"ends": ""}, "ends"),
        ({"last_day": "2027-03-01"}, "last_day"),
        ({"last_day": "", "ends": "08:00"}, "ends"),
        ({"begins": "25:00"}, "begins"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, facilitator, typed, field):
    answer = client.post(reverse("plan_activity"), {**SAID, **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    typed = {**SAID, **typed, field: None}
    html = answer.content.decode()
    assert all(
        f'value="{value}"' in html or f">\n{value}" in html for value in typed.values() if value and len(value) < 99
    )
    assert not ActivityPage.objects.filter(title=SAID["title"]).exists()


def test_it_is_written_in_the_language_that_is_said(client, facilitator):
    in_french(ActivityIndexPage.objects.get())
    activity = plan(client, language="fr", title="Déchets électroniques à Lagos")
    assert activity.content_language == "fr"
    assert activity.slug == "dechets-electroniques-a-lagos"
    for language in ("fr", "en", "ar"):
        assert activity.title in client.get(address(activity, language)).content.decode()


def test_no_two_have_the_same_address_in_whatever_language(client, facilitator):
    in_french(ActivityIndexPage.objects.get())
    first, second = plan(client), plan(client, language="fr")
    arabic, chinese = plan(client, title="ورشة عمل"), plan(client, title="研讨会", kind="webinar")
    slugs = [activity.slug for activity in (first, second, arabic, chinese)]
    assert len({*slugs}) == 4 and slugs[2] == "face-to-face-workshop" and slugs[3] == "webinar"


def test_the_zone_is_that_of_the_country_then_of_the_last_activity(client, facilitator):
    facilitator.party = Party.objects.create(iso2="KE", names={"en": "Kenya"})
    facilitator.save()
    form = client.get(reverse("plan_activity")).context["form"]
    assert form["time_zone"].value() == "Africa/Nairobi"
    plan(client)
    form = client.get(reverse("plan_activity")).context["form"]
    assert form["time_zone"].value() == "Africa/Lagos"


def test_who_may_not_plan_finds_nothing(client):
    a_home()
    client.force_login(a_trainee())
    assert client.get(reverse("plan_activity")).status_code == 404
    assert client.post(reverse("plan_activity"), SAID).status_code == 404
    assert "Plan an activity" not in client.get(reverse("desk")).content.decode()


def test_a_site_without_a_list_has_nowhere_to_put_it(client):
    a_home()
    client.force_login(in_role("facilitator"))
    assert client.post(reverse("plan_activity"), SAID).status_code == 404


def test_what_a_visitor_sent_waits_until_they_sign_in(client):
    answer = client.post(reverse("plan_activity"), SAID)
    assert answer.status_code == 302
    client.force_login(in_role("facilitator"))
    assert SAID["title"] in client.get(reverse("pending")).content.decode()


def test_the_overview_says_what_is_still_to_do(client, facilitator):
    activity = plan(client, first_day="", last_day="", place="")
    overview = client.get(reverse("desk_activity", args=[activity.translation_key])).context["overview"]
    assert {step.title: step.is_done for step in overview.steps}["When it is"] is False
    activity.starts_at, activity.place = datetime(2027, 1, 1, tzinfo=UTC), "Lagos"
    activity.save()
    overview = client.get(reverse("desk_activity", args=[activity.translation_key])).context["overview"]
    done = {str(step.title): step.is_done for step in overview.steps}
    assert done["When it is"] and done["Where it is"] and not done["The agenda"]


def test_toolkits_are_ones_own_or_stay_those_of_others(client, facilitator):
    activity = plan(client)
    register = register_of(activity)
    mine, theirs, foreign = a_toolkit(owner=facilitator), a_toolkit(title="Theirs"), a_toolkit(title="Foreign")
    register.toolkits.add(theirs)
    path = reverse("activity_toolkits", args=[register.pk])
    shown = client.get(path).content.decode()
    assert "Theirs" in shown and "Foreign" not in shown
    assert client.post(path, {"toolkits": [foreign.pk]}).status_code == 422
    assert client.post(path, {"toolkits": [mine.pk, theirs.pk]}).status_code == 302
    assert {*register.toolkits.all()} == {mine, theirs}
    before = client.get(path).context["form"]["before"].value()
    assert client.post(path, {"before": before}).status_code == 302
    assert not register.toolkits.exists()


def test_a_toolkit_that_a_colleague_puts_there_meanwhile_stays(client, facilitator):
    register = register_of(plan(client))
    mine, theirs = a_toolkit(owner=facilitator), a_toolkit(title="Theirs")
    path = reverse("activity_toolkits", args=[register.pk])
    before = client.get(path).context["form"]["before"].value()
    register.toolkits.add(theirs)
    assert client.post(path, {"toolkits": [mine.pk], "before": before}).status_code == 302
    assert {*register.toolkits.all()} == {mine, theirs}
    assert client.post(path, {"toolkits": [mine.pk], "before": "1 x"}).status_code == 302
    assert {*register.toolkits.all()} == {mine, theirs}


def test_a_week_later_is_a_week_later_whatever_the_season(client, facilitator):
    """Sessions keep their hour on the clock over a change to summer time."""
    former = plan(client, time_zone="Europe/Rome", first_day="2027-03-23", last_day="2027-03-24")
    former.agenda = [
        {"type": "session", "value": {"title": "S", "day": "2027-03-24", "time": "09:00", "minutes": 60}},
    ]
    former.save_revision().publish()
    later = plan(client, like=former, time_zone="Europe/Rome", first_day="2027-03-30", last_day="2027-03-31")
    (session,) = later.sessions()
    assert (session.starts_at.hour, session.starts_at.utcoffset()) == (9, timedelta(hours=2))
