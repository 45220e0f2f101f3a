"""Files import one another in one direction. The circles that stay are named here, each with its reason.

An import in a function counts as well: it puts a circle off, and undoes none. What is imported for annotations alone,
under TYPE_CHECKING, is never loaded.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOTS = [ROOT / "site" / "brs", ROOT / "courses", ROOT / "toolkits"]
STAYING = {
    "the registry finds the rows of a person, and an account that is deleted asks it to": {
        "brs.people.models",
        "brs.people.privacy",
    },
    "the index of activities lists them by month and by day, and is gathered with the models that it lists": {
        "brs.activities.pages.catalogue",
        "brs.activities.pages.models",
        "brs.activities.pages.models.index_page",
    },
    "a survey's form is made of its questions, and its preview shows the form": {
        "brs.activities.evaluation.models",
        "brs.activities.evaluation.models.surveys",
        "brs.activities.evaluation.survey_form",
    },
    "a plan shows its components and outputs, which are pages themselves": {
        "brs.needs.assistance_plan.models",
        "brs.needs.assistance_plan.screen",
    },
    "the page of tools lists tools, and is a model beside theirs": {
        "toolkits.tools.catalogue",
        "toolkits.tools.models",
        "toolkits.tools.models.catalogue",
        "toolkits.tools.what_exists",
    },
}


def the_files() -> dict[str, Path]:
    files = {}
    for root in ROOTS:
        for path in root.rglob("*.py"):
            if "migrations" not in path.parts:
                parts = path.relative_to(root.parent).with_suffix("").parts
                files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return files


def imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from imports(child)


def loaded_by(name: str, path: Path, files: dict[str, Path]) -> set[str]:
    """The files that a file imports, and the packages that are loaded on the way to them."""
    package = (name if path.name == "__init__.py" else name.rpartition(".")[0]).split(".")
    targets = set()
    for node in imports(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            targets |= {alias.name for alias in node.names}
            continue
        above = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        targets |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in files else base for alias in node.names}
    chains = {
        ".".join(parts[:size])
        for target in targets
        if (parts := target.split("."))
        for size in range(1, len(parts) + 1)
    }
    return {target for target in chains & files.keys() if not f"{name}.".startswith(f"{target}.")}


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    reach = {name: _reached(name, graph) for name in graph}
    together = {name: frozenset({name} | {other for other in reach[name] if name in reach[other]}) for name in graph}
    return [set(circle) for circle in set(together.values()) if len(circle) > 1]


def _reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def test_no_circle_between_files_but_those_with_a_reason():
    files = the_files()
    graph = {name: loaded_by(name, path, files) for name, path in files.items()}
    assert len(graph) > 400
    new = [sorted(circle) for circle in circles(graph) if not any(circle <= staying for staying in STAYING.values())]
    assert not new, new
