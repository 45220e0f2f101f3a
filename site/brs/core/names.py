"""Names and titles as people type and paste them, and as they may stand in a mail to others. Plain Python."""

import re
import unicodedata

# What is not seen, and could hide a name or turn around what stands after it.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")

LONGEST_IN_MAIL = 60
_HARMLESS = set(" .:,;!?'’-–—()&«»“”")
_RUNNING_ON = re.compile(r"([.:])(?=\S)")


def tidy(name: str) -> str:
    """A name without what is not seen, its white space made one."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", name))
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zs", "Zl", "Zp") else sign for sign in plain)
    return " ".join(plain.split())


def one_line(text: str) -> str:
    """Without line breaks and other control signs: for titles, subjects of mail, headers, names of files."""
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(plain.split())


def in_mail(words: str) -> str:
    """Words that somebody chose, in a mail that goes to whoever they like: short, and nothing that leads anywhere."""
    harmless = "".join(
        sign if unicodedata.category(sign)[0] in "LMN" or sign in _HARMLESS else " " for sign in tidy(words)
    )
    return " ".join(_RUNNING_ON.sub(r"\1 ", harmless).split())[:LONGEST_IN_MAIL].strip()
