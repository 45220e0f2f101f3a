from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "brs.people"
    label = "people"

    def ready(self) -> None:
        from .roles import apply_roles

        # No sender: the permissions of the apps that are migrated last must be there too.
        post_migrate.connect(apply_roles, dispatch_uid="roles")
