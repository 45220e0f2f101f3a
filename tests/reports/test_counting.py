"""People are counted once, in the month when they first did it; what is published stays published."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Sum

from brs.certificates.actions import revoke
from brs.certificates.models import Certificate, CertificateKind
from brs.reports.counting.counts import EVERYTHING
from brs.reports.counting.models import Closing, Fact, Gone
from brs.reports.disclosure.monthly_closing import close_months, differences
from brs.taxonomy.models import Convention
from courses.pages.models import CoursePage
from tests.given import a_course, a_trainee, an_activity
from tests.reports.past import a_party, came, closed, learnt, people

pytestmark = pytest.mark.django_db


def figures(**wanted) -> dict[str, int]:
    """Measure -> people, of all facts that are asked for."""
    rows = Fact.objects.filter(**wanted).values_list("measure").annotate(sum=Sum("people"))
    return {measure: count for measure, count in rows if count}


def everything() -> Counter:
    return Counter(Fact.objects.values_list(*(field.name for field in Fact._meta.fields if field.name != "id")))


def on(convention: str, lessons: int = 2) -> CoursePage:
    course = a_course(lessons=lessons)
    term, _ = Convention.objects.get_or_create(slug=convention, locale=course.locale, defaults={"title": convention})
    course.conventions.add(term)
    course.certificate_kind, _ = CertificateKind.objects.get_or_create(
        slug="kind", locale=course.locale, defaults={"title": "Certificate", "statement": "did it"}
    )
    course.save_revision().publish()
    return course


def test_figures_of_a_small_population_are_those_counted_by_hand():
    kenya, fiji = a_party("KE"), a_party("FJ", "Asia-Pacific States", is_sids=True)
    basel, rotterdam, workshop = on("basel", lessons=4), on("rotterdam"), an_activity()
    for person in people(3, kenya):
        learnt(person, basel, "2026-03")
        learnt(person, rotterdam, "2026-05")
    for person in people(2, kenya, gender="man"):
        learnt(person, basel, "2026-04", done=2)
    for person in people(4, fiji, gender=""):
        learnt(person, basel, "2026-04", done=1)
        came(person, workshop, "2026-06")
    learnt(a_trainee(), rotterdam, "2026-05", done=0)
    closed()

    assert figures(kind="course", subject=basel.translation_key) == {
        "enrolled": 9,
        "begun": 9,
        "half": 5,
        "completed": 3,
        "certified": 3,
    }
    assert figures(kind="course", subject=rotterdam.translation_key) == {
        "enrolled": 4,
        "begun": 3,
        "half": 3,
        "completed": 3,
        "certified": 3,
    }
    assert figures(kind="all") == {"enrolled": 10, "completed": 3, "certified": 3, "came": 4}
    assert figures(kind="all", place="KE") == {"enrolled": 5, "completed": 3, "certified": 3}
    assert figures(kind="all", place="FJ", gender="") == {"enrolled": 4, "came": 4}
    assert figures(kind="all", place="") == {"enrolled": 1}
    assert figures(kind="all", gender="woman", month=date(2026, 3, 1)) == {
        "enrolled": 3,
        "completed": 3,
        "certified": 3,
    }
    assert figures(kind="convention", gender="man") == {"enrolled": 2}
    assert figures(kind="activity", subject=workshop.translation_key) == {"came": 4}
    assert set(Fact.objects.filter(kind="all").values_list("subject", flat=True)) == {EVERYTHING}
    assert [closing.month for closing in Closing.objects.all()] == [date(2026, month, 1) for month in range(3, 10)]


def test_counted_anew_from_the_evidence_nothing_differs():
    course = on("basel")
    for month in ("2026-02", "2026-04", "2026-09"):
        for person in people(2, a_party("KE")):
            learnt(person, course, month)
            closed(date.fromisoformat(f"{month}-28").replace(day=1))
    closed()
    assert differences() == {}
    booked = everything()
    Fact.objects.all().delete()
    Closing.objects.all().delete()
    closed()
    assert everything() == booked


def test_closing_twice_changes_nothing():
    learnt(a_trainee(), on("basel"), "2026-03")
    closed()
    booked = everything()
    assert close_months(date(2026, 10, 31)) == 0
    assert everything() == booked


def test_the_running_month_is_not_out():
    learnt(a_trainee(), on("basel"), "2026-10")
    closed()
    assert figures() == {}
    closed(date(2026, 11, 1))
    assert figures(kind="all")["completed"] == 1


def test_who_moves_to_another_party_is_moved_in_the_next_month_and_not_in_the_past():
    person, course = a_trainee(party=a_party("KE")), on("basel")
    learnt(person, course, "2026-03")
    closed()
    before = everything()
    person.party = a_party("FJ")
    person.save()
    assert len(differences()) == 2 * len(Fact.objects.filter(kind__in=("all", "convention", "course")))
    closed(date(2026, 11, 1))
    assert differences() == {}
    assert before - everything() == Counter()
    assert figures(kind="all", place="KE") == {}
    assert figures(kind="all", place="FJ") == {"enrolled": 1, "completed": 1, "certified": 1}


def test_a_certificate_that_is_revoked_is_taken_off_in_the_next_month():
    person, course = a_trainee(), on("basel")
    learnt(person, course, "2026-03")
    closed()
    revoke(Certificate.objects.get(), "Issued by mistake.")
    closed(date(2026, 11, 1))
    assert figures(kind="all") == {"enrolled": 1, "completed": 1}
    assert figures(kind="all", month=date(2026, 10, 1)) == {"certified": -1}


def test_who_erases_their_account_stays_in_what_was_published_and_nowhere_else():
    leaving, other, course = a_trainee(party=a_party("KE")), a_trainee(party=a_party("KE")), on("basel")
    for person in (leaving, other):
        learnt(person, course, "2026-03")
    learnt(leaving, on("rotterdam"), "2026-10")
    closed()
    before = everything()
    leaving.delete()
    assert differences() == {}
    closed(date(2026, 11, 1))
    assert everything() == before
    other.delete()
    closed(date(2026, 12, 1))
    assert everything() == before
    assert figures(kind="course", subject=course.translation_key)["completed"] == 2
    assert set(Gone.objects.values_list("month", flat=True)) == {date(2026, 3, 1)}


def test_a_course_that_goes_offline_keeps_its_people_in_the_convention():
    course = on("basel")
    learnt(a_trainee(), course, "2026-03")
    closed()
    course.unpublish()
    assert differences() == {}


def test_the_command_says_what_it_did(capsys):
    call_command("count_figures")
    assert "0 rows; figures are out up to" in capsys.readouterr().out
    call_command("count_figures", check=True)
    assert capsys.readouterr().out == "0 differences\n"
