"""The browser's side as one text, for places where Streamlit cannot find the installed package's files.

The modules in `assets/` import each other by name only (`import {a, b} from "./c.js"`), export where they declare, and
no two declare the same name at top level. So all of them in a row, without those words, are the same program.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).with_name("assets")
ENTRY = "main.js"

_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def inline_js() -> str:
    """All modules as one, each after those that it imports."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in module_order())


@cache
def inline_css() -> str:
    """The style sheet."""
    return _read("stage.css")


def module_order() -> list[str]:
    """The names of the modules that the entry needs, each after those that it imports."""
    order: list[str] = []

    def visit(name: str) -> None:
        for wanted in _IMPORT.findall(_read(name)):
            if wanted not in order:
                visit(wanted)
        order.append(name)

    visit(ENTRY)
    return order


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
