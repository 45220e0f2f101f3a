from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "brs.core"
    label = "core"

    def ready(self) -> None:
        from . import checks  # noqa: F401  it registers itself
