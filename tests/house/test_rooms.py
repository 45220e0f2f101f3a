"""What holds of rooms beside the contracts in pyproject.toml: who may do what is said in one place, not in a view."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Not views of ours, but what all of them show when something is not there.
SHARED = {"brs.core.views"}


def imported_by(path: Path) -> set[str]:
    """Dotted names of modules that a module imports, whole or in part."""
    package = ".".join(path.relative_to(ROOT / "site" if (ROOT / "site") in path.parents else ROOT).parent.parts)
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


def test_no_view_imports_another_view():
    folders = ("site/brs", "courses", "toolkits")
    views = [path for folder in folders for path in sorted((ROOT / folder).rglob("*views.py"))]
    assert len(views) > 20
    borrowed = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in views
        for name in imported_by(path)
        if name.startswith(("brs.", "courses.", "toolkits.")) and name.endswith("views") and name not in SHARED
    }
    assert borrowed == set()
