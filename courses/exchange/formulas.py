"""Formulas of Word (OMML) and of web pages (MathML) on one line, as people read them out. Plain Python.

Texts of questions are plain, so that a formula becomes one: x² / 2, √(a + b). Whoever reads a file names it.
"""

from collections.abc import Callable, Sequence

LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
# Formulas that stand in a text as they are typed, in TeX.
TEX = (r"\(", r"\[", "$$", r"\frac", r"\sqrt")

Parts = Sequence[str]


def _grouped(part: str) -> str:
    part = part.strip()
    return part if part.isalnum() or len(part) < 2 else f"({part})"


def _fraction(parts: Parts) -> str:
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}"


def _shifted(part: str, signs: dict[int, int], otherwise: str) -> str:
    part = part.strip()
    return part.translate(signs) if all(ord(sign) in signs for sign in part) else f"{otherwise}{_grouped(part)}"


def _raised(parts: Parts) -> str:
    return parts[0].strip() + _shifted(parts[1], RAISED, "^")


def _lowered(parts: Parts) -> str:
    return parts[0].strip() + _shifted(parts[1], LOWERED, "_")


def _both(parts: Parts) -> str:
    return _lowered(parts) + _shifted(parts[2], RAISED, "^")


def _root(parts: Parts) -> str:
    return f"√{_grouped(''.join(parts))}"


def _nth_root(parts: Parts) -> str:
    """Of MathML, whose degree comes last."""
    return f"{_shifted(parts[1], RAISED, '')}√{_grouped(parts[0])}"


def _degree_first(parts: Parts) -> str:
    return _nth_root(parts[::-1]) if parts[0].strip() else _root(parts[1:])


def _bracketed(parts: Parts) -> str:
    return f"({', '.join(part.strip() for part in parts)})"


# Element -> the number of its parts, and what becomes of them. Of any other the parts stand one after the other.
_FORMS: dict[str, tuple[int, Callable[[Parts], str]]] = {
    "mfrac": (2, _fraction),
    "msup": (2, _raised),
    "msub": (2, _lowered),
    "msubsup": (3, _both),
    "msqrt": (0, _root),
    "mroot": (2, _nth_root),
    "mfenced": (0, _bracketed),
    "f": (2, _fraction),
    "sSup": (2, _raised),
    "sSub": (2, _lowered),
    "sSubSup": (3, _both),
    "rad": (2, _degree_first),
    "d": (0, _bracketed),
}
# What says how a formula looks, or says it once more in another language.
UNREAD = {"annotation", "annotation-xml", "rPr", "ctrlPr", *(f"{name}Pr" for name in _FORMS)}


def on_one_line(name: str, parts: Parts) -> str:
    """An element of a formula, of whose parts this was done before."""
    count, form = _FORMS.get(name, (-1, "".join))
    return form(parts) if count == len(parts) or (count == 0 and parts) else "".join(parts)


def has_tex(text: str) -> bool:
    return any(sign in text for sign in TEX)
