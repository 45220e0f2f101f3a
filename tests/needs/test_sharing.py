"""A Party's answers, shared with its people and no longer shared."""

import pytest
from django.test import Client
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.people.models import Party
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db
READ = ("assessment", "assessment_rounds", "learning_plan", "learning_plan_pdf")


@pytest.fixture
def focal_point():
    return a_focal_point(a_trainee())


@pytest.fixture
def submitted(focal_point):
    begun = an_assessment(a_questionnaire(), focal_point.person, focal_point.party, {"i1": Answer(1, 2, "Our words")})
    return actions.submit(begun, focal_point.person)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def statuses(person, assessment) -> set[int]:
    client = signed_in(person)
    return {client.get(reverse(name, args=[assessment.pk])).status_code for name in READ}


def test_colleagues_read_what_is_shared_and_others_do_not(focal_point, submitted):
    colleague = a_trainee(party=focal_point.party)
    stranger = a_trainee(party=Party.objects.create(iso2="TD", names={"en": "Chad"}))
    assert statuses(colleague, submitted) == {404}
    signed_in(focal_point.person).post(reverse("share_assessment", args=[submitted.pk]))
    assert statuses(colleague, submitted) == {200}
    assert statuses(stranger, submitted) == statuses(a_trainee(), submitted) == {404}
    assert reverse("assessment", args=[submitted.pk]) in signed_in(colleague).get("/en/needs/").content.decode()
    signed_in(focal_point.person).post(reverse("stop_sharing_assessment", args=[submitted.pk]))
    assert statuses(colleague, submitted) == {404}


def test_a_colleague_reads_and_changes_nothing(focal_point, submitted):
    actions.share(submitted)
    colleague = signed_in(a_trainee(party=focal_point.party))
    page = colleague.get(reverse("assessment", args=[submitted.pk])).content.decode()
    assert "Our words" in page and "Stop sharing" not in page
    for name in ("stop_sharing_assessment", "share_assessment", "submit_assessment", "move_assessment"):
        assert colleague.post(reverse(name, args=[submitted.pk])).status_code == 404
    submitted.refresh_from_db()
    assert submitted.shared_at


def test_what_is_still_being_answered_is_not_shared(focal_point):
    begun = an_assessment(a_questionnaire(), focal_point.person, focal_point.party, {"i1": Answer(1)})
    client = signed_in(focal_point.person)
    assert client.post(reverse("share_assessment", args=[begun.pk])).status_code == 404
    persons = actions.submit(an_assessment(a_questionnaire(), focal_point.person, None, {"i1": Answer(1)}), None)
    assert client.post(reverse("share_assessment", args=[persons.pk])).status_code == 404


def test_a_colleague_sees_of_earlier_rounds_only_those_that_are_shared(focal_point, submitted):
    later = actions.begin(submitted.questionnaire_key, focal_point.person, focal_point.party)
    actions.answer(later, "i1", Answer(4), focal_point.person)
    actions.share(actions.submit(later, focal_point.person))
    colleague = signed_in(a_trainee(party=focal_point.party))
    rounds = colleague.get(reverse("assessment_rounds", args=[later.pk])).context["screen"].rounds
    assert [assessment.pk for assessment in rounds] == [later.pk]
    both = signed_in(focal_point.person).get(reverse("assessment_rounds", args=[later.pk])).context["screen"].rounds
    assert [assessment.pk for assessment in both] == [submitted.pk, later.pk]
