"""Arabic with the day before the month also beside a time, where Django's own falls back to the American order."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
