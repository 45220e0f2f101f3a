"""What holds of rooms beside the contracts in pyproject.toml: no view lies above another, and the papers are right."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Not views of ours, but what all of them show when something is not there.
SHARED = {"brs.core.views"}
MADE_AS_IT_RUNS = {"var/"}


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


def papers() -> dict[str, str]:
    """The texts of all papers of the project, by path."""
    return {name: (ROOT / name).read_text() for name in tracked() if name.endswith(".md")}


@cache
def tracked() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_every_file_and_folder_that_the_papers_name_is_there():
    """In full, or from any folder on: `marking.py`, `questions/marking.py`, `courses/questions/`."""
    ends = {f"/{name}" for name in tracked()}
    folders = {f"/{parent}/" for name in tracked() for parent in Path(name).parents}
    named = re.compile(r"`((?:[\w.-]+/)*(?:[\w-]+\.(?:py|js|css|html|typ|sh|toml|yaml|po|txt|sha256)|[\w-]+/))`")
    missing = [
        f"{paper}: {path}"
        for paper, text in papers().items()
        for path in named.findall(text)
        if path not in MADE_AS_IT_RUNS
        and not any(name.endswith(f"/{path}") for name in (folders if path.endswith("/") else ends))
    ]
    assert len(papers()) > 20 and missing == []


def test_every_link_between_papers_leads_to_a_file_and_its_heading():
    broken = []
    for paper, text in papers().items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            file = (ROOT / paper).parent / path if path else ROOT / paper
            if not file.exists() or (anchor and anchor not in anchors(file.read_text())):
                broken.append(f"{paper}: {target}")
    assert broken == []


def anchors(text: str) -> set[str]:
    """Those that GitHub makes of headings."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
