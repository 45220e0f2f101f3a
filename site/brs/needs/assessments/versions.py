"""From a questionnaire as editors wrote it to the version that an assessment is held to."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from brs.core import generation

from .gaps import LEVELS
from .models import Questionnaire, QuestionnaireVersion


@dataclass(frozen=True)
class Changes:
    """From one version to what is live now: obligations newly asked and no longer asked, and how many reworded."""

    added: list[str]
    gone: list[str]
    reworded: int


@transaction.atomic
def version_of(key: uuid.UUID) -> QuestionnaireVersion:
    """The version that says what the questionnaire says now, in all languages in which it is live.

    Raises Questionnaire.DoesNotExist where it is live in none.
    """
    digest, content = _live(key)
    if not content:
        raise Questionnaire.DoesNotExist(f"No live questionnaire {key}")
    version = QuestionnaireVersion.objects.filter(digest=digest).first()
    if version:
        return version
    last = QuestionnaireVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    return QuestionnaireVersion.objects.create(digest=digest, key=key, number=last + 1, content=content)


def changes_since(version: QuestionnaireVersion, language: str) -> Changes | None:
    """None where the questionnaire says what it said, or is not live any more. One query once it was read."""
    digest, content = generation.cached(
        generation.current(), ("questionnaire", version.key), lambda: _live(version.key)
    )
    if not content or digest == version.digest:
        return None
    now = QuestionnaireVersion(content=content).in_language(language)
    before = {item["id"]: item for item in version.in_language(language)["items"]}
    after = {item["id"]: item for item in now["items"]}
    return Changes(
        added=[item["obligation"] for key, item in after.items() if key not in before],
        gone=[item["obligation"] for key, item in before.items() if key not in after],
        reworded=sum(after[key] != before[key] for key in before.keys() & after.keys()),
    )


def _live(key: uuid.UUID) -> tuple[str, dict[str, Any]]:
    """Digest and content by language, as it is live now; no content where it is not."""
    live = Questionnaire.objects.filter(translation_key=key, live=True).select_related("locale")
    content = {questionnaire.locale.language_code: content_of(questionnaire) for questionnaire in live}
    return hashlib.sha256(json.dumps([str(key), content], sort_keys=True).encode()).hexdigest(), content


def content_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """What it says, in the shape that versions keep."""
    return {
        "title": questionnaire.title,
        "introduction": questionnaire.introduction,
        "items": [
            {
                "id": block.id,
                "obligation": block.value["obligation"],
                "question": block.value["question"],
                "levels": [block.value[f"level_{level}"] for level in LEVELS],
                "provisions": [
                    {"key": str(chosen["provision"].translation_key), "pinpoint": chosen["pinpoint"]}
                    for chosen in block.value["provisions"]
                    if chosen["provision"]
                ],
                **{
                    name: [str(chosen.translation_key) for chosen in block.value[name] if chosen]
                    for name in ("competencies", "courses", "tools")
                },
            }
            for block in questionnaire.items
        ],
    }
