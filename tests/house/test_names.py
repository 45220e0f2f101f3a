"""A variable names what it holds. Of names that only point (`found`, `one`, `there`) there are few, and ever fewer."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("site/brs", "courses", "toolkits", "tests")
POINTING = {"found", "said", "one", "told", "here", "there", "way", "place"} | {
    "own",
    "where",
    "those",
    "thing",
    "kept",
}
# How many there are. It only falls: whoever renames one lowers it. A `place` where something is held is a good name.
MOST = 20


def bound_names(source: str) -> list[str]:
    """The names that a text of Python gives: to variables, fields and arguments, each time it does."""
    nodes = list(ast.walk(ast.parse(source)))
    variables = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return variables + [node.arg for node in nodes if isinstance(node, ast.arg)]


@cache
def names_by_file() -> dict[str, list[str]]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)): bound_names(path.read_text()) for path in paths}


def test_few_names_point_and_none_is_added():
    pointing = Counter({file: sum(name in POINTING for name in names) for file, names in names_by_file().items()})
    all_names = sum(map(len, names_by_file().values()))
    count = pointing.total()
    assert all_names > 20_000
    assert count < all_names * 0.005, pointing.most_common(10)
    assert count == MOST, f"{count} names point: name what they hold, or lower MOST. {pointing.most_common(5)}"


def test_it_counts_every_way_to_give_a_name():
    source = (
        "def f(one, *, told=1):\n    for found in one:\n        with told as kept: there: int = 1\n    lambda way: way"
    )
    assert sorted(set(bound_names(source)) & POINTING) == ["found", "kept", "one", "there", "told", "way"]
