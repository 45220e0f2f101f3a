"""A site of an older version, with all that people left there, becomes one of today by `migrate` and loses nothing."""

from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import Translation

from brs.activities.pages.models import ActivityPage
from brs.certificates.models import Certificate
from brs.core import schema
from brs.needs.assessments.models import Assessment
from brs.people.models import User
from courses.learning.models import Attempt
from courses.pages.models import CoursePage, QuizPage
from tests.given import WELL
from tests.upgrading.database import as_left_by, every_row
from tests.upgrading.deeds import LEARNERS, TRANSLATED
from toolkits.sharing.models import ShareLink, Toolkit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("upgraded")]
VERSION = Path(__file__).with_name("1.0")

# What `migrate` writes anew by itself, from the models and the table of roles.
MADE_BY_MIGRATE = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "sqlite_sequence",
    "wagtailcore_groupcollectionpermission",
    "wagtailcore_grouppagepermission",
}
# What a later version took away or changed on purpose: «table», or «table.column», with the reason beside it.
ON_PURPOSE = {
    "wagtailcore_groupapprovaltask_groups",  # reviewers approve in place of moderators, among whom nobody was
    "wagtailcore_task.name",  # «Moderators approval» is «Review»
    "wagtailcore_workflow.name",
}


@dataclass
class Upgrade:
    before: dict[str, list[dict]]
    after: dict[str, list[dict]]


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), as_left_by(VERSION, tmp_path_factory.mktemp("database")):
        before = every_row()
        call_command("migrate", verbosity=0, skip_checks=False)
        yield Upgrade(before, every_row())


@pytest.fixture
def learner(client) -> User:
    person = User.objects.get(email=LEARNERS["en"][0])
    client.force_login(person)
    return person


def test_every_row_is_there_as_it_was(upgraded):
    lost = {table: rows for table in upgraded.before if (rows := _missing(upgraded, table))}
    assert lost == {}
    assert len(upgraded.before["courses_event"]) > 250 and len(upgraded.before["courses_question"]) > 200


def _missing(upgraded: Upgrade, table: str) -> list[str]:
    if table in MADE_BY_MIGRATE | ON_PURPOSE or not upgraded.before[table]:
        return []
    columns = [name for name in upgraded.before[table][0] if f"{table}.{name}" not in ON_PURPOSE]
    before, after = (
        Counter(str([row.get(name, "no such column") for name in columns]) for row in content.get(table, []))
        for content in (upgraded.before, upgraded.after)
    )
    return list(before - after)


def test_the_database_has_what_the_models_need(client):
    assert schema.differences(connection) == schema.Differences()
    assert client.get("/readyz").json() == WELL
    connection.check_constraints()


def test_progress_is_what_the_events_say():
    output = StringIO()
    call_command("rebuild_progress", check=True, stdout=output)
    assert output.getvalue() == "0 differences\n"


def test_certificates_verify(client):
    states = Counter()
    for certificate in Certificate.objects.all():
        answer = client.get(f"/verify/{certificate.serial}/")
        assert answer.status_code == 200
        assert certificate.erased_at or certificate.snapshot["holder"] in answer.content.decode()
        states[certificate.status()] += 1
    assert states["valid"] >= 10 and states["revoked"] == 1 and states["superseded"] == 1
    valid = Certificate.objects.held_by(User.objects.get(email=LEARNERS["ar"][0])).get()
    assert client.get(f"/certificates/{valid.serial}.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("language", LEARNERS)
def test_pages_serve_in_each_language(client, language):
    person = User.objects.get(email=LEARNERS[language][0])
    course = _course_in(language)
    quiz = Attempt.objects.filter(enrolment__learner=person, passed=True).get()
    client.force_login(person)
    for path in ("", f"courses/{TRANSLATED}/", "activities/", "learning/"):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.content.decode()
    assert course.title in client.get(f"/{language}/learning/").content.decode()
    assert client.get(f"/{language}/learning/attempts/{quiz.pk}/result/").status_code == 200


def test_people_go_on_where_they_were(client, learner):
    for assessment in Assessment.objects.filter(begun_by=learner):
        assert "Act of 2021" in client.get(f"/en/needs/{assessment.pk}/check/", follow=True).content.decode()
    attempt = Attempt.objects.get(enrolment__learner=learner, submitted_at=None)
    assert client.get(f"/en/learning/attempts/{attempt.pk}/").status_code == 200
    client.post(f"/en/learning/attempts/{attempt.pk}/submit/", {"sure": "1"})
    attempt.refresh_from_db()
    assert attempt.submitted_at


def test_facilitators_find_their_toolkits_and_activities(client):
    client.force_login(User.objects.get(email="facilitator@example.org"))
    assert "Border kit" in client.get("/en/toolkits/").content.decode()
    toolkit = Toolkit.objects.get(title="Border kit")
    assert "Before the first day." in client.get(f"/en/toolkits/{toolkit.pk}/").content.decode()
    for activity in ActivityPage.objects.filter(slug__startswith="demo-"):
        for name in ("desk_activity", "activity_results", "activity_report"):
            assert client.get(reverse(name, args=[activity.translation_key])).status_code == 200
    link = ShareLink.objects.get(label="Nairobi")
    assert "The convention" in Client().get(f"/t/{link.code}/").content.decode()


def test_nobody_signed_in_gets_what_is_not_for_everybody(client):
    answer = client.get("/en/courses/running-a-workshop/")
    assert answer.status_code == 302 and "next=/en/courses/running-a-workshop/" in answer.url


def test_new_rows_come_after_the_old():
    """PostgreSQL counts on by itself; a count that was lost would give numbers out again."""
    greatest = max(User.objects.values_list("pk", flat=True))
    assert User.objects.create_user("new@example.org", "pass-word-123", name="New").pk > greatest


def test_translations_are_put_on_record_and_no_word_of_them_changes():
    """Version 1.0 made them without records: what was translated later wrote English over them."""
    before, output = every_row(), StringIO()
    call_command("record_translations", stdout=output)
    after = every_row()
    changed = {table for table in before if before[table] != after[table]}
    kept_for_translators = ("wagtail_localize_", "core_sourcetext", "core_publishedtranslation")
    assert all(table.startswith(kept_for_translators) for table in changed), changed
    assert output.getvalue() == ""
    assert Translation.objects.filter(enabled=True).count() > 1000
    quiz = QuizPage.objects.get(locale__language_code="fr", path__startswith=_course_in("fr").path)
    for block in quiz.questions:
        name, statement = block.value.name, block.value.body[0].value["stem"]
        Translation.objects.get(
            source__object_id=block.value.translation_key, target_locale__language_code="fr"
        ).save_target()
        block.value.refresh_from_db()
        assert (block.value.name, block.value.body[0].value["stem"]) == (name, statement)


def _course_in(language: str) -> CoursePage:
    return CoursePage.objects.get(slug=TRANSLATED, locale__language_code=language)
