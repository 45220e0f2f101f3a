"""What activities hold of a person."""

from django.utils.translation import gettext_lazy as _

from brs.people.models import User
from brs.people.privacy import Kind, Room, register

from .models import Invitation


def erase(person: User) -> None:
    """Most falls with the account; an invitation to somebody's address knows only the address."""
    Invitation.objects.to(person).delete()


SAID = ("name", "email", "party", "organisation", "gender", "way", "listed_at", "joined_at", "withdrawn_at")

ACTIVITIES = register(
    Room(
        "activities",
        (
            Kind("participations", _("Activities you take part in"), "activities.Participation", "learner", SAID),
            Kind(
                "attendance",
                _("Sessions of activities"),
                "activities.AttendanceMark",
                "participation__learner",
                ("session", "is_present", "way", "at"),
            ),
            Kind(
                "evaluations",
                _("What you said of activities"),
                "activities.Evaluation",
                "participation__learner",
                ("participation__register", "answers", "said_at"),
            ),
            Kind(
                "follow_ups",
                _("What you said months after an activity"),
                "activities.FollowUp",
                "participation__learner",
                ("months", "sent_at", "answered_at", "answers"),
            ),
            Kind("runs", _("Activities you run"), "activities.Register_facilitators", "user"),
            Kind(
                "toolkits",
                _("Activities that use your toolkits"),
                "activities.Register_toolkits",
                "toolkit__owner",
                ("register",),
            ),
            Kind("invited", _("People you asked to run an activity"), "activities.Invitation", "invited_by"),
            Kind("enlistings", _("Lists you put in"), "activities.Enlisting", "by", ("made_at",), stays=True),
            Kind("marked", _("Attendance you noted"), "activities.AttendanceMark", "by", ("at",), stays=True),
        ),
        erase,
    )
)
