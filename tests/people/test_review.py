"""What an editor submits for review reaches the reviewers, by mail and on their front page; they publish it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, WorkflowPage

from tests.given import a_course, a_tool, a_trainee, an_activity, awaiting_review, in_role, lessons_of
from tests.pages.test_open_a_course import form_of

pytestmark = pytest.mark.django_db
MIGRATION = import_module("brs.people.migrations.0002_reviewers_review")


def a_lesson():
    return lessons_of(a_course(lessons=1))[0]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def submitted(page: Page, editor) -> Page:
    """A draft of the page that the editor has sent to whoever reviews this part of the site."""
    page.title = "Bunds around tanks"
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return page


@pytest.mark.parametrize("make", [a_course, a_lesson, a_tool, an_activity])
def test_it_reaches_every_reviewer(make, django_capture_on_commit_callbacks):
    editor, reviewers = in_role("editor"), [in_role("reviewer"), in_role("reviewer")]
    with django_capture_on_commit_callbacks(execute=True):
        page = submitted(make(), editor)
    assert sorted(address for message in mail.outbox for address in message.to) == sorted(
        message.email for message in reviewers
    )
    assert "Bunds around tanks" in mail.outbox[0].subject
    assert f"http://testserver/admin/pages/{page.pk}/edit/" in mail.outbox[0].body
    for reviewer in reviewers:
        assert "Bunds around tanks" in awaiting_review(signed_in(reviewer))
    assert "Bunds around tanks" not in awaiting_review(signed_in(in_role("manager")))


def test_the_editor_submits_it_by_a_button(django_capture_on_commit_callbacks):
    client, reviewer, course = signed_in(in_role("editor")), in_role("reviewer"), a_course(lessons=1)
    address = reverse("wagtailadmin_pages:edit", args=[course.pk])
    screen = client.get(address).content.decode()
    assert 'name="action-submit"' in screen and "Moderators" not in screen
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**form_of(client, course), "action-submit": "1"})
    assert [message.to for message in mail.outbox] == [[reviewer.email]]


def test_a_reviewer_publishes_it_and_the_editor_is_told(django_capture_on_commit_callbacks):
    editor, reviewer = in_role("editor"), in_role("reviewer")
    page = submitted(a_lesson(), editor)
    state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(in_role("manager")).post(address)
        assert not Page.objects.filter(title="Bunds around tanks", live=True).exists()
        signed_in(reviewer).post(address)
    page.refresh_from_db()
    assert (page.title, page.live) == ("Bunds around tanks", True)
    assert [message.to for message in mail.outbox][-1] == [editor.email]


def test_wagtails_own_groups_are_gone():
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


class TestUpgrading:
    """Of a site on which people are in Wagtail's own groups, nothing is taken."""

    @pytest.fixture
    def moderators(self) -> Group:
        group = Group.objects.create(name="Moderators")
        GroupApprovalTask.objects.get().groups.set([group])
        return group

    def migrate(self) -> None:
        MIGRATION.let_reviewers_approve(apps, connection.schema_editor)
        MIGRATION.take_away_groups_that_nobody_is_in(apps, connection.schema_editor)

    def test_moderators_that_there_are_go_on(self, moderators):
        a_trainee().groups.add(moderators)
        self.migrate()
        assert list(GroupApprovalTask.objects.get().groups.all()) == [moderators]

    def test_where_there_are_none_reviewers_approve(self, moderators):
        self.migrate()
        assert [group.name for group in GroupApprovalTask.objects.get().groups.all()] == ["reviewer"]
        assert WorkflowPage.objects.get().workflow.name == "Review"
        assert not Group.objects.filter(pk=moderators.pk).exists()

    def test_a_group_that_pages_are_closed_to_all_but_stays(self, moderators):
        closed = PageViewRestriction.objects.create(page=a_course(), restriction_type="groups")
        closed.groups.add(moderators)
        self.migrate()
        assert list(closed.groups.all()) == [moderators]
