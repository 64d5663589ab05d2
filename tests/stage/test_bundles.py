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
OF_LECTURES = {
    *(f"{name}.{kind}" for name in ("presenter", "phone", "player", "handout") for kind in ("js", "css")),
    "hall_overlay.css",
}
"""No components: pages that routes serve or commands write, and a style that stands over the page."""

VOCABULARIES = ('"http://www.w3.org/2000/svg"', '"http://www.w3.org/1998/Math/MathML"')
"""Names, not addresses."""

ASK_THE_HALL = {"page", "presenter", "phone"}
"""These ask the routes of the hall, at the server that they came from."""

HAVE_A_LINE = {"activation_race", "sequences", "stage"}
"""These listen to a websocket of the server that they came from."""

JAVASCRIPT_FILES = sorted(Path(nnviz.stage.__file__).with_name("assets").rglob("*.js"))


def test_the_folder_holds_the_bundles_of_the_declared_components_and_the_licences():
    assert {ROOT / "nnviz" / component["asset_dir"] for component in DECLARED} == {BUNDLES}
    wanted = {f"{name}.{kind}" for name in COMPONENTS for kind in ("js", "css")} | {"NOTICE.txt"}
    assert {path.name for path in BUNDLES.iterdir()} == wanted | OF_LECTURES


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_bundle_imports_nothing_and_exports_what_streamlit_calls(name: str):
    text = (BUNDLES / f"{name}.js").read_text(encoding="utf-8")
    assert not re.search(r"\bimport\b\s*[\w{*(\"']", text)
    assert re.findall(r"\bexport\b *([^;]*);", text) == re.findall(r"{\w+ as default}", text)
    assert text.count(" as default}") == 1


@pytest.mark.parametrize("name", sorted({path.stem for path in BUNDLES.glob("*.css")}))
def test_a_bundle_fetches_nothing_from_elsewhere(name: str):
    text = "".join(path.read_text(encoding="utf-8") for path in BUNDLES.glob(f"{name}.*"))
    for vocabulary in VOCABULARIES:
        text = text.replace(vocabulary, "")
    text = text.replace("url(#", "")  # a mark in the same drawing
    asking = set() if name in ASK_THE_HALL else {"fetch("}
    for word in {"http:", "https:", "XMLHttpRequest", "@import", "url(", "eval("} | asking:
        assert word not in text, word
    assert text.count("WebSocket") == (name in HAVE_A_LINE)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_bundle_given_as_text_is_not_taken_for_a_file(name: str):
    for kind in ("js", "css"):
        first, _, rest = (BUNDLES / f"{name}.{kind}").read_text(encoding="utf-8").partition("\n")
        assert first.startswith(("// Made", "/* Made")) and rest.strip()


def test_a_module_begins_with_a_sentence():
    """Of its own; an example may follow behind an empty line."""
    for path in JAVASCRIPT_FILES:
        assert re.match(r"(// .*\n)*?// [^\n]*\.\n(//)?\n", path.read_text(encoding="utf-8")), path
