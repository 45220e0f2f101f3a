"""How hard each question of the bank has shown itself, for the list of the bank."""

from django.db import transaction

from courses.questions.models import MeasuredDifficulty

from .models import QuizPage
from .quiz_analysis import quiz_analysis


def measure() -> int:
    """Measures all questions anew; how many were asked of enough people.

    The figures are those of the item analysis: of a question that several quizzes ask, of the one that asked most.
    Two figures of the same people would tell more of them than one.
    """
    measured: dict[str, MeasuredDifficulty] = {}
    quizzes = {quiz.translation_key: quiz for quiz in QuizPage.objects.order_by("-pk")}
    for quiz in quizzes.values():
        for item in quiz_analysis(quiz).items:
            if item.asked is None or item.right.per_cent is None:
                continue
            if item.key not in measured or item.asked > measured[item.key].asked:
                measured[item.key] = MeasuredDifficulty(
                    key=item.key, right_per_cent=min(100, item.right.per_cent), asked=item.asked
                )
    with transaction.atomic():
        MeasuredDifficulty.objects.all().delete()
        MeasuredDifficulty.objects.bulk_create(measured.values(), batch_size=500)
    return len(measured)
