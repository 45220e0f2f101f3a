"""Whatever ends, is taken back or corrected says when and who it was, to those whose role it is to know."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import PageLogEntry

from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import NewParticipant, enlist
from brs.activities.planning import actions
from brs.activities.register.models import Enlisting, Invitation, Participation
from brs.activities.register.registers import register_of
from brs.certificates.models import Certificate
from brs.needs.assessments.models import FocalPoint
from tests.certificates.test_actions import issued
from tests.given import a_focal_point, a_toolkit, a_trainee, an_activity, in_role
from toolkits.sharing import actions as sharing
from toolkits.sharing.models import ShareLink

pytestmark = pytest.mark.django_db

ENDS = ("revoked_at", "withdrawn_at", "ended_at", "undone_at", "corrected_at", "confirmed_at", "submitted_at")
# Of what nobody ends but the person whose it is, or the clock.
BY_NOBODY_ELSE = {"core.PeriodicRun.ended_at", "courses.Attempt.submitted_at"}


OURS = {"activities", "certificates", "core", "courses", "needs", "people", "toolkits"}
CALLED_OTHERWISE = {"certificates.Certificate.revoked_at": "certificates.Certificate.status_by"}


def test_every_moment_at_which_something_ends_has_a_person_beside_it():
    fields = {f"{field.model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.fields}
    moments = {name for name in fields if name.endswith(ENDS) and name.partition(".")[0] in OURS} - BY_NOBODY_ELSE
    beside = {name: CALLED_OTHERWISE.get(name, name.removesuffix("_at") + "_by") for name in moments}
    assert len(moments) > 6 and {name for name in moments if beside[name] not in fields} == set()


@pytest.fixture
def manager(client):
    person = in_role("manager")
    client.force_login(person)
    return person


@pytest.mark.parametrize("deed", ["revoke", "correct"])
def test_the_secretariat_sees_who_revoked_or_corrected_a_certificate(client, manager, deed):
    certificate = issued()
    fields = {"deed": deed, "name": "Amina W. Wanjiru", "reason": "By mistake."}
    assert client.post(reverse("certificates:edit", args=[certificate.pk]), fields).status_code == 302
    certificate.refresh_from_db()
    assert certificate.status_by == manager and certificate.status_reason == "By mistake."
    assert str(manager) in client.get(reverse("certificates:index")).content.decode()


def test_the_secretariat_sees_who_ended_a_focal_point(client, manager):
    focal_point = a_focal_point(a_trainee())
    client.post(reverse("focal_points:end", args=[focal_point.pk]))
    focal_point.refresh_from_db()
    assert focal_point.ended_by == manager and focal_point.ended_at
    assert str(manager) in client.get(reverse("focal_points:index")).content.decode()


def test_a_person_who_ends_it_themself_is_named(client):
    person = a_trainee()
    focal_point = a_focal_point(person)
    client.force_login(person)
    client.post(reverse("stop_speaking", args=[focal_point.pk]))
    assert FocalPoint.objects.get(pk=focal_point.pk).ended_by == person


@pytest.fixture
def facilitator(client):
    person = in_role("facilitator")
    client.force_login(person)
    return person


@pytest.fixture
def listed(facilitator) -> Participation:
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    enlist(activity, [NewParticipant("Amina")], facilitator, language="en")
    return Participation.objects.get()


def test_facilitators_see_who_took_somebody_off_the_list(client, facilitator, listed):
    arguments = [listed.register_id, listed.pk]
    client.post(reverse("activity_withdraw_person", args=arguments))
    listed.refresh_from_db()
    assert listed.withdrawn_by == facilitator and listed.withdrawn_at
    for page in (
        f"{reverse('activity_people', args=arguments[:1])}?state=withdrawn",
        reverse("activity_edit_person", args=arguments),
    ):
        assert f"by {facilitator.name}" in client.get(page).content.decode()
    client.post(reverse("activity_restore_person", args=arguments))
    listed.refresh_from_db()
    assert (listed.withdrawn_at, listed.withdrawn_by) == (None, None)


def test_facilitators_see_who_corrected_a_name(client, facilitator, listed):
    page = reverse("activity_edit_person", args=[listed.register_id, listed.pk])
    assert client.post(page, {"name": "Amina"}).status_code == 302  # nothing new
    listed.refresh_from_db()
    assert listed.corrected_at is None
    assert client.post(page, {"name": "Amina Wanjiru"}).status_code == 302
    listed.refresh_from_db()
    assert listed.corrected_by == facilitator and listed.corrected_at
    assert facilitator.name in client.get(page).content.decode().partition("Corrected")[2][:200]


def test_who_noted_a_practical_and_undid_a_list_is_kept(client, facilitator, listed):
    client.post(
        reverse("activity_practical", args=[listed.register_id]), {"passed": [listed.pk], "listed": [listed.pk]}
    )
    listed.refresh_from_db()
    assert listed.passed_practical and listed.practical_by == facilitator
    client.post(reverse("activity_undo_enlisting", args=[listed.register_id, listed.enlisting_id]))
    assert Enlisting.objects.get().undone_by == facilitator


@pytest.mark.parametrize("deed", ["toolkit_revoke_link", "toolkit_rotate_link"])
def test_owners_see_who_revoked_a_link(client, facilitator, deed):
    toolkit = a_toolkit(owner=facilitator)
    link = sharing.share(toolkit, facilitator, label="Old", language="en", expires_at=None)
    client.post(reverse(deed, args=[toolkit.pk, link.pk]))
    assert ShareLink.objects.get(pk=link.pk).revoked_by == facilitator
    assert f"by {facilitator.name}" in client.get(reverse("share_toolkit", args=[toolkit.pk])).content.decode()


def test_the_pages_history_says_what_facilitators_did(client, facilitator, listed):
    other = in_role("facilitator")
    invitation = Invitation.objects.create(register=listed.register, email=other.email, invited_by=facilitator)
    actions.agree_to_run(invitation, other)
    client.post(reverse("activity_stop_running", args=[listed.register_id, facilitator.pk]))
    client.force_login(other)
    client.post(reverse("cancel_activity", args=[listed.register_id]), {"reason": "Storm."})
    client.post(reverse("cancel_activity", args=[listed.register_id]), {"revive": "1"})
    noted = PageLogEntry.objects.filter(action__startswith="activities.").order_by("pk").values_list("action", "user")
    assert list(noted) == [
        (actions.FACILITATOR_ADDED, other.pk),
        (actions.FACILITATOR_REMOVED, facilitator.pk),
        (actions.CANCELLED, other.pk),
        (actions.REVIVED, other.pk),
    ]
    client.force_login(in_role("editor"))
    page = ActivityPage.objects.get(translation_key=listed.register_id)
    html = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Cancelled the activity" in html and "Removed a facilitator" in html


def test_what_stays_forgets_who_it_was(client, manager):
    certificate = issued()
    client.post(reverse("certificates:edit", args=[certificate.pk]), {"deed": "revoke", "reason": "By mistake."})
    manager.delete()
    assert Certificate.objects.get(pk=certificate.pk).status_by is None
