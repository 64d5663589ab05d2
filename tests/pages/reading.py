"""Reads a page of AppTest: its drawings, its controls, its text, its address."""

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from nnviz.figures.theme import LIGHT, themes_for_browser
from tests.stage.decoding import unpack

PAGES = Path(__file__).parents[2] / "pages"


GROUPS = ("more_data", "initial_weights", "more_learning", "stopping", "more_seeds")
"""The groups of a sidebar that are closed at first, and then cost nothing."""


def open_groups(page: AppTest, name: str) -> None:
    """Open the groups of a page's sidebar before it runs."""
    for group in GROUPS:
        page.session_state[f"{name}.{group}"] = True


def drawn(page: AppTest, view: str):
    """Header and arrays of one drawing."""
    for component in page.get("bidi_component"):
        header, arrays = unpack(component.proto.bytes)
        if header["view"] == view:
            unknown = named_colours(header) - KNOWN_COLOURS
            assert not unknown, f"colours that the drawing's theme does not have, so that nothing is drawn: {unknown}"
            return header, arrays
    raise AssertionError(f"no drawing {view!r}")


def views(page: AppTest) -> list[str]:
    """The names of all drawings on the page."""
    return [unpack(component.proto.bytes)[0]["view"] for component in page.get("bidi_component")]


def code_lines(page: AppTest) -> list[str]:
    """The lines of NumPy that a page shows: of each box first the textbook's, then the engine's."""
    blocks = [block for element in page.get("html") for block in _CODE.findall(element.proto.body)]
    return [html.unescape(re.sub("<[^>]*>", "", block)) for block in blocks]


def heading_levels(page: AppTest) -> list[int]:
    """The levels of Streamlit's headings from the top of the page down."""

    def below(block):
        for child in getattr(block, "children", {}).values():
            yield child
            yield from below(child)

    return [int(element.tag[1:]) for element in below(page.main) if element.type in ("title", "header", "subheader")]


_CODE = re.compile("<pre[^>]*><code>(.*?)</code></pre>", re.DOTALL)

KNOWN_COLOURS = {
    *(name for name, value in themes_for_browser()["light"].items() if isinstance(value, str)),
    *(f"line-{k}" for k in range(len(LIGHT.lines))),
    *(f"class-{k}" for k in range(len(LIGHT.classes))),
}


def named_colours(part) -> set[str]:
    """The names of colours anywhere in a header."""
    if isinstance(part, dict):
        own = {value for name, value in part.items() if name == "colour" and isinstance(value, str)}
        return own.union(*(named_colours(value) for value in part.values()))
    return set().union(*(named_colours(value) for value in part)) if isinstance(part, list) else set()


def widget(page: AppTest, kind: str, key: str):
    """One control by its key."""
    return next(found for found in getattr(page, kind) if found.key == key)


def in_address(page: AppTest, name: str) -> str:
    """A query parameter, which AppTest hands out as a text or as a list of one."""
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def texts(page: AppTest) -> str:
    """All text of the page."""
    return "\n".join(element.value for element in page.markdown)
