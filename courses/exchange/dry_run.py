"""An import before it is taken: each question as a learner sees it, with its right answer and what is wrong with it."""

import random
from dataclasses import dataclass

from courses.questions.asking import PresentedQuestion, laid_out, present, shuffled
from courses.questions.feedback import in_words as answer_in_words
from courses.questions.feedback import right_answer
from courses.questions.models import Question

from . import words
from .actions import earlier
from .bank import Bank, Labels, Twin, again_in_file, problems_in, question_of
from .drafts import Issue, from_json
from .format_table import FORMATS
from .models import QuestionImport


@dataclass(frozen=True)
class ShownQuestion:
    """`number`: its position in the import. `again`: the name of the same question earlier in the file."""

    number: int
    name: str
    kind: str
    points: int
    topic: str
    presented: PresentedQuestion
    right: list[str]
    feedback: str
    problems: list[str]
    issues: list[str]
    twins: list[Twin]
    again: str

    @property
    def is_chosen(self) -> bool:
        """Whether it is ticked at first: what the bank has, or the file twice, is not."""
        return not self.again and not any(twin.is_same for twin in self.twins)


@dataclass(frozen=True)
class DryRun:
    format: str
    questions: list[ShownQuestion]
    issues: list[str]
    earlier: QuestionImport | None

    @property
    def right(self) -> int:
        return sum(not question.problems for question in self.questions)

    @property
    def wrong(self) -> int:
        return len(self.questions) - self.right


def dry_run(question_import: QuestionImport) -> DryRun:
    """Five queries, however many questions."""
    drafts = [from_json(stored) for stored in question_import.drafts]
    labels, bank, again = Labels(question_import.locale), Bank(question_import.locale), again_in_file(drafts)
    position = FORMATS[question_import.format].position if question_import.format else "line"
    shown = []
    for number, draft in enumerate(drafts):
        question = question_of(draft, question_import.locale)
        content = question.content()
        problems = problems_in(question)
        terms = labels.of(draft)
        shown.append(
            ShownQuestion(
                number=number,
                name=draft.name,
                kind=str(question.body[0].block.label),
                points=draft.points,
                topic=str(terms["topic"] or question_import.topic or ""),
                presented=present(content, laid_out(content, shuffled(content, random.SystemRandom())), None),
                right=_right(content) if not problems else [],
                feedback=draft.value["feedback"],
                problems=problems,
                issues=[words.in_words(issue, position) for issue in (*draft.issues, *labels.issues(draft))],
                twins=bank.twins(draft.value["stem"]),
                again=again.get(number, ""),
            )
        )
    return DryRun(
        format=str(words.FORMAT_LABELS.get(question_import.format, "")),
        questions=shown,
        issues=[words.in_words(Issue(**stored), position) for stored in question_import.issues],
        earlier=earlier(question_import),
    )


def _right(content: dict) -> list[str]:
    return answer_in_words(content, right_answer(content))


def imported(question_import: QuestionImport) -> list[Question]:
    """The questions that an import made and that are still there."""
    rows = question_import.questions.select_related("question").order_by("question_id")
    return [row.question for row in rows]
