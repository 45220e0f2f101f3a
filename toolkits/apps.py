from django.apps import AppConfig


class ToolkitsConfig(AppConfig):
    name = "toolkits"

    def ready(self) -> None:
        from brs.core.pruning import PRUNED

        from .sharing import privacy  # noqa: F401  it registers itself
        from .sharing.models import Invitation

        PRUNED["invitations to a toolkit that nobody answered"] = Invitation.objects.prune
