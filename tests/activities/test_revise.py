"""Saying something else of an activity: on its page and in an editor's draft alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowState, WorkflowTask

from brs.activities.pages.models import ActivityPage
from brs.activities.planning import actions
from brs.activities.planning.forms import as_html, as_typed
from brs.activities.register.registers import register_of
from brs.certificates.models import CertificateKind
from brs.taxonomy.models import Classification, Convention
from tests.given import a_course, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(client) -> ActivityPage:
    facilitator = in_role("facilitator")
    client.force_login(facilitator)
    activity = an_activity(place="Nairobi", organisers="One\nTwo")
    register_of(activity).facilitators.add(facilitator)
    activity.save_revision().publish()
    activity.refresh_from_db()
    return activity


def fields(client, name: str, activity: ActivityPage) -> dict:
    """What a browser would send back unchanged."""
    answer = client.get(reverse(name, args=[activity.translation_key]))
    form = answer.context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    typed = {key: ("on" if value is True else value) for key, value in typed.items()}
    return {**typed, "seen": answer.context["activity"].last_change}


def save(client, name: str, activity: ActivityPage, **typed):
    sent = {**fields(client, name, activity), **typed}
    answer = client.post(
        reverse(name, args=[activity.translation_key]), {k: v for k, v in sent.items() if v is not None}
    )
    activity.refresh_from_db()
    return answer


def test_only_what_was_changed_is_changed(client, activity):
    before = {name: getattr(activity, name) for name in ("title", "summary", "organisers", "entry")}
    assert save(client, "edit_activity", activity, place="Mombasa").status_code == 302
    assert activity.place == "Mombasa"
    assert {name: getattr(activity, name) for name in before} == before
    revisions = activity.revisions.count()
    assert save(client, "edit_activity", activity).status_code == 302
    assert activity.revisions.count() == revisions


def test_an_editors_draft_is_kept_and_gets_the_change(client, activity):
    draft = activity.get_latest_revision_as_object()
    draft.summary, draft.place = "The editor's new purpose.", "Draft place"
    draft.save_revision(user=in_role("editor"))
    assert save(client, "edit_activity", activity, place="Mombasa").status_code == 302
    assert (activity.place, activity.summary, activity.has_unpublished_changes) == ("Mombasa", "About.", True)
    draft = activity.get_latest_revision_as_object()
    assert (draft.place, draft.summary) == ("Mombasa", "The editor's new purpose.")
    draft.save_revision().publish()
    activity.refresh_from_db()
    assert (activity.place, activity.summary) == ("Mombasa", "The editor's new purpose.")


@pytest.mark.parametrize("refused", [False, True])
def test_a_review_of_an_editors_draft_goes_on_and_ends_with_both_changes(client, activity, refused):
    editor = in_role("editor")
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="A reviewer looks")
    task.groups.add(Group.objects.get(name="reviewer"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    draft = activity.get_latest_revision_as_object()
    draft.summary = "The editor's new purpose."
    draft.save_revision(user=editor)
    review = workflow.start(activity, editor)
    if refused:
        task.on_action(review.current_task_state, in_role("reviewer"), "reject", comment="Shorter, please.")
        review.refresh_from_db()
    before = (review.status, review.current_task_state.status)
    assert save(client, "edit_activity", activity, place="Mombasa").status_code == 302
    assert (activity.place, activity.summary) == ("Mombasa", "About.")
    review = WorkflowState.objects.get(pk=review.pk)
    assert (review.status, review.current_task_state.status) == before
    if refused:
        review.resume(editor)
        review.refresh_from_db()
    task.on_action(review.current_task_state, in_role("reviewer"), "approve")
    activity.refresh_from_db()
    assert (activity.place, activity.summary) == ("Mombasa", "The editor's new purpose.")


def test_a_draft_that_is_to_go_live_still_does(client, activity):
    goes_live = datetime(2030, 1, 1, tzinfo=UTC)
    draft = activity.get_latest_revision_as_object()
    draft.summary = "From 2030 on."
    draft.save_revision(approved_go_live_at=goes_live)
    save(client, "edit_activity", activity, place="Mombasa")
    assert activity.get_latest_revision().approved_go_live_at == goes_live


def test_what_an_editor_took_offline_stays_there(client, activity):
    activity.unpublish()
    assert save(client, "edit_activity", activity, place="Mombasa").status_code == 302
    assert activity.place == "Mombasa" and not activity.live


def test_what_it_was_before_is_in_the_pages_history(client, activity):
    save(client, "edit_activity", activity, title="Other title")
    titles = [revision.as_object().title for revision in activity.revisions.order_by("created_at")]
    assert titles[0] != titles[-1] == "Other title"


def test_a_change_over_somebody_elses_is_asked_for_again(client, activity):
    sent = {**fields(client, "edit_activity", activity), "place": "Mine"}
    save(client, "edit_activity", activity, place="Theirs")
    path = reverse("edit_activity", args=[activity.translation_key])
    answer = client.post(path, sent)
    activity.refresh_from_db()
    assert answer.status_code == 422 and activity.place == "Theirs"
    html = answer.content.decode()
    assert "meanwhile" in html and 'value="Mine"' in html
    assert client.post(path, {**sent, "seen": answer.context["activity"].last_change}).status_code == 302
    activity.refresh_from_db()
    assert activity.place == "Mine"


def test_what_is_wrong_in_it_does_not_hide_that_somebody_else_changed_it(client, activity):
    sent = {**fields(client, "edit_activity", activity), "place": "Mine", "title": ""}
    save(client, "edit_activity", activity, place="Theirs")
    answer = client.post(reverse("edit_activity", args=[activity.translation_key]), sent)
    assert answer.status_code == 422 and "meanwhile" in answer.content.decode()


def test_of_two_in_the_same_moment_the_second_is_asked_again(activity):
    """Both have read the page before either saves: what `is_stale` cannot see."""
    person, colleagues = in_role("facilitator"), ActivityPage.objects.get(pk=activity.pk)
    actions.revise(activity, {"place": "Mombasa"}, person)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.revise(colleagues, {"organisers": "Three"}, person)
    assert (colleagues.place, colleagues.organisers) == ("Mombasa", "One\nTwo")  # as it is now
    actions.revise(colleagues, {"organisers": "Three"}, person)
    activity.refresh_from_db()
    assert (activity.place, activity.organisers) == ("Mombasa", "Three")


def test_offline_too_a_change_over_somebody_elses_is_asked_for_again(client, activity):
    activity.unpublish()
    sent = {**fields(client, "edit_activity", activity), "place": "Mine"}
    save(client, "edit_activity", activity, place="Theirs")
    assert client.post(reverse("edit_activity", args=[activity.translation_key]), sent).status_code == 422
    activity.refresh_from_db()
    assert activity.place == "Theirs"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory locks its tables for one writer")
def test_of_several_at_once_one_is_kept_and_the_others_are_asked_again(client, activity):
    person = in_role("facilitator")
    together = Barrier(4)

    def revise(address: str) -> bool:
        try:
            page = ActivityPage.objects.get(pk=activity.pk)
            together.wait(timeout=20)
            actions.revise(page, {"place": address}, person)
            return True
        except actions.ChangedMeanwhile:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(revise, "ABCD"))
    activity.refresh_from_db()
    assert taken.count(True) == 1 and activity.place == "ABCD"[taken.index(True)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"online_address": "javascript:alert(1)"}, "online_address"),
        ({"online_address": "ftp://example.org"}, "online_address"),
        ({"most_participants": "0"}, "most_participants"),
        ({"most_participants": "many"}, "most_participants"),
        ({"entry": "anybody"}, "entry"),
        ({"languages": ["tlh"]}, "languages"),
        ({"conventions": ["atlantis"]}, "conventions"),
        ({"summary": "x" * 601}, "summary"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, activity, typed, field):
    answer = save(client, "edit_activity", activity, place="Typed", **typed)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert 'value="Typed"' in answer.content.decode()
    assert activity.place == "Nairobi"


def test_markup_is_cleaned(client, activity):
    bad = '<p onclick="x()">Hello <script>alert(1)</script><b>you</b> <a href="javascript:x()">here</a></p>'
    save(client, "edit_activity", activity, description=bad)
    assert "script>" not in activity.description and "onclick" not in activity.description
    assert "javascript" not in activity.description and "<b>you</b>" in activity.description


@pytest.mark.parametrize("typed", ["One line", "Two\n\nparagraphs", "A line\nand another", "5 < 6 & 7", ""])
def test_plain_text_comes_back_as_it_was_typed(typed):
    assert as_typed(as_html(typed)) == typed


def test_axes_are_chosen_and_read_back_whatever_the_language(client, activity):
    first, second = (
        Convention.objects.create(slug=slug, title=slug.title(), locale=activity.locale)
        for slug in ("basel", "stockholm")
    )
    save(client, "edit_activity", activity, conventions=[str(second.translation_key)])
    assert [term.slug for term in activity.conventions.all()] == ["stockholm"]
    assert Classification.objects.carrying(second.translation_key).exists()
    assert fields(client, "edit_activity", activity)["conventions"] == [str(second.translation_key)]
    assert not Classification.objects.carrying(first.translation_key).exists()


def test_words_are_changed_in_the_language_they_were_written_in(client, activity):
    french = in_french(activity)
    path = reverse("edit_activity", args=[activity.translation_key]).replace("/en/", "/fr/")
    sent = {**fields(client, "edit_activity", activity), "title": "New", "place": "Mombasa"}
    assert client.post(path, sent).status_code == 302
    activity.refresh_from_db()
    french = ActivityPage.objects.get(pk=french.pk)
    assert (activity.title, activity.place) == ("New", "Mombasa")
    assert (french.title != "New", french.place) == (True, "Mombasa")


def test_courses_tests_and_certificate_are_chosen(client, activity):
    course = a_course(quiz=True)
    quiz = course.get_children().type(type(course.get_descendants().last().specific)).last()
    kind = CertificateKind.objects.create(slug="k", title="Completion", statement="…", locale=activity.locale)
    answer = save(
        client,
        "activity_learning",
        activity,
        courses=[str(course.translation_key)],
        post_test=str(quiz.translation_key),
        certificate_kind=str(kind.translation_key),
        attendance_percent="70",
        needs_post_test="on",
        needs_courses="on",
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert list(activity.courses.all()) == [course]
    assert (activity.post_test_id, activity.pre_test_id, activity.certificate_kind) == (quiz.pk, None, kind)
    rule = activity.rule()
    assert (rule.attendance_percent, rule.needs_post_test, rule.needs_courses, rule.needs_practical) == (
        70,
        True,
        True,
        False,
    )
    save(client, "activity_learning", activity, post_test="", needs_post_test=None, certificate_kind="")
    assert (activity.post_test, activity.certificate_kind) == (None, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"needs_post_test": "on"}, "post_test"),
        ({"needs_courses": "on"}, "courses"),
        ({"attendance_percent": "101"}, "attendance_percent"),
        ({"attendance_percent": ""}, "attendance_percent"),
        ({"courses": ["nothing"]}, "courses"),
        ({"certificate_kind": "gold"}, "certificate_kind"),
    ],
)
def test_a_rule_that_nobody_could_meet_is_refused(client, activity, typed, field):
    answer = save(client, "activity_learning", activity, **typed)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_a_course_that_was_taken_offline_stays_chosen(client, activity):
    course = a_course()
    activity.courses = [course]
    activity.save_revision().publish()
    course.unpublish()
    assert save(client, "activity_learning", activity, attendance_percent="60").status_code == 302
    assert list(activity.courses.all()) == [course] and activity.attendance_percent == 60
