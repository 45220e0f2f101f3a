"""The command that computes all progress anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Progress
from tests.given import a_trainee, an_outline

pytestmark = pytest.mark.django_db


def said(**options) -> str:
    out = StringIO()
    call_command("rebuild_progress", stdout=out, **options)
    return out.getvalue().strip()


def test_it_finds_no_difference_after_learning():
    outline = an_outline()
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    mark_done(enrolment, outline.items[0]["key"], language="en")
    assert said(check=True) == "0 differences"


def test_a_check_reports_and_writes_nothing_then_a_rebuild_mends():
    outline = an_outline()
    enrolment = enrol(a_trainee(), outline.course_key, language="en")
    Progress.objects.filter(enrolment=enrolment).update(done_count=7)
    with pytest.raises(CommandError, match="1 differences"):
        said(check=True)
    assert Progress.objects.get(enrolment=enrolment).done_count == 7
    assert said() == "1 differences"
    assert said(check=True) == "0 differences"
