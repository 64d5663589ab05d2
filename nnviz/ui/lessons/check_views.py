"""Runs the view of a step as the app does, without a browser, and looks for what the step names on it.

What Streamlit draws is found by its visible label, a control by the key of its setting too. Drawings are made in the
browser: a name in them counts as found where it stands in what the page sends to a drawing, or in the program of one.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from streamlit.config import set_option
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from nnviz.experiments.address.echo import echo
from nnviz.lessons.lesson import Action, Step
from nnviz.lessons.views import WITHOUT_SETTINGS, settings_class
from nnviz.ui.shell.place import PAGES
from nnviz.ui.shell.session import ENTERED

MOST_SECONDS = 120
"""Seconds that a page may take to run."""

STAGE = "stage"
"""The name of the live stage as a whole."""

DRAWING = ("stage", "activation_race", "sequences", "drawings")
"""The components whose words are names on a page; those of the lesson's own bar are not."""

_ICON = re.compile(r":material/\w+:")
_ESCAPE = re.compile(r"\\(?=[\W_])")
_MARK = re.compile(r"(?<!\\)[*`_]")
_TENSOR = re.compile(r"[.\[]")


def quiet() -> None:
    """Keep Streamlit from telling, at each page, that it runs without a browser."""
    set_option("logger.level", "error")
    set_log_level("ERROR")


def look(step: Step) -> Iterator[tuple[str, str]]:
    """Run a step's view and yield what is wrong with it: the key of the step, and the message.

    Parameters
    ----------
    step : Step
    """
    page = AppTest.from_file(PAGES / f"{step.view.page}.py", default_timeout=MOST_SECONDS)
    for key, text in step.view.query.items():
        page.query_params[key] = text
    page.session_state[ENTERED] = True
    told = list(_run(page))
    yield from (("view", message) for message in told)
    if told:
        return
    seen = PageNames(page, step.view.page)
    for place in ("hide", "only", "lock"):
        yield from ((place, message) for name in getattr(step, place) for message in seen.missing(name))
    if step.point and not (step.view.page == "playground" and _TENSOR.search(step.point)):
        yield from (("point", message) for message in seen.unlinked(step.point))
    for place, actions in (("do", step.do), ("reveal", step.reveal)):
        for action in actions:
            if action.kind in ("open", "press"):
                yield from ((place, message) for message in _use(page, action, seen))
                seen = PageNames(page, step.view.page)


def _run(page: AppTest) -> Iterator[str]:
    """Run a page and yield what it complains about."""
    page.run()
    for kind, boxes in (("fails", page.exception), ("shows an error", page.error), ("warns", page.warning)):
        for box in boxes:
            yield f"expected a page without complaint, but it {kind}: {echo(_plain(str(box.value)), 200)}"


def _use(page: AppTest, action: Action, seen: "PageNames") -> Iterator[str]:
    """Open a panel or press a button as far as that is the server's task, and yield what is wrong."""
    if missing := list(seen.missing(action.target)):
        yield from missing
        return
    if action.kind == "open" and (key := seen.panel_key(action.target)):
        page.session_state[key] = True
        yield from _run(page)
    elif action.kind == "press" and (button := seen.button(action.target)) is not None:
        button.click()
        yield from _run(page)


class PageNames:
    """What a page that has run calls its panels, controls and buttons.

    Parameters
    ----------
    page : AppTest
    name : str
        Its file's name, with which the keys of its widgets begin.
    """

    def __init__(self, page: AppTest, name: str) -> None:
        self._nodes = [node for area in (page.main, page.sidebar) for node in _below(area)]
        self._name = name
        self._labels = {_compared(label): label for node in self._nodes for label in _labels(node) if label}
        self._keys = {str(node.key) for node in self._nodes if getattr(node, "key", None)}
        drawings = [node for node in self._nodes if node.type == "bidi_component"]
        self._sent = "\n".join(_sent(node) for node in drawings)
        self._programs = _programs() if drawings else ""

    def missing(self, name: str) -> Iterator[str]:
        """Yield the message that there is no such name, where there is none."""
        wanted = _compared(name)
        if wanted in self._labels or f"{self._name}.{name}" in self._keys or self._in_drawing(name):
            return
        if wanted == STAGE and self._has_stage:
            return
        near = get_close_matches(wanted, self._labels, 1)
        meant = f"; did you mean {self._labels[near[0]]}?" if near else "; names are the visible labels"
        yield f"expected a name on the page {self._name}, got {echo(name)}{meant}"

    def unlinked(self, word: str) -> Iterator[str]:
        """Yield the message that nothing is linked by a word and nothing has that name, where it is so.

        The programs write words such as ``walker-2`` as ``walker-${k}``.
        """
        before = re.match(r"[^0-9]+", word)
        numbered = before is not None and before[0] != word and f"{before[0]}${{" in self._programs
        among = re.compile(rf"""["'`](?:[^"'`\n]{{0,60}} )?{re.escape(word)}(?: [^"'`\n]{{0,60}})?["'`]""")
        if not numbered and not among.search(self._programs) and list(self.missing(word)):
            yield (
                f"expected the path of a tensor on view, a word that parts of a drawing on the page {self._name} are "
                f"linked by, or a visible name, got {echo(word)}; open the panel that has it, or point elsewhere"
            )

    @property
    def _has_stage(self) -> bool:
        return any(key == "live" or key.startswith("room-of-") for key in self._keys)

    def panel_key(self, name: str) -> str:
        """Return the key under which the session keeps whether a panel is open; empty where there is none."""
        wanted = _compared(name)
        found = (n.key for n in self._nodes if n.type == "expander" and wanted in map(_compared, _labels(n)))
        return str(next(found, None) or "")

    def button(self, name: str) -> Any:
        """Return the first button with this label; None where there is none that the server draws."""
        wanted = _compared(name)
        return next((n for n in self._nodes if n.type == "button" and wanted in map(_compared, _labels(n))), None)

    def _in_drawing(self, name: str) -> bool:
        """Return whether a drawing has it: as a word of what was sent, or as a text of the program.

        The key of a setting is in no drawing but the stage.
        """
        if name in setting_keys(self._name):
            return self._has_stage
        if "_" in name:
            return False
        word = re.compile(rf"(?<![\w.\]]){re.escape(name)}(?![\w.\[])", re.IGNORECASE)
        text = re.compile(rf"""["'`>]{re.escape(name)}["'`<]""", re.IGNORECASE)
        return bool(word.search(self._sent) or text.search(self._programs))


def setting_keys(page: str) -> set[str]:
    """Return the keys that an address of a page may have."""
    if page in WITHOUT_SETTINGS:
        return set()
    return {key for keys in settings_class(page).address_keys().values() for key in keys}


def _below(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _below(child)


def _labels(node: Any) -> Iterable[str]:
    """Yield the visible names of an element: its label, a heading's text, the options of a choice."""
    proto = getattr(node, "proto", None)
    for holder in (node, proto, getattr(proto, node.type, None)):
        label = getattr(holder, "label", None)
        if isinstance(label, str):
            yield label
    if node.type in ("title", "header", "subheader"):
        yield str(node.value)
    if node.type == "button_group":
        yield from map(str, node.options)


def _compared(text: str) -> str:
    return " ".join(_plain(text).split()).casefold()


def _plain(text: str) -> str:
    """Return a label without the marks of Markdown and without icons."""
    return _ESCAPE.sub("", _MARK.sub("", _ICON.sub("", text))).strip()


def _sent(node: Any) -> str:
    data: bytes = getattr(node.proto, "bytes", b"")
    return data.decode("utf-8", "replace") + str(getattr(node.proto, "json", ""))


@cache
def _programs() -> str:
    """Return the programs that draw a page's content in the browser."""
    folder = files("nnviz.stage") / "bundles"
    return "\n".join((folder / f"{name}.js").read_text("utf-8") for name in DRAWING)
