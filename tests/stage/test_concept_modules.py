"""The modules of the concept pages as one text: all there, in order, no name twice, nothing fetched from elsewhere."""

import re
from collections import Counter
from pathlib import Path

import pytest

from nnviz.stage.inline import ASSETS, inline_css, inline_js, module_order

ENTRY, STYLE = "drawings/drawings.js", "drawings/drawings.css"
MODULES = module_order(ENTRY)
TOP = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let|var) (\w+)", re.MULTILINE)


def source(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def test_every_module_of_the_folder_is_needed_and_comes_after_those_it_imports():
    assert {name for name in MODULES if name.startswith("drawings/")} == {
        path.relative_to(ASSETS).as_posix() for path in (ASSETS / "drawings").rglob("*.js")
    }
    for place, name in enumerate(MODULES):
        wanted = re.findall(r'from "(\.\.?/[\w./-]+\.js)"', source(name))
        before = {Path(ASSETS / earlier).resolve() for earlier in MODULES[:place]}
        assert {(ASSETS / name).parent.joinpath(path).resolve() for path in wanted} <= before, name


def test_no_two_modules_declare_the_same_name():
    names = Counter(name for module in MODULES for name in TOP.findall(source(module)))
    assert [name for name, count in names.items() if count > 1] == []


def test_one_text_has_no_imports_and_one_export():
    text = inline_js(ENTRY)
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert len(re.findall(r"^export ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("name", MODULES)
def test_a_module_begins_with_a_sentence(name):
    assert re.match(r"// [A-Z]", source(name))


def test_the_drawings_fetch_nothing_by_themselves():
    text = inline_js(ENTRY).replace('"http://www.w3.org/2000/svg"', "") + inline_css(STYLE)
    for word in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "@import", "eval("):
        assert word not in text, word
