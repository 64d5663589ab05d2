"""The documents speak of files that exist, and the index of docs/ names each of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BUILT = ("build/", ".venv", "node_modules/")
"""Where paths begin that only exist after something was run."""


def paths_in(text: str) -> set[str]:
    """Paths of the repository that a document names between backticks; `<page>` stands for any page."""
    named = re.findall(r"`((?:nnviz|pages|tests|docs|scripts|benchmarks|\.ci)/[\w<>*./-]*)`", text)
    return {path for path in named if not path.startswith(BUILT)}


def exists(path: str) -> bool:
    pattern = re.sub(r"<[a-z_]+>", "*", path).rstrip("/")
    return any(ROOT.glob(pattern))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_files_that_exist(document):
    assert {path for path in paths_in(document.read_text(encoding="utf-8")) if not exists(path)} == set()


def test_the_index_names_every_document():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in names if f"({name})" not in index} == set()


def test_concept_pages_lists_every_view_with_its_folder():
    drawings = "nnviz/stage/assets/drawings"
    script = (ROOT / drawings / "drawings.js").read_text(encoding="utf-8")
    folders = dict(re.findall(r'^import \{ (\w+) \} from "\./(?:(\w+)/)?\w+\.js";', script, re.MULTILINE))
    kinds = re.search(r"const VIEW_KINDS = \{(.*?)\};", script, re.DOTALL)
    assert kinds is not None
    views = {name: folders[kind] for name, kind in re.findall(r"(\w+): (\w+),", kinds[1])}
    text = (ROOT / "docs" / "concept_pages.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \|$", text, re.MULTILINE)
    listed = {name: folder for folder, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert views and listed == {name: folder or "drawings" for name, folder in views.items()}
