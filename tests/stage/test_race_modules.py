"""The modules of the race as one text: all there, in order, no name twice, nothing fetched from elsewhere."""

import re
from collections import Counter

import pytest

from nnviz.stage.inline import ASSETS, inline_js, module_order

ENTRY = "live/activation_race/activation_race.js"
FOLDER = "live/activation_race/"
MODULES = module_order(ENTRY)
TOP = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let|var) (\w+)", re.MULTILINE)


def source(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def test_every_module_of_the_folder_is_needed():
    assert {name for name in MODULES if name.startswith(FOLDER)} == {
        FOLDER + path.name for path in (ASSETS / FOLDER).glob("*.js")
    }
    assert MODULES[-1] == ENTRY


def test_no_two_modules_declare_the_same_name():
    names = Counter(name for module in MODULES for name in TOP.findall(source(module)))
    assert [name for name, count in names.items() if count > 1] == []


def test_one_text_has_no_imports_and_one_export():
    text = inline_js(ENTRY)
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert len(re.findall(r"^export ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(FOLDER)])
def test_a_module_begins_with_a_sentence(name):
    assert re.match(r"// [A-Z].*\.\n", source(name))


def test_the_race_fetches_nothing_by_itself():
    text = inline_js(ENTRY)
    for word in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "@import", "eval("):
        assert word not in text, word
