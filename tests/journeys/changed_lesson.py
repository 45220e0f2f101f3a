"""What tests/journeys/test_translating.py works on: a lesson of the starter that says something more than its
translations do.
"""

import json

from courses.pages.models import LessonPage

MORE = "This holds for hazardous wastes too."


def make() -> str:
    """Gives its address below a home page."""
    translated = LessonPage.objects.filter(locale__language_code="fr", live=True).order_by("path").first()
    assert translated is not None
    lesson = LessonPage.objects.get(locale__language_code="en", translation_key=translated.translation_key)
    blocks = [dict(block) for block in lesson.body.raw_data]
    paragraph = next(block for block in blocks if block["type"] == "paragraph")
    paragraph["value"] = paragraph["value"].replace("</p>", f" {MORE}</p>", 1)
    lesson.body = json.dumps(blocks)
    lesson.save_revision().publish()
    return lesson.url_path.split("/", 2)[2]
