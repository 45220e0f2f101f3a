"""Evaluating an activity: once, changed while it is open, in one's language, and shown beside no name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from brs.activities.evaluation.models import Evaluation, Survey, SurveyField
from brs.activities.evaluation.satisfaction import EvaluationIsClosed, evaluate, evaluation_results, results_of
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions
from brs.activities.register import registers
from brs.activities.register.models import Participation
from tests.given import a_survey, a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db


def running(**fields) -> ActivityPage:
    now = timezone.now()
    return an_activity(**{"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1), **fields})


def by_slip(activity: ActivityPage, name: str = "Amina") -> Participation:
    return actions.join_without_address(activity, actions.NewParticipant(name), language="en")


def signed_in(participation: Participation) -> Client:
    client = Client()
    client.force_login(participation.learner)
    return client


def address(activity: ActivityPage) -> str:
    return reverse("activity_evaluation", args=[activity.translation_key])


def keys(survey: Survey) -> list[str]:
    return [field.clean_name for field in survey.fields.all()]


def said_by(activity: ActivityPage, survey: Survey, ratings: list[int], texts: list[str] = ()) -> None:
    rating, text = keys(survey)
    for number, mark in enumerate(ratings):
        written = texts[number] if number < len(texts) else ""
        evaluate(activity, by_slip(activity, f"Person {number}"), {rating: mark, text: written})


def results_for(activity: ActivityPage) -> str:
    client = Client()
    client.force_login(in_role("manager"))
    return client.get(reverse("activity_results", args=[activity.translation_key])).content.decode()


def test_it_is_answered_once_and_the_last_word_counts():
    survey, activity = a_survey(), running()
    rating, text = keys(survey)
    client = signed_in(by_slip(activity))
    assert client.post(address(activity), {rating: "2", text: "Mic."}).url == address(activity)
    shown = client.get(address(activity)).content.decode()
    assert re.search(r'value="2"[^>]* checked', shown) and "Mic." in shown
    client.post(address(activity), {rating: "5"})
    assert Evaluation.objects.get().answers == {rating: 5, text: ""}


def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost():
    survey, activity = a_survey(), running()
    rating, text = keys(survey)
    answer = signed_in(by_slip(activity)).post(address(activity), {text: "Longer breaks."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Longer breaks." in shown and f'href="#id_{rating}"' in shown and f'id="id_{rating}"' in shown
    for wrong in ("6", "0", "x", ""):
        assert signed_in(by_slip(activity)).post(address(activity), {rating: wrong}).status_code == 422
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("begins", "ends", "says"), [(1, 2, "opens when"), (-900, -800, "is closed")])
def test_it_is_open_from_the_beginning_until_30_days_after_the_end(begins, ends, says):
    survey, now = a_survey(), timezone.now()
    activity = running(starts_at=now + timedelta(hours=begins), ends_at=now + timedelta(hours=ends))
    participation = by_slip(activity)
    assert says in signed_in(participation).get(address(activity)).content.decode()
    signed_in(participation).post(address(activity), {keys(survey)[0]: "5"})
    with pytest.raises(EvaluationIsClosed):
        evaluate(activity, participation, {})
    assert not Evaluation.objects.exists()


def test_nothing_is_shown_while_fewer_than_five_have_answered():
    survey, activity = a_survey(), running()
    said_by(activity, survey, [1, 2, 3, 4], ["canary"] * 4)
    shown = results_for(activity)
    assert "from 5 answers on" in shown
    assert "canary" not in shown and "The trainers" not in shown


def test_from_five_on_all_is_shown_together_and_counted_by_hand():
    survey, activity = a_survey(), running()
    said_by(activity, survey, [5, 5, 4, 3, 3, 1], ["Zebra", "Yak", "Xerus"])
    results = evaluation_results(activity, registers.register_of(activity))
    rating, text = results.questions
    assert [bar.count for bar in rating.bars] == [0, 0, 2, 1, 2]
    assert [bar.percent for bar in rating.bars] == [0, 0, 40, 20, 40]
    assert rating.mean == 4
    assert sorted(text.texts) == ["Xerus", "Yak", "Zebra"]
    shown = results_for(activity)
    assert "Zebra" in shown and "Mean: 4 of 5" in shown


def test_a_question_that_few_answered_stays_hidden():
    survey, activity = a_survey(), running()
    rating, _text = keys(survey)
    SurveyField.objects.filter(label="The trainers").update(required=False)
    said_by(activity, survey, [4, 4])
    for number in range(3):
        evaluate(activity, by_slip(activity, f"Other {number}"), {rating: None})
    shown = results_for(activity)
    assert "Fewer than 5 answered this question" in shown and "Mean:" not in shown


def test_no_name_stands_beside_what_was_said_and_its_order_tells_nothing():
    survey, activity = a_survey(), running()
    texts = [f"Remark {number}" for number in range(10)]
    said_by(activity, survey, [3] * 10, texts)
    shown_texts = evaluation_results(activity, registers.register_of(activity)).questions[1].texts
    assert sorted(shown_texts) == texts != shown_texts
    client = Client()
    client.force_login(in_role("manager"))
    shown = client.get(reverse("activity_results", args=[activity.translation_key])).content.decode()
    assert "Person" not in shown.partition("Evaluation</h2>")[2]


def test_who_is_withdrawn_was_asked_and_counts():
    survey, activity = a_survey(), running()
    said_by(activity, survey, [3] * 5)
    actions.withdraw(Participation.objects.first())
    assert evaluation_results(activity, registers.register_of(activity)).people == 5


def test_in_another_language_the_same_questions_are_asked():
    survey, activity = a_survey(), running()
    in_french(activity)
    french = survey.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save()
    french.fields.filter(field_type="rating").update(label="Les formateurs")
    assert keys(french) == keys(survey)
    client = signed_in(by_slip(activity))
    french_address = address(activity).replace("/en/", "/fr/")
    assert "Les formateurs" in client.get(french_address).content.decode()
    client.post(french_address, {keys(survey)[0]: "4"})
    said_by(activity, survey, [5] * 4)
    assert evaluation_results(activity, registers.register_of(activity)).questions[0].count == 5


def test_an_activity_may_choose_its_own_form_and_without_any_nothing_is_asked():
    activity = running()
    participation = by_slip(activity)
    assert "Nothing is asked" in signed_in(participation).get(address(activity)).content.decode()
    a_survey()
    chosen = a_survey(title="Own", is_default=False)
    SurveyField.objects.filter(survey=chosen).update(label="Of its own")
    activity.evaluation = chosen
    activity.save()
    assert "Of its own" in signed_in(participation).get(address(activity)).content.decode()


def test_nobody_else_answers(client):
    survey, activity = a_survey(), running()
    assert client.post(address(activity), {keys(survey)[0]: "5"}).status_code == 302
    client.force_login(a_trainee())
    assert client.get(address(activity)).status_code == 404
    assert client.post(address(activity), {keys(survey)[0]: "5"}).status_code == 404
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("trainee", 404), ("facilitator", 404), ("editor", 200)])
def test_who_sees_results(client, role, status):
    activity = running()
    client.force_login(in_role(role))
    assert client.get(reverse("activity_results", args=[activity.translation_key])).status_code == status


def test_claiming_keeps_what_was_said():
    survey, activity = a_survey(), running()
    person = a_trainee()
    participation, slip = actions.join(activity, person, with_code=True), by_slip(activity)
    evaluate(activity, slip, {keys(survey)[0]: 5})
    actions.claim(slip, person)
    assert Evaluation.objects.get().participation == participation


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_the_secretariat_builds_forms_in_the_admin(client, role):
    survey = a_survey()
    client.force_login(in_role(role))
    edit = reverse(Survey.snippet_viewset.get_url_name("edit"), args=[survey.pk])  # type: ignore[attr-defined]
    assert client.get(edit).status_code == 200
    page = client.get(edit).content.decode()
    assert "Rating from 1 to 5" in page and "The trainers" in page
    assert "/admin/forms/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("kind", SurveyField.Kind.values)
@pytest.mark.parametrize("answer", ["words", "", 3, 9, True, [1], ["words"], [[1]], {}, None])
def test_answers_to_a_question_that_an_editor_made_another_sort_of_are_left_out(kind, answer):
    field = SurveyField(label="Q", clean_name="q", field_type=kind, choices="One\nTwo\nThree")
    [asked] = results_of(Survey(), [field], [{"q": answer}] * 5).questions
    fitting = {"rating": [3], "radio": [3], "checkboxes": [[1]], "singleline": ["words"], "multiline": ["words"]}
    is_fitting = any(type(answer) is type(value) and answer == value for value in fitting[kind])
    assert asked.count == (5 if is_fitting else 0)
