"""Checks the illustrative plan."""

from typing import Any

from .place import Place
from .terms import Known

# Field of an output -> what its values are slugs of.
OUTPUT_REFERS = {"conventions": "conventions", "courses": "courses", "tools": "tools"}


def check_plan(place: Place, said: Any, known: Known) -> None:
    if said is None:
        return
    here = place.at("plan")
    plan = here.mapping(place.mapping(said).get("plan"))
    here.slug(plan.get("slug"))
    here.fields(plan, {"goal", "note"})
    here.at("title").languages(plan.get("title"), ["en"])
    if not isinstance(here.at("period").mapping(plan.get("period")).get("years"), int):
        here.at("period").wrong("years must be a whole number")
    slugs, indicators = [], []
    for there, component in here.at("components").entries(plan.get("components"), least=1):
        there.slug(component.get("slug"))
        there.fields(component, {"title", "objective"})
        for spot, output in there.at("outputs").entries(component.get("outputs"), least=1):
            spot.slug(output.get("slug"))
            spot.fields(output, {"title", "conventions", "indicators"})
            slugs.append(output.get("slug"))
            for name, known_as in OUTPUT_REFERS.items():
                spot.at(name).refers(output.get(name), known[known_as], known_as.rstrip("s"))
            for name in ("needs", "activities"):
                spot.at(name).listed(output.get(name))
            for mark, indicator in spot.at("indicators").entries(output.get("indicators")):
                mark.fields(indicator, {"slug", "text", "unit", "source"})
                indicators.append(indicator.get("slug"))
    here.once(slugs, "output")
    here.once(indicators, "indicator")
