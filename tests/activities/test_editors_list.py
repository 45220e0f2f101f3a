"""The list of activities that editors see: by state, and with what somebody should look into."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.log_actions import log

from brs.activities.pages.admin_listing import ActivityListing, in_state
from brs.activities.pages.models import ActivityPage
from brs.certificates.models import Certificate, CertificateKind
from brs.people.models import User
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db
STATES = ["template", "cancelled", "planned", "coming", "running", "past"]


def in_days(number: float, hours: int | None = 2, **fields) -> ActivityPage:
    begins = timezone.now() + timedelta(days=number)
    return an_activity(starts_at=begins, ends_at=hours and begins + timedelta(hours=hours), **fields)


@pytest.fixture
def activities() -> list[ActivityPage]:
    """Of each state at least one."""
    cancelled = {"cancelled_at": timezone.now(), "cancelled_because": "Storm."}
    return [
        an_activity(is_template=True, **cancelled),
        an_activity(is_template=True, starts_at=None, ends_at=None),
        in_days(-5, **cancelled),
        in_days(5, **cancelled),
        an_activity(starts_at=None, ends_at=None),
        in_days(5),
        in_days(0.1, hours=None),
        in_days(-0.01),
        in_days(-0.4, hours=None),
        in_days(-0.6, hours=None),
        in_days(-40),
    ]


def listed(client, query: str = "") -> set[str]:
    answer = client.get(f"{reverse('activities:index')}?{query}")
    assert answer.status_code == 200
    return {page.title for page in answer.context["pages"]}


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_the_same_for_the_database_as_for_a_page(activities, state):
    now = timezone.now()
    expected = {activity.pk for activity in activities if activity.state(now) == state}
    assert expected and {page.pk for page in ActivityPage.objects.filter(in_state(state, now))} == expected


def test_editors_narrow_the_list_by_state(client, activities):
    client.force_login(in_role("editor"))
    now = timezone.now()
    assert listed(client) == {activity.title for activity in activities}
    for asked in (["past"], ["coming", "running"]):
        query = "&".join(f"state={state}" for state in asked)
        assert listed(client, query) == {activity.title for activity in activities if activity.state(now) in asked}


def test_the_list_says_the_day_on_which_each_begins(client):
    client.force_login(in_role("editor"))
    late = datetime(2027, 3, 2, 22, 0, tzinfo=UTC)
    an_activity(starts_at=late, ends_at=late + timedelta(hours=2), time_zone="Africa/Nairobi")
    assert "3 March 2027" in client.get(reverse("activities:index")).content.decode()


def test_a_search_may_be_narrowed_and_sorted(client, activities):
    client.force_login(in_role("editor"))
    past = {activity.title for activity in activities if activity.state() == "past"}
    assert listed(client, "q=workshop&state=past&kind=face-to-face-workshop&is_listed=true&language=en") == past
    assert listed(client, "q=workshop&kind=webinar") == set()
    sortable = [column.sort_key for column in ActivityListing.columns if column.sort_key]
    for key in sortable:
        assert listed(client, f"q=workshop&ordering={key}") == {activity.title for activity in activities}


def test_what_has_no_date_no_certificate_or_is_overdue_is_to_be_looked_into(client):
    client.force_login(in_role("editor"))
    kind = CertificateKind.objects.create(slug="k", title="K", statement="…", locale_id=1)
    with_rule = {"certificate_kind": kind}
    an_activity(title="Undated", starts_at=None, ends_at=None, **with_rule)
    in_days(5, title="No rule")
    in_days(-40, title="Overdue", **with_rule)
    in_days(-2, title="Only just over", **with_rule)
    done = in_days(-40, title="Certified", **with_rule)
    Certificate.objects.create(holder=a_trainee(), subject_key=done.translation_key, snapshot={})
    an_activity(title="Pattern", is_template=True, starts_at=None, ends_at=None)
    assert listed(client, "amiss=undated") == {"Undated"}
    assert listed(client, "amiss=no-certificate") == {"No rule"}
    assert listed(client, "amiss=overdue") == {"Overdue"}
    every = "amiss=undated&amiss=no-certificate&amiss=overdue"
    assert listed(client, every) == {"Undated", "No rule", "Overdue"}
    assert every in client.get("/admin/").content.decode().replace("\\u0026", "&").replace("&amp;", "&")


def test_the_list_is_handed_out_as_a_file(client, activities):
    client.force_login(in_role("editor"))
    answer = client.get(f"{reverse('activities:index')}?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert all(activity.title in text for activity in activities)


def test_facilitators_do_not_enter_it(client, activities):
    client.force_login(in_role("facilitator"))
    assert client.get(reverse("activities:index")).status_code == 302


def test_what_the_admin_exports_holds_no_formula_and_opens(client):
    """Titles are typed by facilitators; in the history of the site people's names stand beside them."""
    an_activity(title="=1+1\x0b")
    editor = in_role("administrator")
    User.objects.filter(pk=editor.pk).update(name="@SUM(1)")
    editor.refresh_from_db()
    log(ActivityPage.objects.get(), "wagtail.edit", user=editor)
    client.force_login(editor)
    for address, text in (
        (reverse("activities:index"), "'=1+1"),
        (reverse("wagtailadmin_reports:site_history"), "'@SUM(1)"),
    ):
        assert text in client.get(f"{address}?export=csv").getvalue().decode()
        book = load_workbook(io.BytesIO(client.get(f"{address}?export=xlsx").getvalue()))
        assert text[1:] in {cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "s"}
