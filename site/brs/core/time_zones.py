"""Time zones by their places, and the moments that hours on their clocks are. Plain Python.

Two moments of one zone are compared, subtracted and added to by Python as its clock shows them, whatever it is put to
in between: so that is done in UTC, here.
"""

import functools
import importlib.resources
from datetime import UTC as UTC_ZONE
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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


def readings(day: date, hour: time, zone: ZoneInfo) -> list[datetime]:
    """The moments that it is this hour on this day: one; the earlier and the later where the clock is put back over it;
    none where it is put forward over it.
    """
    folds = [datetime.combine(day, hour.replace(fold=fold), zone) for fold in (0, 1)]
    existing = [
        candidate for candidate in folds if _plain(candidate.astimezone(UTC_ZONE).astimezone(zone)) == _plain(candidate)
    ]
    return existing if len(existing) == 2 and existing[0].utcoffset() != existing[1].utcoffset() else existing[:1]


def beside_the_gap(day: date, hour: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Of an hour that the clock is put forward over: as long before the change, and as long after it."""
    before, after = (datetime.combine(day, hour.replace(fold=fold), zone) for fold in (1, 0))
    return before.astimezone(UTC_ZONE).astimezone(zone), after.astimezone(UTC_ZONE).astimezone(zone)


def moment(day: date, hour: time, zone: ZoneInfo, *, is_later: bool = False) -> datetime:
    """The one moment that is meant. An hour that does not exist counts from the change on, as in RFC 5545."""
    possible = readings(day, hour, zone)
    return possible[is_later and len(possible) - 1] if possible else beside_the_gap(day, hour, zone)[1]


def later(begins: datetime, minutes: int) -> datetime:
    """So many minutes afterwards, by the same clock, whatever it is put to meanwhile."""
    return (begins.astimezone(UTC_ZONE) + timedelta(minutes=minutes)).astimezone(begins.tzinfo)


def offset_in_words(at: datetime) -> str:
    """«UTC+3», «UTC-9:30», «UTC»."""
    ahead = at.utcoffset() or timedelta()
    hours, minutes = divmod(abs(int(ahead.total_seconds())) // 60, 60)
    sign = "-" if ahead < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "") if ahead else "UTC"


def _plain(at: datetime) -> datetime:
    return at.replace(tzinfo=None, fold=0)
