"""Delivering what a learner did: once, twice, late, wrong."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from courses.learning.enrolments import enrol, rebuild
from courses.learning.events import Happening
from courses.learning.evidence import mark_done, record, undo_done
from courses.learning.models import Enrolment, Event, Outline, Progress, RefusedEvent
from courses.learning.outlines import release
from courses.learning.signals import course_completed
from tests.given import a_live_page, a_trainee, an_outline

pytestmark = pytest.mark.django_db


def an_enrolment(outline: Outline) -> Enrolment:
    return enrol(a_trainee(), outline.course_key, language="en")


def a_happening(outline: Outline, verb: str = "done", item: int = 0, **fields) -> Happening:
    return Happening(uuid.uuid4(), outline.items[item]["key"], verb, timezone.now(), **fields)


def send(enrolment: Enrolment, *happenings: Happening) -> list[tuple[str, str]]:
    receipts = record(enrolment, happenings, channel="outbox", language="fr")
    return [(receipt.status, receipt.reason) for receipt in receipts]


def test_enrolling_twice_changes_nothing():
    outline, learner = an_outline(), a_trainee()
    first = enrol(learner, outline.course_key, language="en")
    assert enrol(learner, outline.course_key, language="ar") == first
    assert Event.objects.of(learner).count() == 1


def test_it_survives_being_sent_twice():
    outline = an_outline()
    enrolment, done = an_enrolment(outline), a_happening(outline)
    assert send(enrolment, done, done) == [("stored", ""), ("duplicate", "")]
    assert send(enrolment, done) == [("duplicate", "")]
    assert Progress.objects.get(enrolment=enrolment).done_count == 1


def test_an_id_with_other_content_is_refused_and_kept():
    outline = an_outline()
    enrolment, done = an_enrolment(outline), a_happening(outline)
    forged = Happening(done.id, outline.items[1]["key"], "done", done.occurred_at)
    assert send(enrolment, done, forged) == [("stored", ""), ("refused", "conflict")]
    assert RefusedEvent.objects.get().event_id == done.id


def test_another_learners_event_id_is_refused():
    outline = an_outline()
    done = a_happening(outline)
    send(an_enrolment(outline), done)
    assert send(an_enrolment(outline), done) == [("refused", "conflict")]


@pytest.mark.parametrize("verb", ["passed", "completed", "enrolled"])
def test_a_client_cannot_say_what_only_the_server_says(verb):
    outline = an_outline()
    assert send(an_enrolment(outline), a_happening(outline, verb)) == [("refused", "server_only")]


def test_what_is_not_in_the_outline_or_makes_no_sense_is_refused():
    outline = an_outline()
    enrolment = an_enrolment(outline)
    assert send(
        enrolment,
        Happening(uuid.uuid4(), str(uuid.uuid4()), "done", timezone.now()),
        a_happening(outline, "danced"),
        a_happening(outline, "watched", payload={"fraction": "much"}),
        a_happening(outline, "undone"),
    ) == [("refused", code) for code in ("not_in_outline", "unknown_verb", "bad_payload", "bad_payload")]


def test_a_devices_clock_is_held_between_enrolment_and_receipt():
    outline = an_outline()
    enrolment = an_enrolment(outline)
    early = Happening(uuid.uuid4(), outline.items[0]["key"], "seen", timezone.now() - timedelta(days=900))
    late = Happening(uuid.uuid4(), outline.items[0]["key"], "seen", timezone.now() + timedelta(days=900))
    send(enrolment, early, late)
    assert Event.objects.get(id=early.id).occurred_at == enrolment.enrolled_at
    assert Event.objects.get(id=late.id).occurred_at <= timezone.now()


def test_an_undo_leaves_a_mark_that_arrives_later_from_another_device():
    outline = an_outline()
    enrolment = an_enrolment(outline)
    key = outline.items[0]["key"]
    mark_done(enrolment, key, language="en")
    on_its_way = a_happening(outline)
    undo_done(enrolment, key, language="en")
    assert Progress.objects.get(enrolment=enrolment).items[key] == "started"
    send(enrolment, on_its_way)
    assert Progress.objects.get(enrolment=enrolment).items[key] == "done"


def test_completion_is_latched_and_told_once():
    completions = []
    listener = lambda **kwargs: completions.append(kwargs["enrolment"])  # noqa: E731
    course_completed.connect(listener)
    outline = an_outline(lessons=2)
    enrolment = an_enrolment(outline)
    send(enrolment, a_happening(outline, item=0), a_happening(outline, item=1))
    undo_done(enrolment, outline.items[0]["key"], language="en")
    mark_done(enrolment, outline.items[0]["key"], language="en")
    course_completed.disconnect(listener)
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert completions == [enrolment]


def test_a_quiz_is_not_passed_by_saying_that_it_is_done():
    outline = an_outline(lessons=1, quiz=True)
    enrolment = an_enrolment(outline)
    send(enrolment, a_happening(outline, item=0), a_happening(outline, item=1))
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_an_item_that_is_no_longer_live_is_waived():
    outline = an_outline(lessons=2)
    enrolment = an_enrolment(outline)
    Page.objects.filter(translation_key=outline.items[1]["key"]).update(live=False)
    send(enrolment, a_happening(outline, item=0))
    enrolment.refresh_from_db()
    assert enrolment.completed_at


def test_taking_a_part_offline_waives_it_at_once_and_completes_who_has_done_the_rest():
    outline = an_outline(lessons=2)
    ahead, behind = an_enrolment(outline), an_enrolment(outline)
    send(ahead, a_happening(outline, item=0))
    page = Page.objects.filter(translation_key=outline.items[1]["key"])
    page.update(live=False)
    release(outline.course_key, outline.items[:1], outline.rule, force_new=False)
    ahead.refresh_from_db()
    behind.refresh_from_db()
    assert ahead.completed_at
    assert not behind.completed_at
    assert behind.progress.required_count == 1
    assert not any(rebuild(enrolment) for enrolment in (ahead, behind))
    page.update(live=True)
    release(outline.course_key, outline.items, outline.rule, force_new=False)
    ahead.refresh_from_db()
    assert ahead.completed_at
    assert not any(rebuild(enrolment) for enrolment in (ahead, behind))


def test_a_release_without_a_change_is_the_same_outline_and_learners_keep_theirs():
    course_key, items, rule = a_live_page().translation_key, an_outline().items, {"needs": "all_required"}
    first = release(course_key, items, rule, force_new=False)
    assert release(course_key, items, rule, force_new=False) == first
    enrolment = enrol(a_trainee(), course_key, language="en")
    second = release(course_key, items[:1], rule, force_new=False)
    assert second.number == 2
    assert release(course_key, items[:1], rule, force_new=True).number == 3
    enrolment.refresh_from_db()
    assert enrolment.outline == first


def test_rebuilding_finds_no_difference_and_mends_what_was_spoilt():
    outline = an_outline()
    enrolment = an_enrolment(outline)
    send(enrolment, a_happening(outline))
    assert not rebuild(enrolment)
    Progress.objects.filter(enrolment=enrolment).update(done_count=7)
    assert rebuild(enrolment)
    assert Progress.objects.get(enrolment=enrolment).done_count == 1


@pytest.mark.parametrize("before", [0, 50])
def test_marking_a_part_as_done_takes_the_same_few_queries_however_much_was_done(before):
    outline = an_outline()
    enrolment = an_enrolment(outline)
    send(enrolment, *(a_happening(outline, "seen") for _ in range(before)))
    with CaptureQueriesContext(connection) as queries:
        mark_done(enrolment, outline.items[0]["key"], language="en")
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 7, statements
