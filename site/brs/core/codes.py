"""Codes that people read aloud and type, in Crockford's base 32: without I, L, O and U. And passcodes as compared."""

import re
import secrets
import unicodedata
from urllib.parse import unquote

from .folding import plain_sign

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH, SERIAL_GROUP = 16, 4
SHARE_LENGTH, SHARE_GROUP = 10, 5
JOIN_LENGTH, JOIN_GROUP = 8, 4
LONGEST_TYPED = 300  # an address that was pasted

# What is read as another: letters that look like digits, and those of a Cyrillic keyboard that look like ours.
_READ_AS = str.maketrans("OILАВЕЗІКМНОРСТУХ", "011ABE31KMH0PCTYX")
_PARTS = re.compile("[/?&=#:;]")  # of an address, and of «Serial: …»
_WORD = re.compile("[0-9A-Z-]+")


def new_serial() -> str:
    """An unguessable serial of a certificate: 16 characters (80 bits) in four groups, `7K2M-…`."""
    return _new(SERIAL_LENGTH, SERIAL_GROUP)


def tidy_serial(typed: str) -> str:
    """A serial as a person typed it, in its one form; anything else comes back empty."""
    return _tidy(typed, SERIAL_LENGTH, SERIAL_GROUP)


def new_share_code() -> str:
    """The code of a shared link: 10 characters (50 bits) in two groups, `7K2M9-QX4TB`."""
    return _new(SHARE_LENGTH, SHARE_GROUP)


def tidy_share_code(typed: str) -> str:
    """A link's code as a person typed it, in its one form; anything else comes back empty."""
    return _tidy(typed, SHARE_LENGTH, SHARE_GROUP)


def new_join_code() -> str:
    """The code of a workshop room or of a participant's slip: 8 characters (40 bits) in two groups, `7K2M-9QX4`."""
    return _new(JOIN_LENGTH, JOIN_GROUP)


def tidy_join_code(typed: str) -> str:
    """A room's or a slip's code as a person typed it, in its one form; anything else comes back empty."""
    return _tidy(typed, JOIN_LENGTH, JOIN_GROUP)


def tidy_passcode(typed: str) -> str:
    """A passcode as it is compared, whoever typed it: width, case, digits, dashes and white space are one."""
    return " ".join(_plain(typed).casefold().split())


def _new(length: int, group: int) -> str:
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(length)), group)


def _tidy(typed: str, length: int, group: int) -> str:
    """The code in what was typed or pasted: a whole address, words before it, whatever stands between its letters.

    Where several things have its length, the last: in an address the host stands before the code.
    """
    text = _plain(unquote(typed[:LONGEST_TYPED])).upper().translate(_READ_AS)
    for part in reversed(_PARTS.split(text)):
        words = [word.replace("-", "") for word in _WORD.findall(part)]
        for end in range(len(words), 0, -1):
            code, start = "", end
            while start and len(code) < length:
                start -= 1
                code = words[start] + code
            if len(code) == length and set(code) <= set(ALPHABET):
                return _grouped(code, group)
    return ""


def _plain(text: str) -> str:
    """Compatible forms, digits and dashes one, without marks that nobody sees."""
    return "".join(map(plain_sign, unicodedata.normalize("NFKC", text)))


def _grouped(code: str, group: int) -> str:
    return "-".join(code[start : start + group] for start in range(0, len(code), group))
