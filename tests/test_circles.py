"""No file of nnviz needs, over whatever detour, itself: imports for types and inside functions count too."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.sources import statements

ROOT = Path(__file__).parent.parent


def module_name(path: Path, root: Path) -> str:
    """The name by which a file is imported: ``nnviz.engine`` for ``nnviz/engine/__init__.py``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(source: str, known: set[str]) -> set[str]:
    """The known modules that a file names in its imports, wherever in the file they stand.

    ``from package import name`` names the module ``package.name`` where there is one, and the package otherwise.
    """
    found = set()
    for node in statements(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inside & known
            found |= {node.module or ""} if inside - known else set()
    return found & known


def import_graph(root: Path) -> dict[str, set[str]]:
    """For each module of nnviz, the modules of nnviz that it imports."""
    files = {module_name(path, root): path for path in sorted((root / "nnviz").rglob("*.py"))}
    return {name: imported_by(path.read_text(encoding="utf-8"), set(files)) for name, path in files.items()}


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of imports, its first module repeated at its end; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return found.args[1]
    return []


def test_no_file_needs_itself_over_a_detour():
    assert circle(import_graph(ROOT)) == []


def test_a_circle_is_found_through_imports_for_types_and_inside_functions(tmp_path):
    package = tmp_path / "nnviz"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "first.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nnviz.second\n")
    (package / "second.py").write_text("def late():\n    from nnviz import third\n    return third\n")
    (package / "third.py").write_text("from nnviz.first import something\n")
    graph = import_graph(tmp_path)
    assert graph["nnviz.first"] == {"nnviz.second"} and graph["nnviz.second"] == {"nnviz.third"}
    assert set(circle(graph)) == {"nnviz.first", "nnviz.second", "nnviz.third"}
    assert circle(graph | {"nnviz.third": set()}) == []
