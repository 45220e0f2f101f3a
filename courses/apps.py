from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from .learning import privacy  # noqa: F401  it registers itself
        from .pages import completion, lesson_answers, releases  # noqa: F401  they listen, and add themselves
