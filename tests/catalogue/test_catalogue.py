"""Finding courses by several axes at once, by plain addresses."""

import pytest
from django.http import QueryDict
from wagtail.models import Locale

from brs.taxonomy.classification import classify
from brs.taxonomy.facets import Catalogue, catalogue
from brs.taxonomy.models import Convention, Theme
from courses.pages.catalogue import COURSES
from courses.pages.models import CoursePage
from tests.given import a_course, a_trainee

pytestmark = pytest.mark.django_db
ADDRESS = "/en/courses/"


@pytest.fixture
def terms() -> dict:
    english, _ = Locale.objects.get_or_create(language_code="en")
    by_slug = {}
    for slug in ("basel", "rotterdam"):
        by_slug[slug] = Convention.objects.create(slug=slug, title=slug.title(), locale=english)
    for slug in ("gender", "customs"):
        by_slug[slug] = Theme.objects.create(slug=slug, title=slug.title(), locale=english, group=by_slug["basel"])
    return by_slug


def a_course_on(*carried, **fields) -> CoursePage:
    course = a_course(lessons=0)
    for name, value in fields.items():
        setattr(course, name, value)
    course.conventions.set([term for term in carried if isinstance(term, Convention)])
    course.themes.set([term for term in carried if isinstance(term, Theme)])
    course.save()
    classify(course.translation_key, CoursePage)
    return course


def found(address: str = "") -> Catalogue:
    return catalogue(COURSES, QueryDict(address))


def titles(shown: Catalogue) -> list[str]:
    return [course.title for course in shown.shown]


def counts(shown: Catalogue, axis: str) -> dict[str, int]:
    facet = next((facet for facet in shown.facets if facet.axis == axis), None)
    return {option.slug: option.count for option in facet.options} if facet else {}


def test_axes_narrow_and_values_of_one_axis_widen(terms):
    a_course_on(terms["basel"], terms["gender"], title="A")
    a_course_on(terms["basel"], terms["customs"], title="B")
    a_course_on(terms["rotterdam"], terms["customs"], title="C")
    assert titles(found("convention=basel")) == ["A", "B"]
    assert titles(found("convention=basel&convention=rotterdam")) == ["A", "B", "C"]
    assert titles(found("convention=basel&theme=customs")) == ["B"]


def test_counts_say_what_a_choice_would_leave(terms):
    a_course_on(terms["basel"], terms["gender"])
    a_course_on(terms["basel"], terms["customs"])
    a_course_on(terms["rotterdam"], terms["customs"])
    shown = found("theme=customs")
    assert counts(shown, "convention") == {"basel": 1, "rotterdam": 1}
    assert counts(shown, "theme") == {"gender": 1, "customs": 2}


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Élimination des PCB", "elimination pcb"),
        ("إدارة النفايات الخطرة", "نفايات"),
        ("三项公约，一个生命周期", "生命周期"),
        ("Отчётность", "отчетность"),
    ],
)
def test_words_are_found_however_they_are_written(title, query):
    a_course_on(title=title)
    a_course_on(title="Something else")
    assert titles(found(f"q={query}")) == [title]


def test_what_no_axis_has_is_said_and_left_out(client, terms):
    a_course_on(terms["basel"], title="A course")
    html = client.get(ADDRESS, {"convention": "<script>nonsense"}).content.decode()
    assert "&lt;script&gt;nonsense" in html
    assert "A course" in html


@pytest.mark.parametrize("address", ["page=999", "page=nonsense", "sort=nonsense", "page=-1", "q=" + "x" * 5000])
def test_nonsense_in_an_address_breaks_nothing(client, address):
    a_course_on(title="A course")
    assert client.get(f"{ADDRESS}?{address}").status_code == 200


def test_each_chip_takes_one_choice_away(terms):
    a_course_on(terms["basel"], terms["gender"])
    chips = {chip.title: chip.without for chip in found("convention=basel&theme=gender&page=2").chips}
    assert chips == {"Basel": "theme=gender", "Gender": "convention=basel"}


def test_what_is_published_or_taken_offline_shows_at_once(terms):
    course = a_course_on(title="A")
    assert titles(found()) == ["A"]
    course.unpublish()
    assert titles(found()) == []


def test_it_is_ordered_as_asked():
    a_course_on(title="B", estimated_minutes=5)
    a_course_on(title="A", estimated_minutes=9)
    assert titles(found()) == ["A", "B"]
    assert titles(found("sort=shortest")) == ["B", "A"]
    assert titles(found("sort=newest")) == ["A", "B"]


@pytest.mark.parametrize("size", [3, 30])
def test_it_takes_as_many_queries_however_many_courses(client, django_assert_num_queries, terms, size):
    for _ in range(size):
        a_course_on(terms["basel"], terms["gender"])
    client.force_login(a_trainee())
    client.get(ADDRESS)
    with django_assert_num_queries(5):
        client.get(ADDRESS)
