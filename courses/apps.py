from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from brs.core.pruning import PRUNED

        from .exchange.models import prune
        from .learning import privacy  # noqa: F401  it registers itself
        from .pages import completion, lesson_answers, releases  # noqa: F401  they listen, and add themselves

        PRUNED["files of questions that were read and not taken"] = prune
