"""Checks the questionnaires on needs."""

from typing import Any

from brs.needs.assessments.gaps import LEVELS

from .location import CONFIDENCE, Location
from .terms import Known

ITEM_FIELDS = {"slug", "provisions", "obligation", "question", "levels", "competencies", "confidence"}
LONGEST = 300  # as the block allows


def check_needs(location: Location, needs: Any, known: Known) -> None:
    if needs is None:
        return
    slugs = []
    for entry_location, questionnaire in location.at("questionnaires").entries(
        location.mapping(needs).get("questionnaires"), least=1
    ):
        entry_location.slug(questionnaire.get("slug"))
        entry_location.fields(questionnaire, {"slug", "title", "conventions", "items"})
        entry_location.at("title").languages(questionnaire.get("title"))
        entry_location.at("conventions").refers(questionnaire.get("conventions"), known["conventions"], "convention")
        for item_location, item in entry_location.entries(questionnaire.get("items"), least=1):
            slugs.append(item.get("slug"))
            _check_item(item_location, item, known)
    location.once(slugs, "item")


def _check_item(location: Location, item: dict[str, Any], known: Known) -> None:
    location.slug(item.get("slug"))
    location.fields(item, ITEM_FIELDS, {"courses", "tools"})
    levels = location.at("levels").mapping(item.get("levels"))
    if levels.keys() != set(LEVELS):
        location.at("levels").wrong(f"must be {min(LEVELS)} to {max(LEVELS)}, each once")
    texts = {"obligation": item.get("obligation"), "question": item.get("question")}
    for name, text in {**texts, **{f"level {level}": text for level, text in levels.items()}}.items():
        location.at(name).text(text)
        if len(str(text)) > LONGEST:
            location.at(name).wrong(f"has {len(str(text))} characters, at most {LONGEST} fit")
    location.cites(item.get("provisions"), known["provisions"])
    location.refers(item.get("competencies"), known["competencies"], "competency")
    location.refers(item.get("courses"), known["courses"], "course")
    location.refers(item.get("tools"), known["tools"], "tool")
    location.at("confidence").one_of(item.get("confidence"), CONFIDENCE)
