from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "brs.activities"
    label = "activities"

    def ready(self) -> None:
        from . import privacy  # noqa: F401  it registers itself
