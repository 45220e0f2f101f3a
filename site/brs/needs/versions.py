"""From a questionnaire as editors wrote it to the version that an assessment is held to."""

import hashlib
import json
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max

from .gaps import LEVELS
from .models import Questionnaire, QuestionnaireVersion


@transaction.atomic
def version_of(key: uuid.UUID) -> QuestionnaireVersion:
    """The version that says what the questionnaire says now, in all languages in which it is live.

    Raises Questionnaire.DoesNotExist where it is live in none.
    """
    live = list(Questionnaire.objects.filter(translation_key=key, live=True).select_related("locale"))
    if not live:
        raise Questionnaire.DoesNotExist(f"No live questionnaire {key}")
    content = {one.locale.language_code: _content(one) for one in live}
    digest = hashlib.sha256(json.dumps([str(key), content], sort_keys=True).encode()).hexdigest()
    found = QuestionnaireVersion.objects.filter(digest=digest).first()
    if found:
        return found
    last = QuestionnaireVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    return QuestionnaireVersion.objects.create(digest=digest, key=key, number=last + 1, content=content)


def _content(questionnaire: Questionnaire) -> dict[str, Any]:
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
                    {"key": str(one["provision"].translation_key), "pinpoint": one["pinpoint"]}
                    for one in block.value["provisions"]
                    if one["provision"]
                ],
                **{
                    name: [str(one.translation_key) for one in block.value[name] if one]
                    for name in ("competencies", "courses", "tools")
                },
            }
            for block in questionnaire.items
        ],
    }
