"""Loads the questionnaires on needs, in English: what is in place in other languages is their titles alone."""

from typing import Any

from wagtail.models import Locale

from brs.needs.assessments.gaps import LEVELS
from brs.needs.assessments.models import Questionnaire
from brs.taxonomy.models import Competency, Convention
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .blocks import citations, listed
from .pages import pages_by_slug
from .reading import key, read
from .terms import provision_keys


def item_id(slug: str) -> str:
    """By which answers to an item of the starter questionnaires are kept, and by which the plan's outputs name it."""
    return str(key("needs-item", slug))


def load_questionnaires() -> None:
    """Those that are missing. The courses and tools that they name are there already."""
    english = Locale.objects.get(language_code="en")
    loaded = set(Questionnaire.objects.filter(locale=english).values_list("slug", flat=True))
    chosen = {
        "courses": pages_by_slug(CoursePage),
        "tools": pages_by_slug(ToolPage),
        "competencies": dict(Competency.objects.in_source_language().values_list("slug", "pk")),
    }
    provisions = provision_keys()
    for entry in read("needs.yaml")["questionnaires"]:
        if entry["slug"] in loaded:
            continue
        questionnaire = Questionnaire(
            translation_key=key("questionnaire", entry["slug"]),
            locale=english,
            slug=entry["slug"],
            title=entry["title"]["en"],
            items=[_item(item, chosen, provisions) for item in entry["items"]],
            is_demo=True,
        )
        questionnaire.conventions = Convention.objects.in_source_language().filter(slug__in=entry["conventions"])
        questionnaire.save()
        questionnaire.save_revision().publish()


def _item(item: dict[str, Any], chosen: dict[str, dict[str, int]], provisions: dict[str, int]) -> dict[str, Any]:
    address = ("needs-item", item["slug"])
    return {
        "type": "item",
        "id": item_id(item["slug"]),
        "value": {
            "obligation": item["obligation"],
            "question": item["question"],
            **{f"level_{level}": item["levels"][level] for level in LEVELS},
            "provisions": listed(
                [citation["value"] for citation in citations(item["provisions"], address, provisions)], address
            ),
            **{name: listed([pks[slug] for slug in item[name]], (*address, name)) for name, pks in chosen.items()},
        },
    }
