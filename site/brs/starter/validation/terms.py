"""Checks what courses refer to: the axes, certificate rules, SDG targets, Parties, tools and the glossary."""

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from toolkits.tools.blocks import Format
from toolkits.tools.models import ToolPage

from ..reading import LANGUAGES
from .location import CONFIDENCE, Location

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

    def add(self, what: str, entries: list[tuple[Location, dict[str, Any]]], identity: str = "slug") -> None:
        self.slugs[what] = {str(entry.get(identity)) for _place, entry in entries}


def check_taxonomy(location: Location, taxonomy: Any, known: Known) -> None:
    if taxonomy is None:
        return
    sections = {}
    for section, needed in SECTIONS.items():
        sections[section] = location.at(section).entries(location.mapping(taxonomy).get(section), least=1)
        known.add(section, sections[section])
        for entry_location, entry in sections[section]:
            entry_location.slug(entry.get("slug"))
            entry_location.fields(entry, needed)
            entry_location.at("title").languages(entry.get("title"), ["en"] if section == "provisions" else LANGUAGES)
    for entry_location, entry in sections["conventions"]:
        entry_location.at("full_title").languages(entry.get("full_title"))
        entry_location.at("objective").languages(entry.get("objective"))
    for entry_location, entry in sections["themes"]:
        entry_location.at("group").one_of(entry.get("group"), known["conventions"] | {"cross-cutting"})
        entry_location.refers(entry.get("conventions"), known["conventions"], "convention")
    for entry_location, entry in sections["provisions"]:
        entry_location.at("kind").one_of(entry.get("kind"), {"article", "annex", "decision"})
        entry_location.at("convention").one_of(entry.get("convention"), known["conventions"])


def check_certificates(location: Location, certificates: Any, known: Known) -> None:
    if certificates is None:
        return
    rules = location.at("rules").entries(location.mapping(certificates).get("rules"), least=1)
    known.add("certificates", rules)
    for entry_location, rule in rules:
        entry_location.slug(rule.get("slug"))
        entry_location.at("title").languages(rule.get("title"))
        entry_location.at("statement").languages(rule.get("statement"))
        months = rule.get("validity_months")
        if months is not None and (not isinstance(months, int) or months < 1):
            entry_location.at("validity_months").wrong(f"is {months!r}, must be empty or a whole number from 1")


def check_sdg(location: Location, rows: Any, known: Known) -> None:
    targets = location.entries(rows, "code", least=1) if rows is not None else []
    known.add("sdg", targets, "code")
    for entry_location, row in targets:
        entry_location.fields(row, {"goal", "code", "title_own_words", "link_rationale"})
        entry_location.at("kind").one_of(row.get("kind"), {"target", "indicator"})
        entry_location.at("confidence").one_of(row.get("confidence"), CONFIDENCE)
        if not str(row.get("goal")).isdigit():
            entry_location.at("goal").wrong(f"is {row.get('goal')!r}, must be a number")


def check_parties(location: Location, rows: Any) -> None:
    for entry_location, row in location.entries(rows, "iso2", least=1) if rows is not None else []:
        if not re.fullmatch("[A-Z]{2}", row.get("iso2") or ""):
            entry_location.wrong("iso2 must be two capital letters")
        if row.get("iso2") != "EU" and not re.fullmatch("[A-Z]{3}", row.get("iso3") or ""):
            entry_location.wrong("iso3 must be three capital letters")
        entry_location.fields(row, {f"name_{language}" for language in LANGUAGES})
        for convention in ("basel", "rotterdam", "stockholm"):
            entry_location.at(f"{convention}_party").one_of(row.get(f"{convention}_party"), PARTY_STATUS)


def check_tools(location: Location, tools: Any, known: Known) -> None:
    entries = location.entries(location.mapping(tools).get("tools"), least=1) if tools is not None else []
    known.add("tools", entries)
    for entry_location, tool in entries:
        entry_location.slug(tool.get("slug"))
        entry_location.at("title").languages(tool.get("title"), ["en"])
        entry_location.at("description").languages(tool.get("description"), ["en"])
        entry_location.fields(tool, {"conventions", "themes", "audiences", "competencies", "sdg", "languages"})
        entry_location.at("type").one_of(tool.get("type"), ToolPage.Kind.values)
        entry_location.at("format").one_of(tool.get("format"), Format.values)
        for name, known_as in TOOL_REFERS.items():
            entry_location.refers(tool.get(name), known[known_as], known_as.rstrip("s"))
        entry_location.refers(tool.get("languages"), LANGUAGES, "language")
        entry_location.cites(tool.get("provisions"), known["provisions"])
        for number, entry in enumerate(entry_location.listed(tool.get("steps")), start=1):
            step_location = entry_location.at(f"step {number}")
            step = step_location.mapping(entry)
            step_location.text(step.get("title"))
            step_location.refers(step.get("tools"), known["tools"], "tool")
            if "html" in step:
                step_location.at("html").html(step["html"])
        if not str(tool.get("url")).startswith(("https://", "http://")):
            entry_location.at("url").wrong("must be a full web address")


def check_glossary(location: Location, glossary: Any, known: Known) -> None:
    for entry_location, term in (
        location.entries(location.mapping(glossary).get("terms"), least=1) if glossary is not None else []
    ):
        entry_location.slug(term.get("slug"))
        entry_location.at("term").languages(term.get("term"))
        entry_location.at("definition").languages(term.get("definition"), ["en"])
        entry_location.cites(term.get("provisions"), known["provisions"])
        entry_location.refers(term.get("conventions"), known["conventions"], "convention")
