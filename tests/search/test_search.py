"""One search over everything: in the reader's language first, and nothing that is not public."""

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.utils.translation import override
from wagtail.models import Locale

from brs.search.results import results
from brs.taxonomy.models import Convention, GlossaryTerm, Provision
from courses.pages.models import CoursePage, LessonPage
from tests.given import a_course, lessons_of

pytestmark = pytest.mark.django_db


def text(words: str) -> list:
    return [{"type": "paragraph", "value": f"<p>{words}</p>"}]


def searched(**asked: str):
    query = QueryDict(mutable=True)
    query.update(asked)
    return results(query)


def titles(**asked: str) -> set[str]:
    return {hit.title for group in searched(**asked).groups for hit in group.hits}


def indexed() -> None:
    call_command("wagtail_update_index", verbosity=0)


@pytest.fixture
def course() -> CoursePage:
    course = a_course(lessons=2, body=text("Stocks of obsolete pesticides are kept dry."))
    course.title, course.summary = "Pesticides at work", "How they are bought and stored."
    course.save()
    return course


def test_courses_lessons_provisions_and_terms_are_found_by_kind(course):
    english = Locale.objects.get(language_code="en")
    rotterdam = Convention.objects.create(
        slug="rotterdam", title="Rotterdam Convention", abbreviation="RC", locale=english
    )
    Provision.objects.create(
        slug="rc-6",
        title="Severely hazardous pesticide formulations",
        kind="article",
        number="6",
        convention=rotterdam,
        locale=english,
    )
    GlossaryTerm.objects.create(slug="ddt", title="DDT", definition="A pesticide.", locale=english)
    indexed()
    results = searched(q="pesticides")
    assert {group.kind: group.count for group in results.groups} == {
        "course": 1,
        "lesson": 2,
        "provision": 1,
        "term": 1,
    }
    assert titles(q="rotterdam article 6") == {"Article 6: Severely hazardous pesticide formulations"}


def test_what_is_offline_private_or_below_an_unpublished_course_is_not_found(course):
    hidden, private = a_course(lessons=1, body=text("pesticides")), a_course(lessons=1, body=text("pesticides"))
    private.view_restrictions.create(restriction_type="login")
    CoursePage.objects.filter(pk=hidden.pk).update(live=False)
    draft = lessons_of(course)[1]
    LessonPage.objects.filter(pk=draft.pk).update(live=False)
    indexed()
    assert titles(q="pesticides") == {course.title, lessons_of(course)[0].title}
    assert searched(q="pesticides").count == 2


def test_a_translation_stands_before_its_source_and_in_its_place(course):
    french, _ = Locale.objects.get_or_create(language_code="fr")
    for page in (course.get_parent().get_parent(), course.get_parent(), course):
        copy = page.copy_for_translation(french)
        copy.title = "Les pesticides au travail" if page == course else page.title
        copy.save_revision().publish()
    indexed()
    with override("fr"):
        assert [group.hits[0].language for group in searched(q="pesticides").groups] == ["fr", "en"]
        assert titles(q="pesticide", type="course") == {"Les pesticides au travail"}
        assert titles(q="PESTICIDE obsolète") == {"Lesson 0", "Lesson 1"}


@pytest.mark.parametrize(
    ("language", "definition", "asked"),
    [
        ("ar", "مبيدات الآفات الخطرة", "الخطره"),
        ("ar", "إدارة والنفايات الخطرة", "نفاية"),
        ("zh-hans", "控制危险废物的越境转移", "废物"),
        ("fr", "Déchets dangereux", "dechet"),
        ("ru", "Перевозка опасных отходов", "отходы"),
    ],
)
def test_words_are_found_in_whatever_form_they_are_typed(language, definition, asked):
    locale, _ = Locale.objects.get_or_create(language_code=language)
    GlossaryTerm.objects.create(slug="term", title="x", definition=definition, locale=locale)
    indexed()
    with override(language):
        assert searched(q=asked).count == 1


def test_many_are_shown_by_pages_and_an_odd_address_still_answers(course, client):
    a_course(lessons=30, body=text("pesticides"))
    indexed()
    brief = searched(q="pesticides")
    lessons = next(group for group in brief.groups if group.kind == "lesson")
    assert (lessons.count, len(lessons.hits)) == (32, 4)
    second = searched(q="pesticides", type="lesson", page="2")
    assert sum(len(group.hits) for group in second.groups) == 12
    for odd in ("q=pesticides&type=x&page=zz", "q=%00*)(%22'&type=lesson", "q=" + "a" * 3000, "page=9"):
        assert client.get(f"/en/search/?{odd}").status_code == 200


def test_what_was_typed_is_kept_and_marked_but_never_run(course, client):
    indexed()
    html = client.get("/en/search/", {"q": "<script>alert(1)</script> pesticides"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "<mark>pesticides</mark>" in client.get("/en/search/", {"q": "pesticide"}).content.decode()


@pytest.mark.parametrize("size", [3, 30])
def test_a_search_takes_as_many_queries_however_much_is_found(client, django_assert_num_queries, size):
    a_course(lessons=size, body=text("pesticides"))
    indexed()
    client.get("/en/search/?q=pesticides")
    with django_assert_num_queries(5):
        client.get("/en/search/?q=pesticides")


@pytest.fixture
def provisions():
    english = Locale.objects.get(language_code="en")
    for slug, title, short in (("basel", "Basel Convention", "BC"), ("stockholm", "Stockholm Convention", "SC")):
        convention = Convention.objects.create(slug=slug, title=title, abbreviation=short, locale=english)
        for kind, number in (("article", "6"), ("article", "16"), ("annex", "A"), ("decision", f"{short}-14/12")):
            Provision.objects.create(
                slug=f"{slug}-{kind}-{number}".lower().replace("/", "-"),
                title=f"Of {number}",
                kind=kind,
                number=number,
                convention=convention,
                locale=english,
            )
    indexed()


@pytest.mark.parametrize(
    ("language", "asked", "expected"),
    [
        ("en", "article 6", {"Article 6: Of 6"}),
        ("en", "Art. 6", {"Article 6: Of 6"}),
        ("fr", "article 6 de la Convention de Bâle", {"Article 6 : Of 6", "Article 6: Of 6"}),
        ("es", "artículo 6", {"Artículo 6: Of 6"}),
        ("ru", "статья 6", {"Статья 6: Of 6"}),
        ("ru", "статьи 6 Стокгольмской", {"Статья 6: Of 6"}),
        ("ar", "المادة 6", {"المادة 6: Of 6"}),
        ("ar", "المادة ٦", {"المادة 6: Of 6"}),
        ("ar", "مادة ۶ استكهولم", {"المادة 6: Of 6"}),
        ("zh-hans", "第6条", {"条 6: Of 6"}),
        ("zh-hans", "第６条", {"条 6: Of 6"}),
        ("ru", "приложение A", {"Приложение A: Of A"}),
        ("en", "BC-14/12", {"Decision BC-14/12: Of BC-14/12"}),
        ("ar", "المقرر BC-14/12", {"المقرر BC-14/12: Of BC-14/12"}),
    ],
)
def test_provisions_are_found_by_what_six_languages_call_them(provisions, language, asked, expected):
    with override(language):
        provisions = titles(q=asked)
    assert provisions and provisions <= expected


@pytest.mark.parametrize(
    ("definition", "asked"),
    [
        ("The γ-HCH isomer.", "gamma-HCH"),
        ("The gamma-HCH isomer.", "γ-HCH"),
        ("The γHCH isomer.", "γ-hch"),
        ("Machine XC-101 crushes.", "XC101"),
        ("Machine XC101 crushes.", "xc-101"),
        ("Machine XC\u2011101 crushes.", "XC101"),
        ("Electronic e-waste.", "ewaste"),
        ("Electronic ewaste.", "e-waste"),
        ("Electronic e-wastes.", "E-Waste"),
        ("اتفاقية ستوكهولم", "استكهولم"),
        ("اتفاقية استكهولم", "إستوكهولم"),
        ("Stockholm Convention", "стокгольмская"),
        ("Stockholm Convention", "Estocolmo"),
        ("La Convention de Bâle", "Basle"),
        ("Количество ١٢", "12"),
    ],
)
def test_what_is_written_in_several_ways_is_found_in_each(definition, asked):
    english = Locale.objects.get(language_code="en")
    GlossaryTerm.objects.create(slug="term", title="x", definition=definition, locale=english)
    indexed()
    assert searched(q=asked).count == 1


@pytest.mark.parametrize(
    ("code", "loose"),
    [("50-29-3", "3 of 29 and 50, 50 and 3, 29, 50, 3"), ("XC-101", "101 XC, 101 XC"), ("BC-14/12", "12 of BC, 14")],
)
def test_what_has_a_code_as_it_stands_comes_before_what_has_its_parts(code, loose):
    english = Locale.objects.get(language_code="en")
    GlossaryTerm.objects.create(slug="loose", title="Loose", definition=loose, locale=english)
    GlossaryTerm.objects.create(slug="code", title="Code", definition=f"{'Other words. ' * 40}{code}", locale=english)
    indexed()
    assert [hit.title for hit in searched(q=code).groups[0].hits] == ["Code", "Loose"]


def test_where_nothing_is_found_the_nearest_spelling_that_finds_something_is_offered(course, client):
    indexed()
    assert searched(q="pesticdes").nearest == "pesticides"
    assert searched(q="Pestisides at werk").nearest == "pesticides at work"
    assert searched(q="qqqqqq").nearest == ""
    assert searched(q="pesticides").nearest == ""
    assert 'href="?q=pesticides"' in client.get("/en/search/", {"q": "pesticdes"}).content.decode()
