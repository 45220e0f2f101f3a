"""A page is restricted in all its languages or in none."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from tests.given import a_course, in_french, in_role

pytestmark = pytest.mark.django_db


def restricted() -> set[str]:
    return {
        restriction.page.locale.language_code
        for restriction in PageViewRestriction.objects.select_related("page__locale")
    }


def test_an_editor_closes_and_opens_all_languages(client):
    course = a_course()
    in_french(course)
    client.force_login(in_role("editor"))
    address = reverse("wagtailadmin_pages:set_privacy", args=[course.pk])
    group = Group.objects.get(name="reviewer")
    client.post(address, {"restriction_type": "groups", "groups": [group.pk], "password": ""})
    assert restricted() == {"en", "fr"}
    assert all(set(restriction.groups.all()) == {group} for restriction in PageViewRestriction.objects.all())
    client.post(address, {"restriction_type": "password", "groups": [], "password": "open-sesame"})
    assert set(PageViewRestriction.objects.values_list("restriction_type", "password")) == {("password", "open-sesame")}
    assert restricted() == {"en", "fr"}
    client.logout()
    assert b"open-sesame" not in client.get(f"/fr/courses/{course.slug}/").content
    assert client.get(f"/fr/courses/{course.slug}/").context.get("form") is not None
    client.force_login(in_role("editor"))
    client.post(address, {"restriction_type": "none", "groups": [], "password": ""})
    assert not PageViewRestriction.objects.exists()


def test_other_groups_are_let_in_in_all_of_three_languages():
    course = a_course()
    in_french(course)
    spanish = Locale.objects.create(language_code="es")
    course.copy_for_translation(spanish, copy_parents=True)
    restriction = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    editors, reviewers = Group.objects.get(name="editor"), Group.objects.get(name="reviewer")
    for groups in ({editors}, {reviewers}, {editors, reviewers}, {editors}, set()):
        restriction.groups.set(groups)
        assert [set(restriction.groups.all()) for restriction in PageViewRestriction.objects.all()] == [groups] * 3


def test_a_new_translation_is_closed_as_its_source_is():
    course = a_course()
    PageViewRestriction.objects.create(page=course, restriction_type="login")
    in_french(course)
    assert restricted() == {"en", "fr"}


def test_deleting_one_language_opens_no_other():
    course = a_course()
    french = in_french(course)
    PageViewRestriction.objects.create(page=course, restriction_type="login")
    french.delete()
    assert restricted() == {"en"}
    assert Page.objects.filter(pk=course.pk).exists()


def test_what_was_restricted_in_one_language_before_is_in_all():
    from importlib import import_module

    from django.apps import apps

    course = a_course()
    in_french(course)
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=course, restriction_type="login")])
    import_module("brs.core.migrations.0004_same_restrictions").restrict_all_languages(apps, None)
    assert restricted() == {"en", "fr"}
