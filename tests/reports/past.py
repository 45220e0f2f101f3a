"""Learning that lies in the past: done by the real actions, then dated back."""

from datetime import UTC, date, datetime

from django.utils import timezone

from brs.activities.attendance.actions import mark_attendance
from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import join
from brs.activities.register.models import AttendanceMark, Participation
from brs.certificates.models import Certificate
from brs.needs.assessments.models import FocalPoint
from brs.people.models import Party, User
from brs.reports.disclosure.monthly_closing import close_months
from courses.learning.enrolments import enrol
from courses.learning.evidence import mark_done
from courses.learning.models import Enrolment, Event
from courses.pages.models import CoursePage
from tests.given import a_trainee

AFTERWARDS = date(2026, 10, 3)


def in_month(month: str) -> datetime:
    """«2026-03»: in the middle of it."""
    return datetime.fromisoformat(f"{month}-15").replace(tzinfo=UTC)


def a_party(iso2: str, region: str = "African States", **fields) -> Party:
    made, _is_new = Party.objects.update_or_create(
        iso2=iso2, defaults={"names": {"en": f"Party {iso2}"}, "regional_group": region, **fields}
    )
    return made


def a_region(*codes: str, region: str = "African States", **fields) -> list[Party]:
    """Enough Parties for public addresses to tell of them together."""
    return [a_party(code, region, **fields) for code in codes]


def people(count: int, party: Party | None, gender: str = "woman") -> list[User]:
    return [a_trainee(party=party, gender=gender) for _ in range(count)]


def learnt(person: User, course: CoursePage, month: str, done: int | None = None) -> None:
    """Somebody took a course in a month, and did so many of its lessons (all, unless said)."""
    enrolment = enrol(person, course.translation_key, language="en")
    for item in enrolment.outline.items[:done]:
        mark_done(enrolment, item["key"], language="en")
    at = in_month(month)
    enrolments = Enrolment.objects.filter(pk=enrolment.pk)
    enrolments.update(enrolled_at=at)
    enrolments.finished().update(completed_at=at)
    Event.objects.of(person).in_course(course.translation_key).update(received_at=at, occurred_at=at)
    Certificate.objects.held_by(person).for_subject(course.translation_key).update(issued_at=at)


def came(person: User, activity: ActivityPage, month: str) -> None:
    participation = join(activity, person, with_code=True)
    Participation.objects.filter(pk=participation.pk).update(joined_at=in_month(month))


def was_seen(person: User, activity: ActivityPage, month: str) -> None:
    """Somebody came in a month, and whoever runs the activity noted it."""
    came(person, activity, month)
    participation = Participation.objects.get(learner=person, register=activity.translation_key)
    mark_attendance(participation, "at the door", is_present=True, way=AttendanceMark.Way.LIST, at=in_month(month))


def confirmed(people: list[User]) -> list[User]:
    """The Secretariat has confirmed that they speak for their Parties."""
    now = timezone.now()
    FocalPoint.objects.bulk_create(
        [FocalPoint(person=person, party=person.party, confirmed_at=now) for person in people]
    )
    return people


def closed(today: date = AFTERWARDS) -> None:
    """All months before today are."""
    close_months(today or timezone.now().date())
