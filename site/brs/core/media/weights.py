"""How long a file takes on a slow line, in words."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SLOW_LINE = 256_000 // 8  # bytes a second, of 256 kbit/s


def minutes_on_slow_line(size: int) -> int:
    return -(-size // (SLOW_LINE * 60))


def film_in_words(size: int) -> str:
    """«48 MB, 25 minutes at 256 kbit/s»."""
    minutes = minutes_on_slow_line(size)
    waiting = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("%(weight)s, %(minutes)s at %(kilobits)s kbit/s") % {
        "weight": filesizeformat(size),
        "minutes": waiting,
        "kilobits": SLOW_LINE * 8 // 1000,
    }
