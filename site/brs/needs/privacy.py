"""What is held of a person's needs. A Party's assessments are the Party's and stay; they forget who wrote."""

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from brs.core.languages import best_of_each
from brs.people.models import User
from brs.people.privacy import Kind, Room, register

from .assessments.actions import hand_over
from .assessments.models import Assessment, Questionnaire


def titles(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    """Of questionnaires."""
    asked = best_of_each(Questionnaire.objects.filter(translation_key__in=keys).select_related("locale"))
    return {str(key): questionnaire.title for key, questionnaire in asked.items()}


VALUE = ("output_key", "text", "value", "on", "source", "entered_at")
ANSWER = ("assessment", "item", "level", "priority", "evidence", "comment", "at")


def erase(person: User) -> None:
    """Their own assessments go with all answers."""
    Assessment.objects.filter(party=None, begun_by=person).delete()


NEEDS = register(
    Room(
        "needs",
        (
            Kind("assessments", _("Assessments you began"), "needs.Assessment", "begun_by", stays=True),
            Kind(
                "submitted",
                _("Assessments you submitted"),
                "needs.Assessment",
                "submitted_by",
                ("pk", "questionnaire_key", "party", "submitted_at"),
                stays=True,
            ),
            Kind("responses", _("Answers you gave"), "needs.Response", "by", ANSWER, stays=True),
            Kind("values", _("Values of indicators you entered"), "needs.IndicatorValue", "by", VALUE, stays=True),
            Kind("focal_points", _("Parties you speak for"), "needs.FocalPoint", "person"),
            Kind("ended", _("Focal points you ended"), "needs.FocalPoint", "ended_by", ("pk", "ended_at"), stays=True),
            Kind("confirmed", _("Focal points you confirmed"), "needs.FocalPoint", "confirmed_by", ("pk",), stays=True),
        ),
        erase,
        titles=titles,
        hand_over=hand_over,
    )
)
