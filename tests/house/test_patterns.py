"""Every pattern of the house takes time by the length of a text alone, whatever the text is made for.

The texts are made from the pattern itself: what it may repeat, repeated, and then what makes it fail.
"""

import ast
import itertools
import re
import time
from pathlib import Path
from re import _constants as kinds
from re import _parser

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("site/brs", "courses", "toolkits")
FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
VALIDATORS = {"RegexValidator", "RegexField", "re_path"}
# Patterns written elsewhere: (file, what stands there).
ELSEWHERE = {
    ("site/brs/starter/validation/location.py", "script"),  # reads our own files
    ("site/brs/urls.py", "wagtail_urls.serve_pattern"),  # Wagtail's, for addresses, which the server keeps short
}

LENGTH, SLOW = 4_000, 0.01  # a quadratic pattern takes some 0.02 s of so many characters, a linear one 0.0003
SAMPLES = {
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_SPACE: " \n",
    kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_WORD: "a",
    kinds.CATEGORY_NOT_WORD: "!",
}


def patterns_in(path: Path) -> list[tuple[int, str | None, int, str]]:
    """Line, pattern (None where it is not written there), flags and source of each in a file."""
    patterns = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(value=ast.Name(id="re"), attr=name) if name in FUNCTIONS:
                pass
            case ast.Name(id=name) if name in VALIDATORS:
                pass
            case _:
                continue
        flags = 0
        for argument in [*node.args[1:], *(keyword.value for keyword in node.keywords)]:
            for part in ast.walk(argument):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "re":
                    flags |= getattr(re, part.attr, 0)
        text = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
        text = text.decode("latin-1") if isinstance(text, bytes) else text
        patterns.append((node.lineno, text, flags, ast.unparse(node.args[0]) if node.args else ""))
    return patterns


PATTERNS = [
    (str(path.relative_to(ROOT)), *pattern)
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
    for pattern in patterns_in(path)
]
WRITTEN = {
    (pattern, flags): f"{path}:{line}" for path, line, pattern, flags, _source in PATTERNS if pattern is not None
}


def letters(parsed) -> str:
    """A few characters of each kind that the pattern names."""
    alphabet = ""
    for kind, value in parsed:
        match kind:
            case kinds.LITERAL:
                alphabet += chr(value)
            case kinds.NOT_LITERAL | kinds.ANY:
                alphabet += "a"
            case kinds.RANGE:
                alphabet += chr(value[0])
            case kinds.CATEGORY:
                alphabet += SAMPLES[value]
            case kinds.IN:
                alphabet += "~" if value[0][0] is kinds.NEGATE else ""
                alphabet += letters(value)
            case kinds.BRANCH:
                alphabet += "".join(map(letters, value[1]))
            case kinds.SUBPATTERN | kinds.ASSERT | kinds.ASSERT_NOT | kinds.ATOMIC_GROUP:
                alphabet += letters(value if kind is kinds.ATOMIC_GROUP else value[-1])
            case kinds.MAX_REPEAT | kinds.MIN_REPEAT | kinds.POSSESSIVE_REPEAT:
                alphabet += letters(value[2])
    return "".join(dict.fromkeys(alphabet))


def sample(parsed) -> str:
    """A short text that is roughly like the pattern."""
    text = ""
    for kind, value in parsed:
        match kind:
            case kinds.BRANCH:
                text += sample(value[1][0])
            case kinds.SUBPATTERN:
                text += sample(value[-1])
            case kinds.MAX_REPEAT | kinds.MIN_REPEAT | kinds.POSSESSIVE_REPEAT:
                text += sample(value[2]) * min(max(value[0], 1), 40)
            case kinds.ASSERT | kinds.ASSERT_NOT | kinds.AT | kinds.GROUPREF:
                pass
            case _:
                text += letters([(kind, value)])[-1:]
    return text


def attacks(pattern: str, flags: int) -> list[tuple[str, str, str]]:
    """What stands first, what is repeated, what stands at the end."""
    parsed = _parser.parse(pattern, flags)
    some = letters(parsed)[:9]
    ahead = {sample(list(parsed)[:end]) for end in range(len(parsed) + 1)}
    inner = {sample(value[2])[:60] for kind, value in parsed if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT)}
    units = {*some, *map("".join, itertools.product(some, repeat=2)), *ahead, *inner, "\n", " ", "a"} - {""}
    return [(first, unit, last) for unit in sorted(units) for first in ("", sample(parsed)[:40]) for last in ("", "\0")]


def seconds(compiled: re.Pattern, text: str) -> float:
    begun = time.process_time()
    for _match in compiled.finditer(text):
        pass
    compiled.fullmatch(text)
    return time.process_time() - begun


def grows_faster(pattern: str, flags: int) -> str:
    """The text, in short, that takes more than twice the time when it is twice as long; empty where none does."""
    compiled = re.compile(pattern, flags)
    for first, unit, last in attacks(pattern, flags):
        for length in (8, 16, 24, 32):  # what doubles with each character shows before it never ends
            if seconds(compiled, first + unit * length + last) > 0.1:
                return f"{first!r} + {unit!r} * {length} + {last!r}"
        times = LENGTH if len(unit) < 5 else LENGTH // 2
        text, longer = (first + unit * count + last for count in (times, 2 * times))
        if seconds(compiled, text) > SLOW:
            once, twice = (min(seconds(compiled, text) for _ in range(3)) for text in (text, longer))
            if once > SLOW and twice > 3 * once:
                return f"{first!r} + {unit!r} * {times} + {last!r}: {once:.3f} s, twice as long {twice:.3f} s"
    return ""


def test_all_patterns_are_written_where_they_can_be_looked_at():
    assert len(WRITTEN) > 30
    unwritten = {(path, source) for path, _line, pattern, _flags, source in PATTERNS if pattern is None}
    assert unwritten == ELSEWHERE


@pytest.mark.parametrize(("pattern", "flags"), WRITTEN, ids=WRITTEN.values())
def test_it_takes_time_by_the_length_alone(pattern, flags):
    assert not grows_faster(pattern, flags)


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+b", r"\s*</p>\s*", r"[(\[].*?[)\]]", r"\w+(?:\.\w+)*@", r"url\([^)]*\)", r'`"(.+?)"`', r"(^|\n)(?=\s*=)"],
)
def test_the_test_knows_those_that_do_not(pattern):
    assert grows_faster(pattern, 0)
