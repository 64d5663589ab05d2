"""Runs a page of the app without a browser, and keeps its words and what its drawings were sent."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block as Branch

from nnviz.lessons.lesson import Action, Step
from nnviz.lessons.mathml import mathml
from nnviz.lessons.recording.lighter import lighter
from nnviz.lessons.recording.texts import html
from nnviz.lessons.recording.writing import Block, Captured
from nnviz.ui.shell.place import PAGES
from nnviz.ui.shell.session import ENTERED, RECORDING

SECONDS = 600
"""How long a page may take."""

_DRAWINGS = frozenset({"drawings", "stage", "sequences", "activation_race"})
_HEADINGS = {"title": 2, "header": 2, "subheader": 3}
_CONTROLS = frozenset(
    {"button_group", "select_slider", "slider", "selectbox", "number_input", "toggle", "checkbox", "radio"}
)
_CLOSED = frozenset({"expander", "popover", "dialog", "tab_container"})
_SET = '<p class="controls">'
_QUESTION = "**Before you look:**"
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^()\s]+)(?:\s+\"([^\"\n]*)\")?\)")
_COLOURED = re.compile(r":[a-z]+(?:-[a-z]+)?\[([^\]\n]*)\]")
_ICON = re.compile(r":material/[a-z_0-9]+:")


@dataclass(frozen=True)
class _Heading:
    """Where a section of a page begins."""

    level: int
    text: str


def capture_page(step: Step) -> Captured:
    """Run the page of a step as its address says, then carry out the actions of the step, and keep what is shown.

    Parameters
    ----------
    step : Step
        Of any page but the Playground.

    Raises
    ------
    ValueError
        If the page fails.
    """
    query = dict(step.view.query)
    page = _run(step, query)
    phases = [_phase(page, step)]
    after: list[int | None] = []
    for action in (*step.do, *step.reveal):
        page, done = _carried_out(page, step, query, action)
        if done:
            phases.append(_phase(page, step))
        after.append(len(phases) - 1 if done else None)
    return Captured(tuple(phases), tuple(after))


def _run(step: Step, query: dict[str, str]) -> AppTest:
    """Run the page for the first time."""
    page = AppTest.from_file(PAGES / f"{step.view.page}.py", default_timeout=SECONDS)
    for name, value in query.items():
        page.query_params[name] = value
    page.session_state[ENTERED] = page.session_state[RECORDING] = True
    return _checked(page, step)


def _checked(page: AppTest, step: Step) -> AppTest:
    """Run the page, with what was just pressed on it."""
    try:
        page.run()
    except RuntimeError as error:
        raise ValueError(f"expected the page of step {step.id} to be drawn within {SECONDS} seconds: {error}") from None
    if page.exception:
        raise ValueError(f"expected the page of step {step.id} to run, got: {page.exception[0].value}")
    return page


def _carried_out(page: AppTest, step: Step, query: dict[str, str], action: Action) -> tuple[AppTest, bool]:
    """Carry out an action, and say whether that could be done."""
    if action.kind == "set":
        query.update(action.settings)
        return _run(step, query), True
    if action.kind == "press":
        button = _button(page.main, step, action.target)
        if button is not None:
            button.click()
            return _checked(page, step), True
    return page, False


def _button(main: Branch, step: Step, label: str) -> Any:
    """Return the first button of a label in the sections that a step shows; None where there is none."""
    shown = _is_shown("", step)
    for element in _elements(main):
        if element.type in _HEADINGS:
            shown = _is_shown(str(element.value), step)
        elif shown and element.type == "button" and element.label == label:
            return element
    return None


def _elements(branch: Branch) -> Iterator[Any]:
    """Yield all elements of a page that are not in a closed panel, from top to bottom."""
    for child in branch.children.values():
        if not isinstance(child, Branch):
            yield child
        elif child.type not in _CLOSED:
            yield from _elements(child)


def _phase(page: AppTest, step: Step) -> tuple[Block, ...]:
    """Return what the page shows, as far as the step does not hide it."""
    sections: list[tuple[_Heading, list[Block]]] = [(_Heading(1, ""), [])]
    for found in _walked(page.main):
        if isinstance(found, _Heading):
            sections.append((found, []))
        else:
            sections[-1][1].append(found)
    blocks: list[Block] = []
    for heading, own in sections:
        if _is_shown(heading.text, step):
            if heading.text:
                blocks.append(Block(f"<h{heading.level}>{_inline(heading.text)}</h{heading.level}>"))
            blocks += own
    return tuple(_joined(blocks))


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks, controls that stand side by side in one."""
    waiting = ""
    for block in blocks:
        if block.html.startswith(_SET):
            waiting = f"{waiting.removesuffix('</p>')}, {block.html.removeprefix(_SET)}" if waiting else block.html
            continue
        if waiting:
            yield Block(waiting)
            waiting = ""
        yield block
    if waiting:
        yield Block(waiting)


def _is_shown(heading: str, step: Step) -> bool:
    """Return whether a step shows the section of a heading."""
    if step.only:
        return any(_same(heading, name) for name in step.only)
    return not any(_same(heading, name) for name in step.hide)


def _same(heading: str, name: str) -> bool:
    return bool(heading) and heading.casefold() == name.casefold()


def _walked(branch: Branch) -> Iterator[_Heading | Block]:
    """Yield what stands on a page, from top to bottom."""
    children = list(branch.children.values())
    if any(_is_question(child) for child in children):
        return  # its answer is the app's to give; the lesson has questions of its own
    controls: list[str] = []
    for child in children:
        if getattr(child, "type", "") in _CONTROLS:
            controls.append(_control(child))
            continue
        if controls:
            yield _controls(controls)
            controls = []
        if isinstance(child, Branch):
            if child.type not in _CLOSED:
                yield from _walked(child)
        else:
            yield from _shown(child)
    if controls:
        yield _controls(controls)


def _is_question(child: Any) -> bool:
    return getattr(child, "type", "") == "markdown" and str(child.value).startswith(_QUESTION)


def _shown(element: Any) -> Iterator[_Heading | Block]:
    """Yield what an element shows: nothing where a recording has no use for it."""
    kind = element.type
    if kind in _HEADINGS:
        yield _Heading(_HEADINGS[kind], str(element.value))
    elif kind in ("markdown", "caption", "info", "success", "warning", "error"):
        if words := page_html(str(element.value)):
            yield Block(words)
    elif kind == "latex":
        yield Block(f"<p>{mathml(str(element.value).strip().strip('$').strip(), block=True)}</p>")
    elif kind == "html" and str(element.value).lstrip().startswith('<div class="numpy-lines"'):
        yield Block(str(element.value))
    elif kind == "bidi_component":
        yield from _drawing(element.proto)


def _drawing(proto: Any) -> Iterator[Block]:
    """Yield what a drawing was sent."""
    component = proto.component_name.rpartition(".")[2]
    if component not in _DRAWINGS:
        return
    (size,) = struct.unpack_from("<I", proto.bytes)
    header = json.loads(proto.bytes[4 : 4 + size])
    if header.get("view") == "figure":
        yield Block(f'<p class="lacking">A figure to turn and zoom, in the app: {escape(header.get("alt", ""))}</p>')
        return
    yield Block(component=component, key=header.get("key") or component, messages=(lighter(proto.bytes),))


def _control(element: Any) -> str:
    """Return what a control is called and what it is set to."""
    value = element.value
    words = {True: "on", False: "off", None: "open"}
    many = value if isinstance(value, list | tuple) else [value]
    shown = ", ".join(words[one] if isinstance(one, bool | None) else _option(element, one) for one in many)
    return f"{_inline(str(element.label))}: <strong>{escape(shown)}</strong>"


def _option(element: Any, value: Any) -> str:
    """Return what a value of a control is called there."""
    options = list(getattr(element, "options", ()))
    at = getattr(element, "index", None)
    named = options[at] if isinstance(at, int) and 0 <= at < len(options) else value
    return str(getattr(named, "content", named)).replace("_", " ")


def _controls(found: list[str]) -> Block:
    return Block(f"{_SET}{', '.join(found)}</p>")


def page_html(text: str) -> str:
    """Return Markdown of the app's own pages as HTML: paragraphs, lists, and what texts of a lesson may have.

    Links become their words, since a recording has no other pages; explained terms keep their meaning. Everything is
    escaped.
    """
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        if lines and all(re.match(r"[-*] ", line) for line in lines):
            parts.append(f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>")
        elif found := re.match(r"(#{1,6}) (.*)", " ".join(lines)):
            parts.append(f"<h3>{_inline(found[2])}</h3>")
        elif lines and not lines[0].startswith("<") and (words := _inline(" ".join(lines))):
            parts.append(f"<p>{words}</p>")
    return "".join(parts)


def _inline(text: str) -> str:
    """Return a line of Markdown as HTML."""
    text = unescape(_ICON.sub("", text))
    while (plain := _COLOURED.sub(r"\1", text)) != text:
        text = plain
    terms: list[str] = []

    def keep(found: re.Match[str]) -> str:
        """Put a mark, which no text of the app holds, in the place of a term."""
        words, address, meaning = found.groups()
        if not meaning or not address.startswith("#"):
            return words
        terms.append(f'<abbr title="{escape(meaning)}">{html(words)}</abbr>')
        return f"\x00{len(terms) - 1}\x00"

    made = html(_LINK.sub(keep, text).replace("$$", "$").replace("\\$", "&#36;")).strip()
    return re.sub(r"\x00([0-9]+)\x00", lambda found: terms[int(found[1])], made)
