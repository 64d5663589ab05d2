"""Finds markup of a stranger's text on a page of AppTest, wherever Streamlit, HTML or Plotly would obey it."""

import json
import re
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from tests.stage.decoding import unpack

HOSTILE = (
    "![zqx](//h/i) <img src=//h/zqx>",
    "$zqx$ :red[zqx] :material/zqx: `zqx`",
    "[zqx](//h) **zqx** <b>zqx</b>",
)
"""Short enough to be repeated as a whole."""

_MATHS = re.compile(r"(?<!\\)\$\$?zqx")
_MARKDOWN = re.compile(r"(?<!\\)(!?\[zqx|<img|<b>|:red\[zqx|:material/zqx|\*\*zqx|`zqx)")
_TAGS = re.compile(r"<img|<b>zqx|<a ")
_FORMULA = re.compile(r"(?<!\\)(\$\$?).*?(?<!\\)\1", re.DOTALL)

PLAIN = {
    "Selectbox": {"options", "raw_value", "placeholder"},
    "MultiSelect": {"options", "raw_values", "placeholder"},
    "TextInput": {"default", "value", "placeholder"},
    "TextArea": {"default", "value", "placeholder"},
    "Text": {"body"},
    "Code": {"code_text"},
    "Slider": {"options", "raw_value"},
    "Radio": {"raw_value"},
    "ButtonGroup": {"raw_values"},
    "Dataframe": {"columns"},
    "PageLink": {"query_string"},
}
"""Fields of messages that Streamlit shows as they are, or does not show."""


def obeyed(page: AppTest) -> list[str]:
    """Every text of a page in which the markup of `HOSTILE` would be obeyed."""
    return [f"{kind}: {text}" for kind, text in _texts(page) if _is_obeyed(kind, text)]


def shown(page: AppTest) -> str:
    """All texts of a page, one below the other."""
    return "\n".join(text for _, text in _texts(page))


def _is_obeyed(kind: str, text: str) -> bool:
    if kind in ("html", "figure"):
        return _TAGS.search(text) is not None
    return _MATHS.search(text) is not None or _MARKDOWN.search(_FORMULA.sub("", text)) is not None


def _texts(page: AppTest) -> Iterator[tuple[str, str]]:
    for block in page._tree.children.values():
        yield from _below(block)


def _below(node: object) -> Iterator[tuple[str, str]]:
    proto = getattr(node, "proto", None)
    if proto is not None and hasattr(proto, "DESCRIPTOR"):
        yield from _of_element(str(node.type), proto)  # type: ignore[attr-defined]
    for child in getattr(node, "children", {}).values():
        yield from _below(child)


def _of_element(kind: str, proto: object) -> Iterator[tuple[str, str]]:
    if kind == "bidi_component":
        header, _ = unpack(proto.bytes) if proto.bytes else ({}, {})  # type: ignore[attr-defined]
        if header.get("view") == "figure":
            yield from (("figure", text) for text in _strings(json.loads(header["figure"])))
    elif kind in ("html", "iframe"):
        yield "html", getattr(proto, "body", "") or getattr(proto, "srcdoc", "")
    else:
        yield from ((kind, text) for text in _fields(kind, proto))


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _strings(value)


def _fields(kind: str, proto: object) -> Iterator[str]:
    for field, value in proto.ListFields():  # type: ignore[attr-defined]
        if field.name == "id" or field.name in PLAIN.get(type(proto).__name__, set()):
            continue
        for part in value if field.is_repeated else [value]:
            if isinstance(part, str):
                yield part
            elif hasattr(part, "ListFields"):
                yield from _fields(kind, part)
