"""The bundles of the browser's half: one module and one style sheet a component, whole, and nothing fetched by them."""

import re
import tomllib
from pathlib import Path

import pytest

import nnviz.stage
from nnviz.ui.drawings.packaged import BUNDLES

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = PROJECT["tool"]["streamlit"]["component"]["components"]
COMPONENTS = [component["name"] for component in DECLARED]
JAVASCRIPT_FILES = sorted(Path(nnviz.stage.__file__).with_name("assets").rglob("*.js"))


def test_the_folder_holds_the_bundles_of_the_declared_components_and_the_licences():
    assert {ROOT / "nnviz" / component["asset_dir"] for component in DECLARED} == {BUNDLES}
    wanted = {f"{name}.{kind}" for name in COMPONENTS for kind in ("js", "css")} | {"NOTICE.txt"}
    assert {path.name for path in BUNDLES.iterdir()} == wanted


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_bundle_imports_nothing_and_exports_what_streamlit_calls(name: str):
    text = (BUNDLES / f"{name}.js").read_text(encoding="utf-8")
    assert not re.search(r"\bimport\b\s*[\w{*(\"']", text)
    assert re.findall(r"\bexport\b *([^;]*);", text) == re.findall(r"{\w+ as default}", text)
    assert text.count(" as default}") == 1


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_bundle_fetches_nothing_by_itself(name: str):
    text = "".join((BUNDLES / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    text = text.replace('"http://www.w3.org/2000/svg"', "")  # the name of a vocabulary, not an address
    text = text.replace("url(#", "")  # a mark in the same drawing
    for word in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "@import", "url(", "eval("):
        assert word not in text, word


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_bundle_given_as_text_is_not_taken_for_a_file(name: str):
    for kind in ("js", "css"):
        first, _, rest = (BUNDLES / f"{name}.{kind}").read_text(encoding="utf-8").partition("\n")
        assert first.startswith(("// Made", "/* Made")) and rest.strip()


@pytest.mark.parametrize("path", JAVASCRIPT_FILES, ids=lambda path: path.name)
def test_a_module_begins_with_a_sentence(path: Path):
    """Of its own; an example may follow behind an empty line."""
    assert re.match(r"(// .*\n)*?// [^\n]*\.\n(//)?\n", path.read_text(encoding="utf-8")), path
