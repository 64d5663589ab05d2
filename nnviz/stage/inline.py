"""The browser's side as one text, for places where Streamlit cannot find the installed package's files.

The modules in `assets/` import each other by name only (`import {a, b} from "./c.js"`), export where they declare, and
no two that one entry needs declare the same name at top level. So all of them in a row, without those words, are the
same program.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).with_name("assets")
ENTRY = "live/stage.js"
STYLE = "live/live.css"

_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"(\.\.?/[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def inline_js(entry: str = ENTRY) -> str:
    """All modules that an entry needs as one, each after those that it imports."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in module_order(entry))


@cache
def inline_css(name: str = STYLE) -> str:
    """The style sheet."""
    return _read(name)


def module_order(entry: str = ENTRY) -> list[str]:
    """The names of the modules that the entry needs, below `assets/`, each after those that it imports."""
    order: list[str] = []

    def visit(name: str) -> None:
        for wanted in _IMPORT.findall(_read(name)):
            path = _beside(name, wanted)
            if path not in order:
                visit(path)
        order.append(name)

    visit(entry)
    return order


def _beside(name: str, wanted: str) -> str:
    """Return what ``wanted`` means in the module ``name``: its path below `assets/`."""
    return (ASSETS / name).parent.joinpath(wanted).resolve().relative_to(ASSETS.resolve()).as_posix()


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
