"""Codes that people read aloud and type: Crockford's base 32, without I, L, O and U."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_serial() -> str:
    """An unguessable serial of a certificate: 16 characters (80 bits) in four groups, `7K2M-…`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def tidy_serial(typed: str) -> str:
    """A serial as a person typed it, in its one form; anything else comes back empty."""
    code = typed.upper().translate(str.maketrans("OIL", "011", " -‐‑–_.\t\n"))
    if len(code) != 16 or set(code) - set(ALPHABET):
        return ""
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))
