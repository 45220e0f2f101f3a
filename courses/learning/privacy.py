"""What courses hold of a person: to be shown to them, and to be erased with them."""

from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Kind, Room, register

from .models import Enrolment, Event, RefusedEvent


def erase(person: User) -> None:
    """Events, attempts, answers and progress go; attempts and progress hang on the enrolments."""
    for model in (Enrolment, Event, RefusedEvent):
        model._base_manager.filter(learner=person).delete()


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
    )
)
