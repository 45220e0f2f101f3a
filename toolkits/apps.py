from django.apps import AppConfig


class ToolkitsConfig(AppConfig):
    name = "toolkits"

    def ready(self) -> None:
        from .sharing import privacy  # noqa: F401  it registers itself
