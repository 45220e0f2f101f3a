"""Names by which the first migration, which never changes, finds this module."""

from brs.activities.pages.models.activity_page import _time_zones

__all__ = ["_time_zones"]
