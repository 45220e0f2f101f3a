from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "brs.reports"
    label = "reports"

    def ready(self) -> None:
        from . import privacy  # noqa: F401  it registers itself
