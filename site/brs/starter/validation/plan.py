"""Checks the illustrative plan."""

from typing import Any

from .location import Location
from .terms import Known

# Field of an output -> what its values are slugs of.
OUTPUT_REFERS = {"conventions": "conventions", "courses": "courses", "tools": "tools"}


def check_plan(location: Location, plans: Any, known: Known) -> None:
    if plans is None:
        return
    plan_location = location.at("plan")
    plan = plan_location.mapping(location.mapping(plans).get("plan"))
    plan_location.slug(plan.get("slug"))
    plan_location.fields(plan, {"goal", "note"})
    plan_location.at("title").languages(plan.get("title"), ["en"])
    if not isinstance(plan_location.at("period").mapping(plan.get("period")).get("years"), int):
        plan_location.at("period").wrong("years must be a whole number")
    slugs, indicators = [], []
    for component_location, component in plan_location.at("components").entries(plan.get("components"), least=1):
        component_location.slug(component.get("slug"))
        component_location.fields(component, {"title", "objective"})
        for spot, output in component_location.at("outputs").entries(component.get("outputs"), least=1):
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
    plan_location.once(slugs, "output")
    plan_location.once(indicators, "indicator")
