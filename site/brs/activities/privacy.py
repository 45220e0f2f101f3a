"""Personal data in activities: by account, or by the address that stands on a list."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from brs.core.languages import best_of_each, readers_language
from brs.people import slips
from brs.people.privacy import Kind, Room, register, with_address

from .evaluation.models import SurveyField
from .pages.models import pages_of
from .register.models import Invitation, Participation

WITH_ACTIVITY = ("participation__register",)


def stands_for(addresses: Collection[str]) -> Iterable[int]:
    """Rows of lists that nobody has claimed: who it is is known by the address alone."""
    listed = with_address(Participation.objects.all(), "email", addresses)
    return listed.filter(learner__email__endswith=f"@{slips.DOMAIN}").values_list("learner", flat=True)


def forget(addresses: Collection[str]) -> None:
    """A row that another account has claimed is somebody else's: it forgets the address alone."""
    with_address(Invitation.objects.all(), "email", addresses).delete()
    listed = with_address(Participation.objects.all(), "email", addresses)
    Participation.objects.filter(pk__in=listed.values("pk")).update(email="")


def titles(keys: Collection[uuid.UUID]) -> Mapping[str, str]:
    """Of sessions, and of what was asked. Activities are pages, which are named elsewhere."""
    activities = pages_of(keys, readers_language(), drafts=True).values()
    sessions = {session.id: session.title for activity in activities for session in activity.sessions()}
    questions = best_of_each(SurveyField.objects.filter(translation_key__in=keys).select_related("locale"))
    return sessions | {str(key): question.label for key, question in questions.items()}


ACTIVITIES = register(
    Room(
        "activities",
        (
            Kind(
                "participations",
                _("Activities you take part in"),
                "activities.Participation",
                "learner",
                withheld=("slip", "withdrawn_by_id", "corrected_by_id", "practical_by_id"),
            ),
            Kind(
                "listed",
                _("Lists of participants that your address stands on"),
                "activities.Participation",
                "email",
                ("register", "email", "listed_at"),
                by_address=True,
            ),
            Kind(
                "attendance",
                _("Sessions of activities"),
                "activities.AttendanceMark",
                "participation__learner",
                withheld=("by_id",),
                also=WITH_ACTIVITY,
            ),
            Kind(
                "evaluations",
                _("What you said of activities"),
                "activities.Evaluation",
                "participation__learner",
                also=WITH_ACTIVITY,
            ),
            Kind(
                "follow_ups",
                _("What you said months after an activity"),
                "activities.FollowUp",
                "participation__learner",
                also=WITH_ACTIVITY,
            ),
            Kind("runs", _("Activities you run"), "activities.Register_facilitators", "user"),
            Kind("toolkits", _("Activities that use your toolkits"), "activities.Register_toolkits", "toolkit__owner"),
            Kind("invited", _("People you asked to run an activity"), "activities.Invitation", "invited_by"),
            Kind(
                "asked_to_run",
                _("Activities that you are asked to run"),
                "activities.Invitation",
                "email",
                withheld=("invited_by_id",),
                by_address=True,
            ),
            Kind(
                "enlistings", _("Lists you put in"), "activities.Enlisting", "by", ("register", "made_at"), stays=True
            ),
            Kind(
                "undone",
                _("Lists you took back"),
                "activities.Enlisting",
                "undone_by",
                ("register", "undone_at"),
                stays=True,
            ),
            *(
                Kind(f"participations_{field}", title, "activities.Participation", field, ("register", *at), stays=True)
                for field, title, at in (
                    ("withdrawn_by", _("People you took off a list"), ("withdrawn_at",)),
                    ("corrected_by", _("People on a list whom you corrected"), ("corrected_at",)),
                    ("practical_by", _("Practicals you noted"), ("passed_practical",)),
                )
            ),
            Kind(
                "marked",
                _("Attendance you noted"),
                "activities.AttendanceMark",
                "by",
                ("participation__register", "session", "is_present", "way", "at"),
                stays=True,
            ),
        ),
        stands_for=stands_for,
        forget=forget,
        titles=titles,
    )
)
