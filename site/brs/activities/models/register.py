"""Names by which the first migration, which never changes, finds this module."""

from brs.activities.register.models import _new_secret

__all__ = ["_new_secret"]
