"""Names and titles as people type and paste them. Plain Python."""

import re
import unicodedata

# What is not seen, and could hide a name or turn around what stands after it.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")


def tidy(name: str) -> str:
    """A name without what is not seen, its white space made one."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", name))
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zs", "Zl", "Zp") else sign for sign in plain)
    return " ".join(plain.split())


def one_line(text: str) -> str:
    """Without line breaks and other control signs: for titles, subjects of mail, headers, names of files."""
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(plain.split())
