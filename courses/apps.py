from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from .pages import catalogue_index, completion, releases  # noqa: F401  they listen to signals
