"""What holds of rooms beside the contracts in pyproject.toml: no view lies above another, and the papers are right."""

import ast
import re
import subprocess
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


def test_every_file_that_the_papers_name_is_there():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    papers = [name for name in listed if name == "README.md" or (name.startswith("docs/") and name.endswith(".md"))]
    missing = [
        f"{paper}: {path}"
        for paper in papers
        for path in re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|js|html|typ))`", (ROOT / paper).read_text())
        if not any(f"/{name}".endswith(f"/{path}") for name in listed)
    ]
    assert len(papers) > 10 and missing == []
