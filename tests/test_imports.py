"""What each room may import from outside, and what loading nnviz costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import statements

ROOT = Path(__file__).parent.parent
PARTS_OF_NUMPY = {"cython_runtime"}  # made by NumPy's compiled modules
ROOMS = {
    "engine": {"numpy"},
    "datasets": {"numpy"},
    "experiments": {"numpy", "pydantic", "yaml", "pyarrow"},  # YAML in yaml_files; Parquet, late, in a sweep's table
    "figures": {"numpy", "plotly", "pandas"},
    "stage": {"numpy"},
    "export": {"numpy", "plotly", "segno"},
    "lessons": {"numpy", "pydantic", "segno", "yaml"},
    "commands": {"streamlit"},
    "ui": {"numpy", "plotly", "pandas", "streamlit", "starlette"},  # Streamlit's own server is written with Starlette
}
PAGES = {"streamlit", "nnviz"}


def outside(path: Path) -> set[str]:
    """Top-level packages that a file imports, the standard library and nnviz itself left out."""
    found = set()
    for node in statements(path.read_text(encoding="utf-8")):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"nnviz"}


def test_every_room_has_its_list():
    rooms = {path.parent.name for path in (ROOT / "nnviz").glob("*/__init__.py")}
    assert rooms <= ROOMS.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    used = {str(path.relative_to(ROOT)): outside(path) for path in (ROOT / "nnviz" / room).rglob("*.py")}
    assert {path: names - ROOMS[room] for path, names in used.items() if names - ROOMS[room]} == {}


def test_pages_hold_no_maths_and_no_plotly():
    files = [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]
    assert {path.name: outside(path) - PAGES for path in files if outside(path) - PAGES} == {}


def modules_after(statement: str) -> set[str]:
    """Top-level names of all modules that a fresh Python holds after a statement."""
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def loaded_by(module: str) -> set[str]:
    """Packages from outside the standard library that importing a module loads."""
    names = modules_after(f"import {module}") - modules_after("pass") - sys.stdlib_module_names - PARTS_OF_NUMPY
    return {name for name in names if not name.startswith("_")}


def test_loading_the_engine_loads_nothing_but_numpy():
    assert loaded_by("nnviz.engine") == {"nnviz", "numpy"}


def test_loading_the_package_loads_neither_streamlit_nor_plotly():
    assert not loaded_by("nnviz") & {"streamlit", "plotly", "pandas", "pydantic"}
