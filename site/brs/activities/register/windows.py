"""How long after an activity something of it stays open."""

from datetime import timedelta

# Attendance may be noted.
OPEN_AFTERWARDS = timedelta(days=14)
