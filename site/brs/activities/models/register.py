"""What the first migration, which never changes, knows by this name."""

from brs.activities.register.models import _new_secret

__all__ = ["_new_secret"]
