"""What editors do with imports: read a file, take its questions into the bank, undo that."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, ReferenceIndex

from brs.core import bounds
from brs.core.apart import read_apart
from brs.core.folding import fold
from brs.core.names import one_line
from brs.people.models import User
from brs.taxonomy.models import Convention, Theme
from courses.questions.models import Question, QuestionVersion

from .bank import Labels, problems_in, question_of
from .drafts import from_json
from .format_table import read_any
from .formats.sheet import Columns, is_known, proposed, read_assigned
from .models import ImportedQuestion, QuestionImport


def read_file(data: bytes, file_name: str = "", format_name: str = "") -> dict[str, Any]:
    """What a file says, read in a process of its own. Raises TooMuch, Busy."""
    suffix = PurePath(one_line(file_name)).suffix.lower()[:10]
    return read_apart(read_any, f"{format_name}\n{suffix}\n".encode() + data, bounds.QUESTION_READING)


def begin(
    answer: Mapping[str, Any],
    data: bytes,
    *,
    by: User,
    locale: Locale,
    file_name: str = "",
    topic: Theme | None = None,
    convention: Convention | None = None,
) -> QuestionImport:
    """Keeps what was read until it is taken; a spreadsheet as its editor assigned the last one of its shape."""
    question_import = QuestionImport.objects.create(
        made_by=by,
        file_name=one_line(file_name)[:200],
        format=answer["format"],
        digest=hashlib.sha256(data).hexdigest(),
        locale=locale,
        topic=topic and topic.get_translation_or_none(locale),
        convention=convention and convention.get_translation_or_none(locale),
        drafts=answer["questions"],
        issues=answer["issues"],
        rows=answer["rows"],
        shape=shape_of(answer["rows"]),
    )
    before = (
        QuestionImport.objects.filter(made_by=by, shape=question_import.shape).exclude(shape="").exclude(columns={})
    )
    if same := before.order_by("-pk").first():
        assign(question_import, Columns(**same.columns))
    return question_import


def shape_of(rows: Sequence[Sequence[str]]) -> str:
    """The same for two spreadsheets with the same heads; empty for none."""
    heads = rows[proposed(rows).heads - 1] if rows else []
    tidy = [fold(head) for head in heads]
    return hashlib.sha256(json.dumps(tidy).encode()).hexdigest() if any(tidy) else ""


def assign(question_import: QuestionImport, columns: Columns) -> None:
    """Reads a spreadsheet's rows again, with its columns as an editor assigned them. Raises TooMuch, Busy."""
    asked = {"rows": question_import.rows, **asdict(columns)}
    answer = read_apart(read_assigned, json.dumps(asked).encode(), bounds.QUESTION_READING)
    question_import.drafts, question_import.issues = answer["questions"], answer["issues"]
    question_import.columns = asdict(columns)
    question_import.save(update_fields=["drafts", "issues", "columns"])


def needs_columns(question_import: QuestionImport) -> bool:
    """Whether its editor should say what the columns are before the questions are shown."""
    return bool(question_import.rows) and not question_import.columns and not is_known(question_import.rows)


def earlier(question_import: QuestionImport) -> QuestionImport | None:
    """The last import that took the same file, and still stands."""
    same = QuestionImport.objects.filter(digest=question_import.digest, taken_at__isnull=False, undone_at=None)
    return same.exclude(pk=question_import.pk).order_by("-taken_at").first()


@dataclass(frozen=True)
class Taken:
    """How many questions were made, and how many of them published."""

    made: int
    published: int


@transaction.atomic
def take(question_import: QuestionImport, numbers: Collection[int], *, publish: bool, by: User) -> Taken | None:
    """Makes questions of the drafts with these numbers, all or none; None where that was done before.

    `publish`: those without problems. The others stay drafts.
    """
    locked = QuestionImport.objects.select_for_update().get(pk=question_import.pk)
    if locked.taken_at is not None:
        return None
    labels = Labels(locked.locale)
    drafts = [from_json(stored) for number, stored in enumerate(locked.drafts) if number in numbers]
    made, published = [], 0
    for question in drafts:
        terms = labels.of(question)
        terms["topic"] = terms["topic"] or locked.topic
        terms["convention"] = terms["convention"] or locked.convention
        instance = question_of(question, locked.locale, **terms)
        instance.save()
        revision = instance.save_revision(user=by, clean=False)
        if publish and not problems_in(instance):
            revision.publish(user=by)
            published += 1
        made.append(ImportedQuestion(question_import=locked, question=instance, revision=revision))
    ImportedQuestion.objects.bulk_create(made)
    locked.taken_at, locked.drafts, locked.issues, locked.rows = timezone.now(), [], [], []
    locked.save(update_fields=["taken_at", "drafts", "issues", "rows"])
    return Taken(len(made), published)


@transaction.atomic
def undo(question_import: QuestionImport, *, by: User) -> tuple[int, int]:
    """Deletes the questions that nobody changed or uses; how many went, and how many stay."""
    locked = QuestionImport.objects.select_for_update().get(pk=question_import.pk)
    rows = list(locked.questions.select_related("question"))
    unused = [row.question for row in rows if is_untouched(row)]
    for question in unused:
        question.delete()
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["undone_at", "undone_by"])
    return len(unused), len(rows) - len(unused)


def is_untouched(row: ImportedQuestion) -> bool:
    """Whether nobody changed a question since, and no quiz, no attempt and no translation has it."""
    question: Question = row.question
    key = question.translation_key
    return (
        row.revision_id is not None
        and question.latest_revision_id == row.revision_id
        and not ReferenceIndex.get_references_to(question).exists()
        and not QuestionVersion.objects.filter(key=key).exists()
        and not Question.objects.filter(translation_key=key).exclude(pk=question.pk).exists()
    )
