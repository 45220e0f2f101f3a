"""Several of many things that exist in each language are chosen one row each, and what is stored is not lost."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from brs.core.choosing import choices_among
from brs.taxonomy.models import Convention, Provision, Theme
from courses.pages.models import LessonPage
from tests.given import a_course, in_role, lessons_of

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh-hans"]


def a_convention(slug: str, languages: list[str], **titles: str) -> dict[str, Convention]:
    """By language; a title that is not given is the English one with the language's code."""
    rows: dict[str, Convention] = {}
    for code in languages:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        same = {"translation_key": next(iter(rows.values())).translation_key} if rows else {}
        title = titles.get(code.replace("-", "_"), f"{slug} {code}")
        rows[code] = Convention.objects.create(slug=slug, title=title, locale=locale, **same)
    return rows


@pytest.fixture
def editor(client):
    person = in_role("editor")
    client.force_login(person)
    return person


def form_of(client, page) -> BeautifulSoup:
    return BeautifulSoup(client.get(address_of(page)).content, "html.parser")


def address_of(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def rows_in(soup: BeautifulSoup, field: str) -> dict[str, str]:
    """Label -> value, with a star where it is ticked."""
    boxes = soup.select(f"input[type=checkbox][name={field}]")
    return {box.parent.get_text(strip=True): box["value"] + ("*" if box.has_attr("checked") else "") for box in boxes}


def sent(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What the editor's browser sends of the form as it stands; streams of blocks are empty."""
    streams = ("body", "objectives", "provisions", "trainers_notes")
    data: dict[str, list[str]] = {f"{name}-count": ["0"] for name in streams}
    for element in soup.select("#page-edit-form").pop().select("input[name], textarea[name], select[name]"):
        if element.get("type") in ("checkbox", "radio") and not element.has_attr("checked"):
            continue
        if element.get("type") in ("submit", "button") or element.has_attr("disabled"):
            continue
        if element.name == "select":
            values = [option.get("value", "") for option in element.select("option[selected]")]
        else:
            values = [element.get("value", "") if element.name == "input" else element.get_text().strip("\n")]
        data.setdefault(element["name"], []).extend(values)
    return data


def save(client, page, **changed) -> LessonPage:
    response = client.post(address_of(page), {**sent(form_of(client, page)), **changed})
    assert response.status_code == 302, BeautifulSoup(response.content, "html.parser").select(".error-message")
    return LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_term_is_one_row_however_many_languages_and_in_the_readers():
    basel = a_convention("basel", LANGUAGES, en="Basel Convention", fr="Convention de Bâle")
    rotterdam = a_convention("rotterdam", ["en"])
    with override("fr"):
        rows = choices_among(Convention.objects.all(), set())
    assert [(row.label, row.value, row.language) for row in rows] == [
        ("Convention de Bâle", str(basel["en"].pk), "fr"),
        ("rotterdam en", str(rotterdam["en"].pk), "en"),
    ]
    assert "convention de bale" in rows[0].words
    assert "basel convention" in rows[0].words


def test_what_is_stored_in_another_language_is_shown_ticked_and_stays(client, editor):
    basel = a_convention("basel", LANGUAGES, en="Basel Convention")
    stockholm = a_convention("stockholm", LANGUAGES, en="Stockholm Convention")
    lesson = lessons_of(a_course(lessons=1))[0]
    lesson.conventions = [basel["fr"], basel["ru"]]
    lesson.save()
    rows = rows_in(form_of(client, lesson), "conventions")
    assert sorted(rows["Basel Convention"].rstrip("*").split(",")) == sorted([str(basel["fr"].pk), str(basel["ru"].pk)])
    assert rows["Basel Convention"].endswith("*")
    assert {term.pk for term in save(client, lesson).conventions.all()} == {basel["fr"].pk, basel["ru"].pk}
    added = [rows["Basel Convention"].rstrip("*"), rows["Stockholm Convention"]]
    saved = save(client, lesson, conventions=added)
    assert {term.pk for term in saved.conventions.all()} == {basel["fr"].pk, basel["ru"].pk, stockholm["en"].pk}
    saved = save(client, lesson, conventions=[rows["Stockholm Convention"]])
    assert [term.pk for term in saved.conventions.all()] == [stockholm["en"].pk]


@pytest.mark.parametrize("value", ["x", "1,2,x", "999999", "", ","])
def test_what_is_no_choice_is_refused_at_its_field(client, editor, value):
    a_convention("basel", LANGUAGES)
    lesson = lessons_of(a_course(lessons=1))[0]
    response = client.post(address_of(lesson), {**sent(form_of(client, lesson)), "conventions": [value]})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["conventions"]


def test_its_queries_are_as_many_with_thirty_terms_as_with_three(client, editor):
    lesson = lessons_of(a_course(lessons=1))[0]
    counts = []
    for total in (3, 30):
        for number in range(total):
            a_convention(f"term-{total}-{number}", LANGUAGES)
        form_of(client, lesson)
        with CaptureQueriesContext(connection) as queries:
            form_of(client, lesson)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_courses_are_chosen_in_the_same_way(client, editor):
    course, other = a_course(lessons=0), a_course(lessons=0)
    french = Locale.objects.get_or_create(language_code="fr")[0]
    other.get_parent().copy_for_translation(french, copy_parents=True)
    other.copy_for_translation(french)
    assert rows_in(form_of(client, course), "prerequisites")[other.title] == str(other.pk)
    assert len([label for label in rows_in(form_of(client, course), "prerequisites") if label == other.title]) == 1


def test_terms_of_the_course_and_of_the_text_are_suggested(client, editor):
    basel = a_convention("basel", LANGUAGES, en="Basel Convention")
    english = basel["en"].locale
    plastic = Theme.objects.create(slug="plastic", title="Plastic waste", group=basel["en"], locale=english)
    Theme.objects.create(slug="mercury", title="Mercury", group=basel["en"], locale=english)
    course = a_course(
        lessons=1, body=[{"type": "paragraph", "value": "<p>Of <b>plastic wastes</b> and mercurial.</p>"}]
    )
    course.conventions = [basel["fr"]]
    course.save()
    soup = form_of(client, lessons_of(course)[0])
    added = {button["data-add"] for button in soup.select("[data-suggested] button")}
    assert added == {str(basel["en"].translation_key), str(plastic.translation_key)}
    lesson = lessons_of(course)[0]
    lesson.conventions = [basel["en"]]
    lesson.save()
    soup = form_of(client, lesson)
    assert {button["data-add"] for button in soup.select("[data-suggested] button")} == {str(plastic.translation_key)}


def test_the_window_of_one_term_has_one_row_each_and_finds_it_in_any_language(client, editor):
    basel = a_convention("basel", LANGUAGES, en="Basel Convention", ar="اتفاقية بازل", fr="Convention de Bâle")
    a_convention("stockholm", LANGUAGES, en="Stockholm Convention")
    address = reverse("wagtailsnippetchoosers_taxonomy_convention:choose_results")

    def titles(query: str) -> list[str]:
        soup = BeautifulSoup(client.get(address, {"q": query}).content, "html.parser")
        return [link.get_text(strip=True) for link in soup.select("[data-chooser-modal-choice]")]

    assert titles("") == ["Basel Convention", "Stockholm Convention"]
    for query in ("basel", "Bâle", "bale", "إتفاقية", "conv basel"):
        assert titles(query) == ["Basel Convention"], query
    assert titles("nothing of the kind") == []
    chosen = client.get(reverse("wagtailsnippetchoosers_taxonomy_convention:chosen", args=[basel["en"].pk])).json()
    assert chosen["result"]["string"] == "Basel Convention"


def test_a_list_of_provisions_costs_no_query_each(client, editor):
    basel = a_convention("basel", ["en"], en="Basel Convention")["en"]
    address = reverse(Provision.snippet_viewset.get_url_name("list"))
    counts = []
    for total in (3, 30):
        for number in range(total):
            Provision.objects.create(
                slug=f"p-{total}-{number}",
                title="Article",
                number=str(number),
                kind="article",
                convention=basel,
                locale=basel.locale,
            )
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
