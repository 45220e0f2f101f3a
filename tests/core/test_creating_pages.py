"""A new page is created once and gets a slug, however quick its author is."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from brs.core.page_form import PageForm
from courses.pages.models import ModulePage
from tests.given import a_course, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client):
    client.force_login(in_role("editor"))
    return a_course(lessons=0)


def send(client, course, **fields):
    address = reverse("wagtailadmin_pages:add", args=["courses", "modulepage", course.pk])
    form = {
        "title": "Consent",
        "slug": "consent",
        "summary": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    return client.post(address, {**form, **fields})


def test_a_page_gets_its_slug_from_its_title(client, course):
    assert send(client, course, slug="").status_code == 302
    assert send(client, course, slug="").status_code == 302
    slugs = ModulePage.objects.child_of(course).filter(title="Consent").values_list("slug", flat=True)
    assert sorted(slugs) == ["consent", "consent-2"]


def test_a_page_that_has_just_saved_itself_is_no_error_page(client, course, monkeypatch):
    """The other request comes between the check of this one and its page."""
    clean = PageForm.clean

    def clean_and_come_second(form):
        cleaned = clean(form)
        course.add_child(instance=ModulePage(title="Consent", slug="consent", live=False))
        return cleaned

    monkeypatch.setattr(PageForm, "clean", clean_and_come_second)
    answer = send(client, course, summary="What I wrote.")
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    errors = [error.text for error in soup.select(".error-message")]
    assert any("has just been saved here" in error for error in errors)
    assert soup.select_one("[name=summary]").text.strip() == "What I wrote."
    assert ModulePage.objects.filter(slug="consent").count() == 1
