"""The starter's translations are on record, so that translating anything later changes no word of them."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Locale, Page, get_translatable_models
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments.extract import extract_segments

from brs.core.translation_words import _settings
from courses.pages.models import CoursePage, QuizPage
from tests.given import in_role

pytestmark = pytest.mark.django_db
COPIED = "three-conventions-one-life-cycle"


def test_translating_a_copy_of_a_course_changes_no_word_of_what_was_translated(client):
    call_command("load_starter", stdout=StringIO())
    every_translation_is_on_record()
    writing_one_anew_would_change_no_word_of_it()

    before, live = all_translations(), live_pages()
    source = CoursePage.objects.get(slug=COPIED, locale__language_code="en")
    course = source.copy(
        to=source.get_parent(), recursive=True, update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True
    )
    client.force_login(in_role("editor"))
    # The role is given this by the table of roles.
    give_permission_to_translate(client)
    others = Locale.objects.exclude(language_code="en")
    form = {"locales": [locale.pk for locale in others], "include_subtree": "on", "with_used": "on"}
    response = client.post(reverse("wagtail_localize:submit_page_translation", args=[course.pk]), form)
    assert response.status_code == 302

    after = all_translations()
    assert {key: after[key] for key in before} == before
    new = Page.objects.filter(translation_key__in=keys_below(course)).exclude(locale=course.locale)
    assert new.count() == 5 * len(keys_below(course))
    assert not new.filter(live=True).exists()
    assert live_pages() == live | {page.pk for page in Page.objects.descendant_of(course, inclusive=True)}

    quiz = QuizPage.objects.get(translation_key__in=keys_below(course), locale__language_code="fr")
    assert {question.value.locale.language_code for question in quiz.questions} == {"fr"}
    a_second_loading_changes_nothing()


def every_translation_is_on_record():
    for model in get_translatable_models(include_subclasses=True):
        if model is Page or model._meta.label == "activities.SurveyField":
            continue
        sources = model._base_manager.filter(locale__language_code="en").values("translation_key")
        targets = model._base_manager.exclude(locale__language_code="en").filter(translation_key__in=sources)
        recorded = Translation.objects.filter(
            source__specific_content_type__model=model._meta.model_name,
            source__specific_content_type__app_label=model._meta.app_label,
            enabled=True,
        )
        assert recorded.count() == targets.count(), model
    assert Translation.objects.filter(source__specific_content_type__model="lessonpage").count() == 5 * 7


def writing_one_anew_would_change_no_word_of_it():
    """One after the other in the five languages, since it takes a while."""
    languages = list(Locale.objects.exclude(language_code="en"))
    seen = set()
    for index, translation in enumerate(Translation.objects.select_related("source").order_by("pk")):
        kind = (translation.source.specific_content_type_id, translation.target_locale_id)
        if kind in seen and translation.target_locale != languages[index // 5 % 5]:
            continue
        seen.add(kind)
        target = translation.get_target_instance()
        anew = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
        would_say = extract_segments(anew)
        lost = [segment for segment in extract_segments(target) if segment not in would_say]
        assert not lost, (translation.source.object_repr, translation.target_locale)
        assert _settings(anew) == _settings(target)


def all_translations() -> dict[tuple[str, int], Any]:
    """All that is in another language than English, to its last field but the number of pages below."""
    return {
        (model._meta.label, row.pk): {**fields_of(row), "numchild": None}
        for model in get_translatable_models(include_subclasses=True)
        if model is not Page
        for row in model._base_manager.exclude(locale__language_code="en")
    }


def fields_of(row: Any) -> dict[str, Any]:
    return row.serializable_data() if isinstance(row, ClusterableModel) else get_serializable_data_for_fields(row)


def live_pages() -> set[int]:
    return set(Page.objects.live().values_list("pk", flat=True))


def keys_below(course: CoursePage) -> list[Any]:
    return list(Page.objects.descendant_of(course, inclusive=True).values_list("translation_key", flat=True))


def give_permission_to_translate(client) -> None:
    from django.contrib.auth.models import Group, Permission

    permission = Permission.objects.get(codename="submit_translation")
    Group.objects.get(name="editor").permissions.add(permission)


def a_second_loading_changes_nothing():
    before = StringTranslation.objects.count(), Translation.objects.count()
    call_command("load_starter", stdout=StringIO())
    assert (StringTranslation.objects.count(), Translation.objects.count()) == before
