"""What is held of a person's needs. A Party's assessments are the Party's and stay; they forget who wrote."""

from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Kind, Room, register

from .models import Assessment

ANSWER = ("item", "level", "priority", "evidence", "comment", "at")


def erase(person: User) -> None:
    """Their own assessments go with all answers."""
    Assessment.objects.filter(party=None, begun_by=person).delete()


NEEDS = register(
    Room(
        "needs",
        (
            Kind("assessments", _("Assessments you began"), "needs.Assessment", "begun_by", stays=True),
            Kind("submitted", _("Assessments you submitted"), "needs.Assessment", "submitted_by", ("pk",), stays=True),
            Kind("responses", _("Answers you gave"), "needs.Response", "by", ANSWER, stays=True),
            Kind("values", _("Values of indicators you entered"), "needs.IndicatorValue", "by", ("on",), stays=True),
            Kind("focal_points", _("Parties you speak for"), "needs.FocalPoint", "person"),
            Kind("confirmed", _("Focal points you confirmed"), "needs.FocalPoint", "confirmed_by", ("pk",), stays=True),
        ),
        erase,
    )
)
