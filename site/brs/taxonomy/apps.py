from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "brs.taxonomy"
    label = "taxonomy"

    def ready(self) -> None:
        from . import classification  # noqa: F401  it listens to signals
