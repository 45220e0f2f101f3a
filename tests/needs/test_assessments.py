"""Assessments: who may answer for whom, versions, rounds, and colleagues who answer at once."""

import uuid

import pytest

from brs.needs.assessments import actions
from brs.needs.assessments.answering import overlooked
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment, Response
from brs.needs.assessments.versions import version_of
from brs.people.models import Party
from tests.given import a_questionnaire, a_trainee, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenya():
    return Party.objects.create(iso2="KE", names={"en": "Kenya"})


def spokesperson(party):
    person = a_trainee(party=party)
    actions.confirm(actions.ask_to_speak_for(person, party, "DNA"), in_role("manager"))
    return person


def test_beginning_twice_is_one_assessment_and_after_submitting_a_new_round(kenya):
    asked, person = a_questionnaire(), spokesperson(kenya)
    first = actions.begin(asked.translation_key, person, kenya)
    assert actions.begin(asked.translation_key, spokesperson(kenya), kenya) == first
    actions.answer(first, "i1", Answer(2), person)
    actions.submit(first, person)
    second = actions.begin(asked.translation_key, person, kenya)
    assert (first.round, second.round) == (1, 2)
    mine = actions.begin(asked.translation_key, person, None)
    assert (mine.party, mine.round) == (None, 1)


def test_who_answers_is_held_to_the_version_they_began(kenya):
    asked, person = a_questionnaire(items=2), spokesperson(kenya)
    begun = actions.begin(asked.translation_key, person, kenya)
    actions.answer(begun, "i1", Answer(2), person)
    asked.items = [*list(asked.items.raw_data)[:1], {**asked.items.raw_data[1], "id": "i9"}]
    asked.save()
    assert version_of(asked.translation_key).number == 2
    actions.answer(begun, "i2", Answer(1), person)
    with pytest.raises(actions.NotAsked):
        actions.answer(begun, "i9", Answer(1), person)
    moved = actions.move_to_newest_version(begun)
    assert moved.version.order() == ["i1", "i9"]
    actions.answer(moved, "i9", Answer(1), person)
    assert set(actions.submit(moved, person).answers) == {"i1", "i9"}


def test_what_is_sent_twice_counts_once_and_a_closed_assessment_takes_no_more(kenya):
    person = spokesperson(kenya)
    begun = actions.begin(a_questionnaire().translation_key, person, kenya)
    for _ in range(2):
        actions.answer(begun, "i1", Answer(3, 1, "Law of 2020"), person)
    assert Response.objects.count() == 1
    closed = actions.submit(begun, person)
    assert actions.submit(begun, person).submitted_at == closed.submitted_at
    assert closed.final() == {"i1": Answer(3, 1, "Law of 2020")}
    with pytest.raises(actions.AlreadySubmitted):
        actions.answer(begun, "i1", Answer(0), person)


def test_of_what_was_seen_only_what_was_said_of_this_very_item_counts(kenya):
    person = spokesperson(kenya)
    begun = actions.begin(a_questionnaire().translation_key, person, kenya)
    first = actions.answer(begun, "i1", Answer(3), person)
    other = actions.answer(begun, "i2", Answer(1), person, saw=[first.pk, uuid.uuid4()])
    assert other.saw == []
    assert actions.answer(begun, "i1", Answer(2), person, saw=[first.pk, other.pk]).saw == [str(first.pk)]


def test_what_a_colleague_has_said_at_once_is_settled_by_saying_again_what_counts(kenya):
    colleague, other = spokesperson(kenya), spokesperson(kenya)
    begun = actions.begin(a_questionnaire().translation_key, colleague, kenya)
    first = actions.answer(begun, "i1", Answer(1), colleague)
    second = actions.answer(begun, "i1", Answer(3), other)
    assert [response.id for response in overlooked(begun.responses.said())["i1"]] == [first.pk]
    actions.answer(begun, "i1", Answer(3), colleague, saw=[first.pk, second.pk])
    assert overlooked(begun.responses.said()) == {}
    assert actions.submit(begun, colleague).final() == {"i1": Answer(3)}


def test_nothing_at_all_cannot_be_submitted(kenya):
    person = spokesperson(kenya)
    begun = actions.begin(a_questionnaire().translation_key, person, kenya)
    with pytest.raises(actions.NothingAnswered):
        actions.submit(begun, person)


def test_who_may_edit_and_who_may_see(kenya):
    person, colleague, stranger = spokesperson(kenya), a_trainee(party=kenya), a_trainee()
    waiting = a_trainee(party=kenya)
    actions.ask_to_speak_for(waiting, kenya, "")
    begun = actions.begin(a_questionnaire().translation_key, person, kenya)
    actions.answer(begun, "i1", Answer(2), person)
    for outsider in (colleague, stranger, waiting):
        assert not Assessment.objects.editable_by(outsider).exists()
        assert not Assessment.objects.seen_by(outsider).exists()
    assert Assessment.objects.editable_by(person).get() == begun
    actions.share(actions.submit(begun, person))
    assert Assessment.objects.seen_by(colleague).get() == begun
    assert not Assessment.objects.seen_by(stranger).exists()
    actions.end(person.focal_points.get())
    assert not Assessment.objects.editable_by(person).exists()


def test_what_somebody_answers_for_themself_is_theirs_alone_and_goes_with_them(kenya):
    person = a_trainee(party=kenya)
    mine = actions.begin(a_questionnaire().translation_key, person, None)
    actions.answer(mine, "i1", Answer(2), person)
    actions.share(actions.submit(mine, person))
    assert not Assessment.objects.seen_by(a_trainee(party=kenya)).exists()
    person.delete()
    assert not Assessment.objects.exists()


def test_what_was_answered_for_a_party_outlives_who_answered(kenya):
    person = spokesperson(kenya)
    begun = actions.begin(a_questionnaire().translation_key, person, kenya)
    actions.answer(begun, "i1", Answer(1), person)
    actions.submit(begun, person)
    person.delete()
    assert Assessment.objects.get().final() == {"i1": Answer(1)}
    assert Response.objects.get().by is None
