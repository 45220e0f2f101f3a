"""What is about one convention is submitted to its reviewers: they approve it, and may nothing else."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage

from brs.home.models import ConventionPage, SectionPage, ThemePage
from brs.people.appointing import may_change, roles_to_give
from brs.people.models import User
from brs.people.roles import name_of_reviewers
from brs.review.workflows import conventions_of, set_up
from brs.taxonomy.models import Convention, Theme
from courses.pages.models import CoursePage, ModulePage, QuizPage
from courses.questions.models import Question
from tests.given import a_course, a_home, a_tool, a_trainee, awaiting_review, in_role, lessons_of
from tests.pages.test_open_a_course import form_of

pytestmark = pytest.mark.django_db


def a_convention(slug: str, **fields) -> Convention:
    return Convention.objects.create(slug=slug, title=slug.title(), **fields)


def a_reviewer(slug: str) -> User:
    person = a_trainee()
    person.groups.add(Group.objects.get(name=name_of_reviewers(slug)))
    return person


def about(*conventions: Convention, quiz: bool = False) -> CoursePage:
    course = a_course(lessons=1, quiz=quiz)
    course.conventions.set(conventions)
    course.save()
    return course


def a_question(convention: Convention | None) -> Question:
    item = {"type": "true_false", "value": {"stem": "Is it?", "answer": True, "feedback": ""}}
    question = Question.objects.create(name="Is it?", body=[item], convention=convention, live=False)
    question.save_revision()
    return question


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def groups_asked(content) -> list[str]:
    workflow = content.get_workflow()
    return [group.name for task in workflow.tasks.specific() for group in task.groups.all()]


def told() -> set[str]:
    return {address for message in mail.outbox for address in message.to}


def approve(client: Client, content):
    state = content.current_workflow_state.current_task_state
    name = (
        "wagtailadmin_pages:workflow_action"
        if isinstance(content, Page)
        else "wagtailsnippets_courses_question:workflow_action"
    )
    return client.post(reverse(name, args=[content.pk, "approve", state.pk]))


def test_everything_below_a_course_goes_to_the_reviewers_of_its_convention():
    basel, stockholm = a_convention("basel"), a_convention("stockholm")
    a_reviewer("basel"), a_reviewer("stockholm")
    course = about(basel, quiz=True)
    [lesson], [module] = lessons_of(course), ModulePage.objects.descendant_of(course)
    for page in (course, module, lesson, QuizPage.objects.descendant_of(course).get(), a_tool(basel)):
        assert groups_asked(page) == ["reviewer: basel"], page
        assert page.has_workflow
    lesson.conventions.set([stockholm])
    assert groups_asked(lesson) == ["reviewer: stockholm"]


def test_what_is_about_several_or_none_goes_to_all_reviewers():
    basel, joint = a_convention("basel"), a_convention("joint", is_treaty=False)
    a_convention("stockholm")
    for slug in ("basel", "stockholm"):
        a_reviewer(slug)
    for page in (about(), about(basel, Convention.objects.get(slug="stockholm")), about(joint)):
        assert groups_asked(page) == ["reviewer"]
    assert groups_asked(a_question(None)) == ["reviewer"]


def test_where_nobody_looks_after_a_convention_all_reviewers_do():
    course = about(a_convention("basel"))
    assert groups_asked(course) == ["reviewer"]
    person = a_reviewer("basel")
    assert groups_asked(course) == ["reviewer: basel"]
    person.is_active = False
    person.save()
    assert groups_asked(course) == ["reviewer"]


def test_a_workflow_that_was_assigned_to_a_part_of_the_site_comes_first():
    course = about(a_convention("basel"))
    a_reviewer("basel")
    workflow = Workflow.objects.create(name="Of this course")
    WorkflowPage.objects.create(workflow=workflow, page=course)
    assert lessons_of(course)[0].get_workflow() == workflow


def test_pages_of_conventions_and_themes_are_about_theirs():
    basel = a_convention("basel")
    theme = Theme.objects.create(slug="e-waste", title="E-waste", group=basel)
    theme.conventions.add(basel)
    section = a_home().add_child(instance=SectionPage(title="Conventions", slug="conventions"))
    for page in (ConventionPage(title="B", slug="b", convention=basel), ThemePage(title="E", slug="e", theme=theme)):
        section.add_child(instance=page)
        assert conventions_of(page) == {"basel"}


def test_a_reviewer_approves_a_page_of_their_convention_by_the_mail_and_the_front_page(
    django_capture_on_commit_callbacks,
):
    course, editor = about(a_convention("basel")), in_role("editor")
    a_convention("stockholm")
    mine, other, general = a_reviewer("basel"), a_reviewer("stockholm"), in_role("reviewer")
    client = signed_in(editor)
    address = reverse("wagtailadmin_pages:edit", args=[course.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**form_of(client, course), "title": "Bunds", "action-submit": "1"})
    assert told() == {mine.email}
    assert f"http://testserver{address}" in mail.outbox[0].body
    course.refresh_from_db()
    for person, sees in ((mine, True), (other, False), (general, False)):
        assert ("Bunds" in awaiting_review(signed_in(person))) == sees
    assert signed_in(mine).get(address).status_code == 200
    assert signed_in(other).get(address).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        approve(signed_in(other), course)
        assert not Page.objects.filter(title="Bunds", live=True).exists()
        approve(signed_in(mine), course)
    assert Page.objects.filter(title="Bunds", live=True).exists()
    assert mail.outbox[-1].to == [editor.email]


def test_without_a_task_a_reviewer_of_a_convention_edits_and_takes_offline_nothing():
    course = about(a_convention("basel"))
    client = signed_in(a_reviewer("basel"))
    for name in ("edit", "unpublish", "delete"):
        client.post(reverse(f"wagtailadmin_pages:{name}", args=[course.pk]), {"title": "Changed"})
    course.refresh_from_db()
    assert course.live and course.title != "Changed"
    assert client.get(reverse("wagtailsnippets_courses_question:list")).status_code == 302


def test_questions_are_reviewed_as_pages_are(django_capture_on_commit_callbacks):
    set_up()
    question, editor = a_question(a_convention("basel")), in_role("editor")
    reviewer = a_reviewer("basel")
    screen = signed_in(editor).get(reverse("wagtailsnippets_courses_question:edit", args=[question.pk]))
    assert 'name="action-submit"' in screen.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        question.get_workflow().start(question, editor)
    assert told() == {reviewer.email}
    client = signed_in(reviewer)
    assert "Is it?" in client.get("/admin/").content.decode()
    assert client.get(reverse("wagtailsnippets_courses_question:edit", args=[question.pk])).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        approve(client, question)
    question.refresh_from_db()
    assert question.live and mail.outbox[-1].to == [editor.email]


def test_what_was_renamed_or_closed_in_the_admin_stays_so():
    a_convention("basel")
    a_reviewer("basel")
    workflow = Workflow.objects.get(name="Review: Basel")
    workflow.name = "Ours"
    workflow.save()
    set_up()
    course = about(Convention.objects.get())
    assert course.get_workflow() == workflow
    workflow.deactivate()
    set_up()
    assert groups_asked(course) == ["reviewer"]


def test_administrators_appoint_the_reviewers_of_a_convention():
    a_convention("basel")
    group, administrator, reviewer = (
        Group.objects.get(name="reviewer: basel"),
        in_role("administrator"),
        a_reviewer("basel"),
    )
    assert group in roles_to_give(administrator) and group in roles_to_give(in_role("reviewer"))
    assert group not in roles_to_give(in_role("editor")) and group not in roles_to_give(in_role("facilitator"))
    assert may_change(administrator, reviewer) and not may_change(in_role("editor"), reviewer)
    assert not roles_to_give(reviewer).filter(name="manager").exists()


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_a_comment_on_a_draft_reaches_who_follows_the_page(role, django_capture_on_commit_callbacks):
    course = about()
    owner, commenter = in_role("editor"), signed_in(in_role(role))
    address = reverse("wagtailadmin_pages:edit", args=[course.pk])
    follow = {**form_of(signed_in(owner), course), "comment_notifications": "on"}
    signed_in(owner).post(address, follow)
    course.refresh_from_db()
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-id": "",
        "comments-0-text": "Is the limit still 50 mg?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    with django_capture_on_commit_callbacks(execute=True):
        commenter.post(address, {**form_of(commenter, course), **comment})
    assert course.wagtail_admin_comments.get().text == "Is the limit still 50 mg?"
    [letter] = mail.outbox
    assert letter.to == [owner.email] and "Is the limit still 50 mg?" in letter.body
