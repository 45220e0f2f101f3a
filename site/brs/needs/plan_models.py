"""What the first migration, which never changes, knows by this name."""

from brs.needs.assistance_plan.models import items_asked

__all__ = ["items_asked"]
