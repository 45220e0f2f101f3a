"""Checks the questionnaires on needs."""

from typing import Any

from brs.needs.assessments.gaps import LEVELS

from .place import CONFIDENCE, Place
from .terms import Known

ITEM_FIELDS = {"slug", "provisions", "obligation", "question", "levels", "competencies", "confidence"}
LONGEST = 300  # as the block allows


def check_needs(place: Place, needs: Any, known: Known) -> None:
    if needs is None:
        return
    slugs = []
    for here, questionnaire in place.at("questionnaires").entries(place.mapping(needs).get("questionnaires"), least=1):
        here.slug(questionnaire.get("slug"))
        here.fields(questionnaire, {"slug", "title", "conventions", "items"})
        here.at("title").languages(questionnaire.get("title"))
        here.at("conventions").refers(questionnaire.get("conventions"), known["conventions"], "convention")
        for there, item in here.entries(questionnaire.get("items"), least=1):
            slugs.append(item.get("slug"))
            _check_item(there, item, known)
    place.once(slugs, "item")


def _check_item(place: Place, item: dict[str, Any], known: Known) -> None:
    place.slug(item.get("slug"))
    place.fields(item, ITEM_FIELDS, {"courses", "tools"})
    levels = place.at("levels").mapping(item.get("levels"))
    if levels.keys() != set(LEVELS):
        place.at("levels").wrong(f"must be {min(LEVELS)} to {max(LEVELS)}, each once")
    texts = {"obligation": item.get("obligation"), "question": item.get("question")}
    for name, text in {**texts, **{f"level {level}": text for level, text in levels.items()}}.items():
        place.at(name).text(text)
        if len(str(text)) > LONGEST:
            place.at(name).wrong(f"has {len(str(text))} characters, at most {LONGEST} fit")
    place.cites(item.get("provisions"), known["provisions"])
    place.refers(item.get("competencies"), known["competencies"], "competency")
    place.refers(item.get("courses"), known["courses"], "course")
    place.refers(item.get("tools"), known["tools"], "tool")
    place.at("confidence").one_of(item.get("confidence"), CONFIDENCE)
