"""The plan of technical assistance: planned beside done, counted by hand; values of indicators are only added."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone as now_of
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from brs.activities.pages.models import ActivityPage
from brs.core.pages import address
from brs.needs.assistance_plan.models import IndicatorValue, PlanPage, items_asked
from brs.needs.assistance_plan.screen import components_of, output_screen
from tests.given import a_questionnaire, an_activity, an_output, in_french, in_role

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2025, 5, 4, 9, tzinfo=UTC)


def states(page: PlanPage) -> list[tuple[int, int, int, int]]:
    """Of each output: planned, done, coming, cancelled."""
    outputs = [output for component in components_of(page) for output in component.outputs]
    return [(output.planned, len(output.done), len(output.coming), len(output.cancelled)) for output in outputs]


def test_planned_beside_done_by_hand():
    output, other = an_output(planned_activities=3), an_output()
    an_activity(plan_output=output.slug, starts_at=LAST_YEAR, ends_at=LAST_YEAR)
    an_activity(plan_output=output.slug)
    an_activity(plan_output=other.slug, cancelled_at=now_of.now(), cancelled_because="Storm.")
    an_activity(plan_output=output.slug, is_template=True)
    an_activity(plan_output=output.slug, is_listed=False)
    assert states(PlanPage.objects.get()) == [(3, 1, 1, 0), (0, 0, 0, 1)]


def test_an_activity_written_in_another_language_alone_counts_for_all_readers():
    output = an_output()
    in_french(an_activity(plan_output=output.slug, starts_at=LAST_YEAR, ends_at=LAST_YEAR))
    ActivityPage.objects.get(locale__language_code="en").delete()
    for language in ("en", "fr", "ar"):
        with override(language):
            assert states(PlanPage.objects.get()) == [(1, 1, 0, 0)]


def test_an_indicators_value_is_the_last_said_of_the_latest_day(client):
    output = an_output()
    fields = {"output_key": output.translation_key, "indicator": "m1", "source": "Survey"}
    for value, day in ((3, date(2026, 1, 1)), (5, date(2026, 3, 1)), (4, date(2026, 3, 1)), (9, date(2025, 1, 1))):
        IndicatorValue.objects.create(value=Decimal(value), on=day, **fields)
    [indicator] = output_screen(output).output.indicators
    assert indicator.value.value == 4
    assert indicator.reached == 40
    html = client.get(address(output, "en")).content.decode()
    assert "Measure 1" in html and "Survey" in html and "40 %" in html.replace("\xa0", " ")


def test_an_output_says_which_needs_it_meets_as_they_are_asked_now(client):
    questionnaire = a_questionnaire(2)
    named = [{"type": "item", "value": item, "id": item} for item in ("i2", "gone")]
    output = an_output(needs=named)
    page = client.get(address(output, "en")).content.decode()
    assert "Duty 2" in page and "Duty 1" not in page and f"/en/needs/#{questionnaire.translation_key}" in page
    assert items_asked() == [(questionnaire.title, [("i1", "Duty 1"), ("i2", "Duty 2")])]
    questionnaire.live = False
    questionnaire.save()
    assert "Duty 2" not in client.get(address(output, "en")).content.decode()
    assert items_asked() == []


def test_an_editor_chooses_a_need_by_its_words(client):
    a_questionnaire(2)
    output = an_output()
    client.force_login(in_role("editor"))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[output.pk])).content.decode()
    assert "Duty 2" in form


def test_a_manager_enters_values_and_nobody_changes_them(client):
    output = an_output()
    client.force_login(in_role("manager"))
    add = reverse("wagtailsnippets_needs_indicatorvalue:add")
    sent = {"what": f"{output.translation_key} m1", "value": "7", "on": "2026-02-01", "source": "Records"}
    assert "This day is still to come." in client.post(add, {**sent, "on": "2999-01-01"}).content.decode()
    assert client.post(add, {**sent, "what": "x y"}).status_code == 200
    assert not IndicatorValue.objects.exists()
    client.post(add, sent)
    value = IndicatorValue.objects.get()
    assert (value.value, value.text, value.by.groups.get().name) == (7, "Measure 1 (Parties)", "manager")
    edit = reverse("wagtailsnippets_needs_indicatorvalue:edit", args=[value.pk])
    delete = reverse("wagtailsnippets_needs_indicatorvalue:delete", args=[value.pk])
    client.post(edit, {**sent, "value": "9"})
    client.post(delete)
    assert IndicatorValue.objects.get().value == 7


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor"])
def test_nobody_else_enters_values(client, role):
    output = an_output()
    client.force_login(in_role(role))
    add = reverse("wagtailsnippets_needs_indicatorvalue:add")
    client.post(add, {"what": f"{output.translation_key} m1", "value": "7", "on": "2026-02-01", "source": "Records"})
    assert not IndicatorValue.objects.exists()


def test_what_of_a_plan_is_not_translated_stands_in_marked_as_such_with_the_same_figures(client):
    """The first component is translated without its output, the second not at all."""
    first, second = an_output(planned_activities=3), an_output(planned_activities=2)
    french = in_french(first.get_parent())
    french.title = "Un volet"
    french.save_revision().publish()
    html = client.get("/fr/plan/").content.decode()
    assert "Un volet" in html and first.get_parent().title not in html
    for title in (first.title, second.title, second.get_parent().title):
        assert f'<bdi lang="en" dir="ltr">{title}</bdi>' in html
    assert f'<p lang="en" dir="ltr">{second.get_parent().specific.objective}</p>' in html
    assert f'href="{address(second, "fr")}"' in html
    french_plan, plan = (PlanPage.objects.get(locale__language_code=code) for code in ("fr", "en"))
    with override("fr"):
        assert states(french_plan) == states(plan) == [(3, 0, 0, 0), (2, 0, 0, 0)]
    in_french(second)
    assert client.get("/fr/plan/").content.decode().count('lang="en"') < html.count('lang="en"')


def test_translated_parts_stand_in_the_order_of_the_source():
    first, second = an_output(), an_output()
    in_french(second), in_french(first)
    plan = PlanPage.objects.get(locale__language_code="fr")
    for language in ("fr", "ar"):
        with override(language):
            slugs = [output.page.slug for component in components_of(plan) for output in component.outputs]
            assert slugs == [first.slug, second.slug]


def test_a_plan_written_in_french_alone_is_read_whole_in_every_language(client):
    output = in_french(an_output())
    PlanPage.objects.get(locale__language_code="en").delete()
    for language in ("fr", "en", "ar"):
        assert output.title in client.get(f"/{language}/plan/").content.decode()


def test_nothing_stands_in_from_a_source_that_is_not_for_everybody(client):
    output = an_output()
    plan = PlanPage.objects.get()
    in_french(plan)
    PageViewRestriction.objects.create(page=plan, restriction_type=PageViewRestriction.LOGIN)
    assert output.title not in client.get("/fr/plan/").content.decode()
    plan.unpublish()
    PageViewRestriction.objects.all().delete()
    assert output.title not in client.get("/fr/plan/").content.decode()


def closed(page) -> None:
    page.view_restrictions.create(restriction_type=PageViewRestriction.LOGIN)


def test_parts_and_activities_that_are_not_for_everybody_are_named_nowhere(client):
    """Nor does the source stand in for what was closed in another language."""
    output, other = an_output(), an_output()
    activity = an_activity(plan_output=other.slug, starts_at=LAST_YEAR, ends_at=LAST_YEAR)
    for page in (output, other.get_parent(), activity):
        closed(in_french(page))
    pages = [client.get(path).content.decode() for path in ("/en/plan/", "/fr/plan/", "/api/v1/plans")]
    for title in (output.title, other.title, other.get_parent().title):
        assert not any(title in html for html in pages)


def test_who_may_see_a_restricted_plan_sees_its_parts(client):
    output = an_output()
    closed(PlanPage.objects.get())
    client.force_login(in_role("trainee"))
    assert output.title in client.get("/en/plan/").content.decode()


def test_components_lead_into_the_plan(client):
    component = an_output().get_parent()
    answer = client.get(address(component, "en"))
    assert answer.status_code == 302 and answer.url == f"/en/plan/#{component.slug}"
