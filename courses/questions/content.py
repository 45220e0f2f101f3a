"""From a question as an editor wrote it to its plain content, and to the version that an attempt pins."""

import hashlib
import json
from typing import Any

from wagtail.blocks import StreamValue, StructValue

from .models import Question, QuestionVersion


def content_of(question: Question) -> dict[str, Any]:
    """The content of a question of the bank; its shape is said in marking.py."""
    [body] = question.body
    lesson = str(question.lesson.translation_key) if question.lesson else None
    return {**content_of_block(body), "points": question.points, "lesson": lesson}


def content_of_block(body: StreamValue.StreamChild) -> dict[str, Any]:
    """The content of one question block, worth one point: questions inside lessons have no other weight."""
    value: StructValue = body.value
    content: dict[str, Any] = {
        "type": body.block_type,
        "stem": value["stem"],
        "feedback": value["feedback"],
        "points": 1,
    }
    for name in ("answer", "unit", "case_sensitive", "near_misses"):
        if name in value:
            content[name] = value[name]
    for name in ("answer", "tolerance"):
        if name in value and not isinstance(value[name], bool):
            content[name] = str(value[name])
    for name in ("options", "items", "pairs", "distractors"):
        if name in value:
            content[name] = [{"id": child.id, **_fields(name, child.value)} for child in value[name].bound_blocks]
    if "accepted" in value:
        content["accepted"] = list(value["accepted"])
    return content


def _fields(name: str, value: Any) -> dict[str, Any]:
    match name:
        case "items":
            return {"text": value}
        case "distractors":
            return {"right": value}
    return dict(value)


def version_of(question: Question) -> QuestionVersion:
    """The version that says what the question says now; made if no attempt was given it before."""
    content = content_of(question)
    language = question.locale.language_code
    said = json.dumps([str(question.translation_key), language, content], sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    fields = {"key": question.translation_key, "language": language, "content": content}
    return QuestionVersion.objects.get_or_create(digest=digest, defaults=fields)[0]
