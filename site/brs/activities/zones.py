"""Time zones by their places, and the one that somebody most likely means. Plain Python."""

import functools
import importlib.resources

UTC = "UTC"


@functools.cache
def _table() -> list[tuple[str, str]]:
    """Pairs of a country's code and one of its zones."""
    text = importlib.resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(row[0], row[2]) for row in rows]


def zones() -> list[str]:
    """Those that people know by a place, by the alphabet, and UTC before all."""
    return [UTC, *sorted({zone for _country, zone in _table()})]


def zone_of(country: str) -> str:
    """The zone of a country that has only one; else UTC."""
    found = [zone for code, zone in _table() if code == country]
    return found[0] if len(found) == 1 else UTC


def place_of(zone: str) -> str:
    """«Africa/Nairobi» is Nairobi."""
    return zone.rpartition("/")[2].replace("_", " ")
