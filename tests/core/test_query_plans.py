"""SQLite plans its queries by what it was told of its tables: search looks for words first, whatever it searches."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail.search.backends import get_search_backend

from brs.core.query_plans import refresh_statistics
from brs.core.searching import ids_matching
from brs.settings.base import PERIODIC_DEEDS
from courses.questions.models import Question


def plan_of_search() -> str:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ids_matching("waste", Question.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[-1]["sql"])
        return " ".join(row[-1] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_a_search_looks_for_its_words_first():
    locale = Locale.objects.get_or_create(language_code="en")[0]
    body = [{"type": "true_false", "value": {"stem": "Is it waste?", "answer": True}, "id": str(uuid.uuid4())}]
    questions = [Question(name=f"Waste {number}", body=body, locale=locale) for number in range(300)]
    Question.objects.bulk_create(questions)
    get_search_backend().add_bulk(Question, list(Question.objects.all()))
    refresh_statistics()
    plan = plan_of_search()
    assert "VIRTUAL TABLE" in plan
    assert "content_type_id" not in plan  # by which it would go through all that is indexed


def test_the_clock_keeps_them_new():
    assert "brs.core.query_plans.refresh_statistics" in [deed for deed, _every, _title in PERIODIC_DEEDS]
