from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "brs.people"
    label = "people"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set

        from brs.core.pruning import PRUNED

        from . import (
            account_data,  # noqa: F401  it registers itself
            sessions,
        )
        from .privacy import every_room_has_registered
        from .roles import apply_roles

        register(every_room_has_registered)
        PRUNED["browsers whose sign-in is over"] = sessions.prune

        # No sender: the permissions of the apps that are migrated last must be there too.
        post_migrate.connect(apply_roles, dispatch_uid="roles")
        for signal in (password_changed, password_set, password_reset):
            signal.connect(sessions.on_new_password, dispatch_uid="sessions")
