"""From a question as an editor wrote it to its plain content, and to the version that an attempt pins."""

import hashlib
import json
from typing import Any

from wagtail.blocks import StreamValue

from .models import Question, QuestionVersion
from .problems import problems
from .types import TYPES


def content_of_block(body: StreamValue.StreamChild) -> dict[str, Any]:
    """The content of one question block, worth one point: questions inside lessons have no other weight."""
    return body.block.content(body.value)


def can_be_asked(question: Question) -> bool:
    """Whether it can be answered and marked: what was published before problems were refused may have some."""
    return len(question.body) == 1 and not problems(question.content())


def type_of(question: Question) -> str:
    """The question's type in words; empty for a draft without one."""
    raw = next(iter(question.body.raw_data), None)
    return str(TYPES[raw["type"]].block._meta_class.label) if raw and raw["type"] in TYPES else ""


def version_of(question: Question) -> QuestionVersion:
    """The version that says what the question says now; made if no attempt was given it before."""
    content = question.content()
    language = question.locale.language_code
    identity = json.dumps([str(question.translation_key), language, content], sort_keys=True)
    digest = hashlib.sha256(identity.encode()).hexdigest()
    fields = {"key": question.translation_key, "language": language, "content": content}
    return QuestionVersion.objects.get_or_create(digest=digest, defaults=fields)[0]
