"""Codes that people read aloud and type: Crockford's base 32, without I, L, O and U."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH, SERIAL_GROUP = 16, 4
SHARE_LENGTH, SHARE_GROUP = 10, 5
JOIN_LENGTH, JOIN_GROUP = 8, 4


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


def _new(length: int, group: int) -> str:
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(length)), group)


def _tidy(typed: str, length: int, group: int) -> str:
    code = typed.upper().translate(str.maketrans("OIL", "011", " -‐‑–_.\t\n"))
    if len(code) != length or set(code) - set(ALPHABET):
        return ""
    return _grouped(code, group)


def _grouped(code: str, group: int) -> str:
    return "-".join(code[start : start + group] for start in range(0, len(code), group))
