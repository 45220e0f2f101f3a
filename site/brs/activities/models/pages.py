"""What the first migration, which never changes, knows by this name."""

from brs.activities.pages.models.activity_page import _time_zones

__all__ = ["_time_zones"]
