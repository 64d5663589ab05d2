"""The browser's modules as one text: all there, in order, no name twice, nothing fetched from elsewhere."""

import re
from collections import Counter

import pytest

from nnviz.stage.inline import ASSETS, inline_css, inline_js, module_order

TOP = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let|var) (\w+)", re.MULTILINE)
STAGE = module_order()


def source(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def test_every_module_of_the_stage_is_needed_and_comes_after_those_it_imports():
    assert STAGE[-1] == "live/stage.js"
    for place, name in enumerate(STAGE):
        found = re.findall(r'from "\./([\w-]+\.js)"', source(name))
        wanted = {name.rpartition("/")[0] + "/" + other for other in found}
        assert wanted <= set(STAGE[:place]), f"{name} comes before something that it imports"


def test_one_text_has_no_imports_and_one_export():
    text = inline_js()
    assert not re.search(r"^import ", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == [
        "export default function stage({ data, parentElement, setTriggerValue }) {"
    ]


def test_no_two_modules_declare_the_same_name():
    names = Counter(name for module in STAGE for name in TOP.findall(source(module)))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", STAGE)
def test_a_module_begins_with_a_sentence(name: str):
    assert re.match(r"// [A-Z].*\.\n", source(name)) or re.match(r"// [A-Z].*\n// .*\.\n", source(name))


def test_the_stage_fetches_nothing_by_itself():
    text = inline_js() + inline_css()
    for word in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "@import", "url(", "eval("):
        assert word not in text, word
