"""Checks what courses refer to: the axes, certificate rules, SDG targets, Parties, tools and the glossary."""

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from toolkits.tools.blocks import Format
from toolkits.tools.models import ToolPage

from ..reading import LANGUAGES
from .place import CONFIDENCE, Place

# Section of taxonomy.yaml -> fields that each entry needs. Provisions are titled in English.
SECTIONS = {
    "conventions": {"slug", "title", "full_title", "objective", "abbreviation", "website", "parties"},
    "themes": {"slug", "title", "group", "conventions"},
    "competencies": {"slug", "title", "description"},
    "audiences": {"slug", "title"},
    "levels": {"slug", "title"},
    "provisions": {"slug", "title", "convention", "kind", "number"},
}
# Field of a tool -> what its values are slugs of.
TOOL_REFERS = {
    "conventions": "conventions",
    "themes": "themes",
    "audiences": "audiences",
    "competencies": "competencies",
    "sdg": "sdg",
    "courses": "courses",
    "related": "tools",
}
PARTY_STATUS = {"yes", "no", "unknown"}


@dataclass
class Known:
    """Slugs that other files may refer to, by what they are; filled while the files are checked."""

    slugs: dict[str, Set[str]] = field(default_factory=dict)

    def __getitem__(self, what: str) -> Set[str]:
        return self.slugs.get(what, set())

    def add(self, what: str, entries: list[tuple[Place, dict[str, Any]]], identity: str = "slug") -> None:
        self.slugs[what] = {str(entry.get(identity)) for _place, entry in entries}


def check_taxonomy(place: Place, taxonomy: Any, known: Known) -> None:
    if taxonomy is None:
        return
    found = {}
    for section, needed in SECTIONS.items():
        found[section] = place.at(section).entries(place.mapping(taxonomy).get(section), least=1)
        known.add(section, found[section])
        for here, entry in found[section]:
            here.slug(entry.get("slug"))
            here.fields(entry, needed)
            here.at("title").languages(entry.get("title"), ["en"] if section == "provisions" else LANGUAGES)
    for here, entry in found["conventions"]:
        here.at("full_title").languages(entry.get("full_title"))
        here.at("objective").languages(entry.get("objective"))
    for here, entry in found["themes"]:
        here.at("group").one_of(entry.get("group"), known["conventions"] | {"cross-cutting"})
        here.refers(entry.get("conventions"), known["conventions"], "convention")
    for here, entry in found["provisions"]:
        here.at("kind").one_of(entry.get("kind"), {"article", "annex", "decision"})
        here.at("convention").one_of(entry.get("convention"), known["conventions"])


def check_certificates(place: Place, certificates: Any, known: Known) -> None:
    if certificates is None:
        return
    rules = place.at("rules").entries(place.mapping(certificates).get("rules"), least=1)
    known.add("certificates", rules)
    for here, rule in rules:
        here.slug(rule.get("slug"))
        here.at("title").languages(rule.get("title"))
        here.at("statement").languages(rule.get("statement"))
        months = rule.get("validity_months")
        if months is not None and (not isinstance(months, int) or months < 1):
            here.at("validity_months").wrong(f"is {months!r}, must be empty or a whole number from 1")


def check_sdg(place: Place, rows: Any, known: Known) -> None:
    targets = place.entries(rows, "code", least=1) if rows is not None else []
    known.add("sdg", targets, "code")
    for here, row in targets:
        here.fields(row, {"goal", "code", "title_own_words", "link_rationale"})
        here.at("kind").one_of(row.get("kind"), {"target", "indicator"})
        here.at("confidence").one_of(row.get("confidence"), CONFIDENCE)
        if not str(row.get("goal")).isdigit():
            here.at("goal").wrong(f"is {row.get('goal')!r}, must be a number")


def check_parties(place: Place, rows: Any) -> None:
    for here, row in place.entries(rows, "iso2", least=1) if rows is not None else []:
        if not re.fullmatch("[A-Z]{2}", row.get("iso2") or ""):
            here.wrong("iso2 must be two capital letters")
        if row.get("iso2") != "EU" and not re.fullmatch("[A-Z]{3}", row.get("iso3") or ""):
            here.wrong("iso3 must be three capital letters")
        here.fields(row, {f"name_{language}" for language in LANGUAGES})
        for convention in ("basel", "rotterdam", "stockholm"):
            here.at(f"{convention}_party").one_of(row.get(f"{convention}_party"), PARTY_STATUS)


def check_tools(place: Place, tools: Any, known: Known) -> None:
    entries = place.entries(place.mapping(tools).get("tools"), least=1) if tools is not None else []
    known.add("tools", entries)
    for here, tool in entries:
        here.slug(tool.get("slug"))
        here.at("title").languages(tool.get("title"), ["en"])
        here.at("description").languages(tool.get("description"), ["en"])
        here.fields(tool, {"conventions", "themes", "audiences", "competencies", "sdg", "languages"})
        here.at("type").one_of(tool.get("type"), ToolPage.Kind.values)
        here.at("format").one_of(tool.get("format"), Format.values)
        for name, known_as in TOOL_REFERS.items():
            here.refers(tool.get(name), known[known_as], known_as.rstrip("s"))
        here.refers(tool.get("languages"), LANGUAGES, "language")
        here.cites(tool.get("provisions"), known["provisions"])
        for number, entry in enumerate(here.listed(tool.get("steps")), start=1):
            there = here.at(f"step {number}")
            step = there.mapping(entry)
            there.text(step.get("title"))
            there.refers(step.get("tools"), known["tools"], "tool")
            if "html" in step:
                there.at("html").html(step["html"])
        if not str(tool.get("url")).startswith(("https://", "http://")):
            here.at("url").wrong("must be a full web address")


def check_glossary(place: Place, glossary: Any, known: Known) -> None:
    for here, term in place.entries(place.mapping(glossary).get("terms"), least=1) if glossary is not None else []:
        here.slug(term.get("slug"))
        here.at("term").languages(term.get("term"))
        here.at("definition").languages(term.get("definition"), ["en"])
        here.cites(term.get("provisions"), known["provisions"])
        here.refers(term.get("conventions"), known["conventions"], "convention")
