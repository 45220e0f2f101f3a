"""The day where somebody is: by their profile, else in the capital of their Party."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.users.models import UserProfile

from brs.core.time_zones import zone_of, zones


def zone_of_person(person: Any) -> str:
    """The name of their time zone. One query."""
    chosen = UserProfile.objects.filter(user=person).values_list("current_time_zone", flat=True).first()
    return chosen if chosen in zones() else zone_of(person.party_id or "")


def today_in(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()
