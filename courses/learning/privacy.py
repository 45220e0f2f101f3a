"""What courses hold of a person: to be shown to them, and to be erased with them."""

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from brs.core.languages import best_of_each
from brs.people.models import User
from brs.people.privacy import Kind, Room, register
from courses.questions.models import Question

from .models import Enrolment, Event, RefusedEvent


def erase(person: User) -> None:
    """Events, attempts, answers and progress go; attempts and progress hang on the enrolments."""
    for model in (Enrolment, Event, RefusedEvent):
        model._base_manager.filter(learner=person).delete()


def titles(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    """Of questions. Courses and their parts are pages, which are named elsewhere."""
    questions = best_of_each(Question.objects.filter(translation_key__in=keys).select_related("locale"))
    return {str(key): question.name for key, question in questions.items()}


LEARNING = register(
    Room(
        "learning",
        (
            Kind("enrolments", _("Courses you are enrolled in"), "courses.Enrolment", "learner"),
            Kind("progress", _("Courses with progress"), "courses.Progress", "enrolment__learner"),
            Kind("events", _("Steps taken: answers, reflections, parts done"), "courses.Event", "learner"),
            Kind("refused_events", _("Steps that could not be counted"), "courses.RefusedEvent", "learner"),
            Kind("attempts", _("Attempts at quizzes"), "courses.Attempt", "enrolment__learner"),
            Kind("questions_locked", _("Questions you locked"), "courses.Question", "locked_by", ("pk",), stays=True),
        ),
        erase,
        titles=titles,
    )
)
