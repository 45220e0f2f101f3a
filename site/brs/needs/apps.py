from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "brs.needs"
    label = "needs"

    def ready(self) -> None:
        from . import privacy  # noqa: F401  it registers itself
