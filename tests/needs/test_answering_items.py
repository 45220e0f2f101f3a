"""Answering an item: kept as given, wrong input said at its field, nothing typed lost."""

import uuid

import pytest
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Assessment, Response
from brs.taxonomy.models import Convention, Provision
from tests.given import a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db
WHOLE = {"level": "2", "priority": "3", "evidence": "Law of 2020", "comment": "Under review"}


@pytest.fixture
def person(client):
    trainee = a_trainee()
    client.force_login(trainee)
    return trainee


@pytest.fixture
def begun(person) -> Assessment:
    return an_assessment(a_questionnaire(), person)


def address(begun, item: str = "i1") -> str:
    return reverse("assessment_item", args=[begun.pk, item])


def test_an_answer_is_kept_and_the_next_item_follows(client, begun):
    assert client.post(address(begun), WHOLE).url == address(begun, "i2")
    assert Response.objects.get().answer() == Answer(2, 3, "Law of 2020", "Under review")
    again = client.get(address(begun)).content.decode()
    assert "Law of 2020" in again and 'name="level" value="2" checked' in " ".join(again.split())
    assert client.post(address(begun, "i3"), WHOLE).url == reverse("check_assessment", args=[begun.pk])
    assert client.post(address(begun, "i2"), {**WHOLE, "list": ""}).url == reverse("assessment", args=[begun.pk])


def test_not_known_is_an_answer(client, begun):
    client.post(address(begun), {**WHOLE, "level": "unknown"})
    assert Response.objects.get().level is None
    page = client.get(reverse("assessment", args=[begun.pk])).content.decode()
    assert "Not known, or not asked of us" in page and "2 items are left to answer." in page


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"level": ""}, "Choose a level"),
        ({"level": "5"}, "Select a valid choice"),
        ({"level": "-1"}, "Select a valid choice"),
        ({"priority": "9"}, "Select a valid choice"),
        ({"priority": ""}, "This field is required"),
        ({"evidence": "x" * 2001}, "at most 2000"),
        ({"comment": "nul\x00"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, begun, sent, message):
    answer = client.post(address(begun), {**WHOLE, "comment": "To be kept <b>", **sent})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page and "Law of 2020" in page or "x" * 2001 in page
    assert not Response.objects.exists()


def test_lines_are_counted_as_the_browser_counts_them(client, begun):
    client.post(address(begun), {**WHOLE, "evidence": "a\r\n" * 999 + "b"})
    assert len(Response.objects.get().evidence) == 1999


@pytest.mark.parametrize("item", ["i9", "check'", "<script>", "0", "ⅰ1", "x" * 500])
def test_an_item_that_is_not_asked_is_not_found(client, begun, item):
    assert client.get(address(begun, item)).status_code == 404
    assert client.post(address(begun, item), WHOLE).status_code == 404
    assert not Response.objects.exists()


def test_somebody_elses_assessment_is_not_found(client, begun):
    client.force_login(a_trainee())
    for name in ("assessment", "check_assessment", "assessment_rounds", "learning_plan"):
        assert client.get(reverse(name, args=[begun.pk])).status_code == 404
    assert client.post(address(begun), WHOLE).status_code == 404
    assert client.get(reverse("assessment", args=[uuid.uuid4()])).status_code == 404
    assert not Response.objects.exists()


def test_what_is_sent_after_the_session_has_ended_waits(client, begun, person):
    client.logout()
    assert client.post(address(begun), WHOLE).status_code == 302
    client.force_login(person)
    assert "Continue: save your answer" in client.get(reverse("pending")).content.decode()


def test_it_is_saved_while_it_is_typed(client, begun):
    first = client.post(address(begun), {**WHOLE, "autosave": "1"}).json()["saw"]
    second = client.post(address(begun), {**WHOLE, "comment": "More", "autosave": "1", "saw": first}).json()["saw"]
    assert Response.objects.get(pk=second).saw == [first]
    client.post(address(begun), {**WHOLE, "comment": "More", "saw": second})
    assert Response.objects.count() == 2
    refused = client.post(address(begun), {**WHOLE, "level": "", "autosave": "1"})
    assert refused.status_code == 422 and "Choose a level" in refused.json()["error"]


@pytest.mark.parametrize("saw", ["nonsense", "1,2,3", "," * 500, str(uuid.UUID(int=7))])
def test_what_was_seen_may_be_nonsense(client, begun, saw):
    client.post(address(begun), {**WHOLE, "saw": saw})
    assert Response.objects.get().saw == []


def test_the_obligations_provision_is_a_way_to_it(client, person):
    convention = Convention.objects.create(slug="basel", title="Basel Convention", abbreviation="BC")
    provision = Provision.objects.create(slug="bc-art-6", title="Movements", convention=convention, number="6")
    asked = a_questionnaire(items=1)
    cited = [{"type": "item", "id": "c", "value": {"provision": provision.pk, "pinpoint": "4"}}]
    asked.items = [{**asked.items.raw_data[0], "value": {**asked.items.raw_data[0]["value"], "provisions": cited}}]
    asked.save()
    page = client.get(address(an_assessment(asked, person))).content.decode()
    assert reverse("provision", args=["bc-art-6"]) in page and "(<bdi>4</bdi>)" in page


def test_an_item_and_the_list_take_as_many_queries_however_much_was_said(client, person, django_assert_max_num_queries):
    for items, answers in ((2, 1), (25, 40)):
        begun = an_assessment(a_questionnaire(items=items), person)
        for number in range(answers):
            actions.answer(begun, f"i{number % items + 1}", Answer(number % 5, 2, f"Number {number}"), person)
        for path in (
            address(begun),
            reverse("assessment", args=[begun.pk]),
            reverse("check_assessment", args=[begun.pk]),
        ):
            client.get(path)
            with django_assert_max_num_queries(8):
                client.get(path)
