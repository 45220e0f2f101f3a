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


# Of countries with more than one zone, that of the capital.
_CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "EU": "Europe/Brussels",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}


def zone_of(country: str) -> str:
    """The zone of a country's capital; UTC for a country that is not known."""
    return _CAPITALS.get(country) or next((zone for code, zone in _table() if code == country), UTC)


def place_of(zone: str) -> str:
    """«Africa/Nairobi» is Nairobi."""
    return zone.rpartition("/")[2].replace("_", " ")
