from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from .pages import completion, releases  # noqa: F401  they listen to signals
