"""Wagtail's bar, without which its panel "Checks" sees no page: on every type of page and in previews, for editors."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from wagtail.models import Locale, Page, get_page_models

from brs.activities.pages.models import ActivityIndexPage, ActivityPage
from brs.core.pages import TranslatedPage, address
from brs.home.models import ConventionPage, HomePage, SectionPage, ThemePage
from brs.needs.assistance_plan.models import ComponentPage, OutputPage, PlanPage
from brs.taxonomy.models import Convention, Theme
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from tests.given import a_course, a_home, a_quiz, a_tool, a_trainee, an_activity, an_output, in_role
from toolkits.tools.models import ToolIndexPage, ToolPage

pytestmark = pytest.mark.django_db
BAR = "<wagtail-userbar>"


def a_section() -> SectionPage:
    return a_home().add_child(instance=SectionPage(title="Themes", slug="themes", locale=a_home().locale))


def a_convention() -> Convention:
    english = Locale.objects.get(language_code="en")
    return Convention.objects.create(title="Basel", slug="basel", locale=english)


def a_convention_page() -> ConventionPage:
    return a_section().add_child(instance=ConventionPage(title="Basel", slug="basel", convention=a_convention()))


def a_theme_page() -> ThemePage:
    basel = a_convention()
    theme = Theme.objects.create(title="Prevention", slug="prevention", locale=basel.locale, group=basel)
    return a_section().add_child(instance=ThemePage(title="Prevention", slug="prevention", theme=theme))


MAKE = {
    HomePage: a_home,
    SectionPage: a_section,
    ThemePage: a_theme_page,
    ConventionPage: a_convention_page,
    CourseIndexPage: a_course,
    CoursePage: a_course,
    ModulePage: a_course,
    LessonPage: a_course,
    QuizPage: a_quiz,
    ToolIndexPage: a_tool,
    ToolPage: a_tool,
    ActivityIndexPage: an_activity,
    ActivityPage: an_activity,
    PlanPage: an_output,
    OutputPage: an_output,
}
# Shown in the page above it.
WITHOUT_A_SCREEN = {ComponentPage}


def one_of(kind: type[TranslatedPage]) -> TranslatedPage:
    MAKE[kind]()
    return kind.objects.latest("pk")


def html(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def signed_in(role: str) -> Client:
    """Somebody in this role, who has been to the admin."""
    client = Client()
    client.force_login(in_role(role))
    client.get("/admin/")
    return client


def test_each_type_of_page_is_made_here():
    assert {*MAKE, *WITHOUT_A_SCREEN} == set(get_page_models()) - {Page}
    assert not [kind for kind in WITHOUT_A_SCREEN if kind().is_previewable()]


@pytest.mark.parametrize("kind", MAKE, ids=lambda kind: kind.__name__)
def test_an_editor_has_it_on_the_page_and_in_the_preview(kind):
    page, client = one_of(kind), signed_in("editor")
    page.save_revision()
    assert html(client, address(page, "en")).count(BAR) == 1
    assert html(client, f"/admin/pages/{page.pk}/view_draft/").count(BAR) == 1


@pytest.mark.parametrize("kind", MAKE, ids=lambda kind: kind.__name__)
def test_nobody_else_has_it_whoever_came_before(kind):
    path = address(one_of(kind), "en")
    assert BAR in html(signed_in("editor"), path)
    for client in (Client(), signed_in("trainee"), signed_in("facilitator")):
        content = html(client, path)
        assert "userbar" not in content and "wagtailadmin" not in content


def test_who_is_no_editor_any_more_has_none():
    client, path = signed_in("editor"), address(one_of(LessonPage), "en")
    get_user(client).groups.clear()
    assert BAR not in html(client, path)


def test_what_an_editor_sees_is_kept_by_no_cache():
    answer = signed_in("editor").get(address(one_of(LessonPage), "en"))
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_screens_that_are_no_pages_have_none():
    client = signed_in("editor")
    for path in ("/en/learning/", "/en/search/?q=waste", "/en/glossary/"):
        assert BAR not in html(client, path)


def test_it_needs_no_more_of_the_policy(client):
    path = address(one_of(LessonPage), "en")
    client.force_login(a_trainee())
    visitors = (client, signed_in("editor"))
    policies = {str(sorted(visitor.get(path)["Content-Security-Policy"].split("; "))) for visitor in visitors}
    assert len(policies) == 1
