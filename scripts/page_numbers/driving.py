"""Opens a page by Streamlit's AppTest, does what a person does on it by the labels, and reads what it shows."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from scripts.page_numbers import adapter
from scripts.page_numbers.addresses import Address
from scripts.page_numbers.digest import Entry, digest_json, is_number

MOST_QUESTIONS = 20
SECONDS = 120
FEWEST = 4
"""Elements of a page that was opened at all."""
TAGS = re.compile(r"<style>.*?</style>|<script.*?</script>|<[^>]*>", re.DOTALL)
WIDGETS = (
    "button_group", "checkbox", "multiselect", "number_input", "radio", "select_slider", "selectbox", "slider",
    "text_area", "text_input", "toggle",
)  # fmt: skip
CHOICES = ("radio", "button_group", "selectbox")


class NotRecorded(Exception):  # noqa: N818 - it is said to a person, and is no fault of this program
    """The page could not be brought into the wanted state."""


FOLDED = (
    "more_data",
    "initial_weights",
    "more_learning",
    "stopping",
    "more_seeds",
    "numbers_table",
    "rules",
    "schedule_formulas",
    "thresholds",
    "sum",
    "results.table",
)
"""The keys of panels that hold nothing while they are closed (ui/widgets/folded.py); those of a page without it."""


def record_page(address: Address, decoder: Callable[[bytes], Any] | None = None) -> Entry:
    """Return everything that a page shows at an address."""
    adapter.shared_caches()
    entry = Entry()
    with _files(entry):
        page = AppTest.from_file(adapter.PAGES / f"{address.page}.py", default_timeout=SECONDS)
        for key, value in address.query.items():
            page.query_params[key] = value
        page.session_state[adapter.ENTERED] = True
        for panel in FOLDED:
            page.session_state[panel if "." in panel else f"{address.page}.{panel}"] = True
        _run(page)
        for action in address.actions:
            if action[0] == "walk":
                for _ in range(action[2]):
                    if not _press(page, action[1]):
                        break
                    _read(page, entry, decoder, "open")
            else:
                ACTIONS[action[0]](page, *action[1:])
    _read(page, entry, decoder, "all")
    return entry


def _run(page: AppTest) -> None:
    """Run a page; an exception on it ends the recording of this address."""
    page.run()
    if page.exception:
        raise NotRecorded("; ".join(f"{error.value}" for error in page.exception))
    if sum(1 for _ in page.main) < FEWEST:
        raise NotRecorded("the page is empty: is adapter.ENTERED still the key that opens it without app.py?")


def _widgets(page: AppTest, kinds: tuple[str, ...] = WIDGETS) -> Iterator[Any]:
    for node in page._tree:  # the only way to all elements, those of containers and the side bar among them
        if getattr(node, "type", "") in kinds:
            yield node


def _answer(page: AppTest) -> None:
    """Choose the first option of each question that is not answered yet."""
    seen: set[str] = set()
    for _ in range(MOST_QUESTIONS):
        for node in _widgets(page, CHOICES):
            multiple = isinstance(node.value, list | tuple)
            if node.value is None and not multiple and not node.disabled and node.id not in seen and node.options:
                seen.add(node.id)
                _set(node, 0)
                _run(page)
                break
        else:
            return


def _set(node: Any, index: int) -> None:
    """Choose an option by its place."""
    if hasattr(node, "select_index"):
        node.select_index(index)
        return
    option = node.options[index]
    try:
        node.set_value(option if isinstance(option, str) else option.content)
    except (AttributeError, ValueError):
        node.set_value(index)


def _switch(page: AppTest) -> None:
    """Turn all switches on."""
    for _ in range(MOST_QUESTIONS):
        off = next((node for node in _widgets(page, ("toggle",)) if not node.value and not node.disabled), None)
        if off is None:
            return
        off.set_value(True)
        _run(page)


def _press(page: AppTest, label: str) -> bool:
    """Press the first button whose label, help or key has these words; whether there is one that can be pressed."""
    for node in _widgets(page, ("button",)):
        if re.search(label, f"{node.label} {node.proto.help} {node.key}") and not node.disabled:
            node.click()
            _run(page)
            return True
    return False


def _must_press(page: AppTest, label: str) -> None:
    if not _press(page, label):
        raise NotRecorded(f"no button {label!r}; there are {[node.label for node in _widgets(page, ('button',))]}")


def _choose(page: AppTest, label: str, option: str) -> None:
    """Choose an option by its words."""
    for node in _widgets(page, CHOICES):
        if re.search(label, node.label):
            titles = [getattr(one, "content", one) for one in node.options]
            _set(node, next(i for i, title in enumerate(titles) if re.search(option, str(title))))
            _run(page)
            return
    raise NotRecorded(f"no choice {label!r}; there are {[node.label for node in _widgets(page, CHOICES)]}")


ACTIONS: dict[str, Callable[..., None]] = {
    "answer": _answer,
    "switch": _switch,
    "press": _must_press,
    "choose": _choose,
}


@contextmanager
def _files(entry: Entry) -> Iterator[None]:
    """Keep the texts of files that a page offers."""
    real = MediaFileManager.add

    def add(self: Any, data: Any, mimetype: str, *args: Any, **more: Any) -> str:
        if isinstance(data, bytes | str) and mimetype.startswith("text/"):
            text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
            if text not in entry.texts.setdefault("files", []):
                entry.text("files", text)
        return real(self, data, mimetype, *args, **more)

    with patch.object(MediaFileManager, "add", add):
        yield


OPENED = (b'"view":"tensor"', b'"view":"confusion"', b'"view":"predicted"')
"""How the messages of the drawings begin that stand in panels."""


def _read(page: AppTest, entry: Entry, decoder: Callable[[bytes], Any] | None, part: str) -> None:
    """Add what the page shows now; ``part`` is all, or open: without the side bar and most drawings."""
    for node in page._tree if part == "all" else page.main:
        kind = getattr(node, "type", "")
        proto = getattr(node, "proto", None)
        if kind == "bidi_component":
            if part == "all" or any(name in proto.bytes[:60] for name in OPENED):
                _component(proto, entry, decoder)
        elif kind in ("arrow_data_frame", "arrow_table", "table", "dataframe"):
            frame = node.value
            entry.text("page", " | ".join(map(str, frame.columns)))
            for row in frame.itertuples(index=False):
                entry.text("page", " | ".join(repr(cell) if isinstance(cell, float) else str(cell) for cell in row))
        elif kind in WIDGETS:
            _control(node, entry)
        else:
            _text(node, kind, proto, entry)
    if part == "all":
        for key in sorted(page.query_params):
            value = page.query_params[key]
            entry.text("address", f"{key}={value if isinstance(value, str) else value[0]}")


def _component(proto: Any, entry: Entry, decoder: Callable[[bytes], Any] | None) -> None:
    form = proto.WhichOneof("data")
    if form == "json":
        digest_json(entry, "header", json.loads(proto.json), adapter.IGNORED)
    if form not in ("json", "bytes", None):
        raise NotRecorded(f"a component's data come as {form}; teach _component to read it")
    if form != "bytes":
        return
    header, arrays = adapter.decode(proto.bytes, decoder)
    for name, array in arrays:
        entry.array(name, array)
    for key, value in header.items():
        if key == "figure" and isinstance(value, str):
            _figure(entry, json.loads(value))
        elif key not in adapter.IGNORED:
            digest_json(entry, key, value, adapter.IGNORED)


def _figure(entry: Entry, figure: dict[str, Any]) -> None:
    digest_json(entry, "figure.data", figure["data"], adapter.IGNORED)
    digest_json(entry, "figure.layout", figure.get("layout", {}), adapter.IGNORED)


def _control(node: Any, entry: Entry) -> None:
    """A control with what it says: number, choice, ends of its range."""
    value = node.value
    shown = repr(float(value)) if is_number(value) and not isinstance(value, bool) else str(value)
    ends = [f"{name} {float(getattr(node, name))!r}" for name in ("min", "max") if is_number(getattr(node, name, None))]
    options = [str(getattr(one, "content", one)) for one in getattr(node, "options", None) or []]
    entry.text("controls", " · ".join([node.label, shown, *ends, *options]))


def _text(node: Any, kind: str, proto: Any, entry: Entry) -> None:
    if kind == "html":
        entry.text("page", TAGS.sub(" ", proto.body))
    elif kind == "metric":
        entry.text("page", f"{proto.label} {proto.body} {proto.delta}")
    elif kind == "page_link":
        entry.text("page", proto.label)
        entry.text("links", proto.query_string)
    elif kind == "button":
        entry.text("controls", node.label)
    elif kind == "progress":
        entry.text("page", proto.text)
    elif proto is not None and kind not in ("root", "main", "sidebar", "event"):
        for name in ("body", "label", "code_text"):
            if isinstance(found := getattr(proto, name, ""), str):
                entry.text("page", found)
