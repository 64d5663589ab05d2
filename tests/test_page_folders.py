"""What belongs to one page stands in one folder of its room, named like the page; all other folders are shared."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")}
SHARED = {
    "experiments": {"address", "attending", "depth", "diagnosis", "inspection", "letters", "presets", "questions"}
    | {"recording", "replay", "run", "sweep", "trained", "yaml_files"},
    "ui": {"controls", "drawings", "inspector", "shell", "widgets"},
    "stage": {"assets", "bundles", "sequences"},
}
"""Folders named by what they are: what two pages share stands there."""


def folders(room: str) -> set[str]:
    found = (ROOT / "nnviz" / room).iterdir()
    return {path.name for path in found if path.is_dir() and path.name != "__pycache__"}


@pytest.mark.parametrize("room", SHARED)
def test_a_folder_is_named_like_a_page_or_known_to_be_shared(room):
    assert folders(room) - SHARED[room] <= PAGES
    assert SHARED[room] <= folders(room)


def test_every_page_has_its_folder_in_ui():
    assert folders("ui") >= PAGES


def test_drawings_of_pages_do_not_import_each_other():
    """Shared drawings stand above the page folders, and the kit knows neither."""
    root = ROOT / "nnviz" / "stage" / "assets" / "drawings"
    wrong = []
    for path in root.glob("*/*.js"):
        for imported in re.findall(r'from "(\.[^"]+)"', path.read_text(encoding="utf-8")):
            target = (path.parent / imported).resolve()
            if root in target.parents and target.parent not in (root, path.parent):
                wrong.append(f"{path.name} imports {imported}")
    assert wrong == []
    assert {path.name for path in root.iterdir() if path.is_dir()} <= PAGES


@pytest.mark.parametrize("room", ["experiments", "ui"])
def test_no_file_of_a_page_lies_loose_in_its_room(room):
    assert {path.name for path in (ROOT / "nnviz" / room).glob("*.py")} == {"__init__.py"}


@pytest.mark.parametrize("room", ["experiments", "ui"])
def test_the_contract_of_independence_names_every_page_folder(room):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = next(one for one in contracts["contracts"] if one["name"] == f"Pages do not import each other in {room}")
    assert set(named["modules"]) == {f"nnviz.{room}.{name}" for name in folders(room) & PAGES}
