from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "brs.activities"
    label = "activities"

    def ready(self) -> None:
        from brs.core.pruning import PRUNED

        from . import privacy  # noqa: F401  it registers itself
        from .register.models import Invitation

        PRUNED["requests to run an activity that nobody answered"] = Invitation.objects.prune
