"""A learner moves over to a newer release of a course, by choice."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brs.core.pages import address
from courses.learning.enrolments import enrol, move_to_newest_outline, rebuild
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment, Event, Outline, Progress
from courses.learning.outlines import release
from courses.learning.rules import what_would_change
from tests.given import a_course, a_live_page, a_trainee, an_outline, lessons_of

pytestmark = pytest.mark.django_db


def enrolled(outline: Outline) -> Enrolment:
    return enrol(a_trainee(), outline.course_key, language="en")


def a_newer(outline: Outline, *, without: int = 0, more: int = 0) -> Outline:
    added = [{"key": str(a_live_page().translation_key), "kind": "lesson", "required": True} for _ in range(more)]
    items = [*outline.items[without:], *added]
    return release(outline.course_key, items, outline.rule, force_new=True)


def done_of_required(enrolment: Enrolment) -> tuple[int, int]:
    progress = Progress.objects.get(enrolment=enrolment)
    return progress.done_count, progress.required_count


def test_what_was_done_carries_over_and_the_new_outline_binds():
    outline = an_outline(lessons=2)
    enrolment = enrolled(outline)
    mark_done(enrolment, outline.items[1]["key"], language="en")
    newer = a_newer(outline, without=1, more=2)
    moved = move_to_newest_outline(enrolment, language="en")
    assert moved.outline == newer
    assert done_of_required(enrolment) == (1, 3)
    assert not rebuild(enrolment)


def test_doing_it_twice_says_it_once():
    outline = an_outline()
    enrolment = enrolled(outline)
    a_newer(outline, more=1)
    for _ in range(2):
        move_to_newest_outline(enrolment, language="en")
    assert Event.objects.in_course(outline.course_key).filter(verb="moved").count() == 1


def test_without_a_newer_release_nothing_happens():
    enrolment = enrolled(an_outline())
    move_to_newest_outline(enrolment, language="en")
    assert not Event.objects.of(enrolment.learner).filter(verb="moved").exists()


def test_a_completed_course_stays_completed():
    outline = an_outline(lessons=1)
    enrolment = enrolled(outline)
    mark_done(enrolment, outline.items[0]["key"], language="en")
    a_newer(outline, more=1)
    moved = move_to_newest_outline(enrolment, language="en")
    assert moved.completed_at
    assert done_of_required(enrolment) == (1, 2)


def test_moving_completes_the_course_where_nothing_of_the_newer_release_is_left():
    outline = an_outline(lessons=2)
    enrolment = enrolled(outline)
    mark_done(enrolment, outline.items[1]["key"], language="en")
    a_newer(outline, without=1)
    assert move_to_newest_outline(enrolment, language="en").completed_at


def test_a_rebuild_holds_the_learner_to_what_the_events_say():
    outline = an_outline()
    enrolment = enrolled(outline)
    newer = a_newer(outline, more=1)
    move_to_newest_outline(enrolment, language="en")
    Enrolment.objects.filter(pk=enrolment.pk).update(outline=outline)
    assert rebuild(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.outline == newer
    assert not rebuild(enrolment)


keys = st.lists(st.sampled_from("abcdef"), unique=True)


@given(keys, keys)
def test_what_is_added_and_what_falls_away_lead_from_one_outline_to_the_other(before, after):
    def as_items(keys):
        return [{"key": key, "kind": "lesson", "required": True} for key in keys]

    added, gone = what_would_change(as_items(before), as_items(after))
    assert set(after) == set(before) - set(gone) | set(added)
    assert not set(added) & set(before) and set(gone) <= set(before)


def test_the_course_page_says_what_moving_changes_and_the_form_moves(client):
    course = a_course(lessons=2)
    person = a_trainee()
    client.force_login(person)
    enrol(person, course.translation_key, language="en")
    screen = address(course, "en")
    assert "Move to the newest release" not in client.get(screen).content.decode()
    gone, staying = lessons_of(course)
    gone.title = "Gone lesson"
    gone.save()
    gone.unpublish()
    module = staying.get_parent()
    module.add_child(instance=type(staying)(title="Added lesson", slug="added")).save_revision().publish()
    html = client.get(screen).content.decode()
    begin = html.index('<details class="newer">')
    offer = html[begin : html.index("</details>", begin)]
    assert "Moving over adds:" in offer and "Added lesson" in offer
    assert "No longer asked of you:" in offer and "Gone lesson" in offer
    answer = client.post(reverse("course_move", args=[course.translation_key]), follow=True).content.decode()
    assert "What you had done stays done." in answer
    assert "Move to the newest release" not in answer
    assert "Left: 2 lessons to read." in answer
