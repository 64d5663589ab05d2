"""Lines of NumPy on a page: coloured, with a button that copies them, the engine's own lines folded away below.

Streamlit's `st.code` fetches 1.6 MB of a program that colours any language;
here Python's own tokenizer does it on the server.
"""

import io
import keyword
import tokenize
from collections.abc import Iterator
from html import escape

import streamlit as st

from nnviz.figures.theme import DARK, LIGHT, Theme

_CONSTANTS = frozenset({"None", "True", "False"})


def numpy_lines(lines: str, engine: str = "", height: int | None = None) -> None:
    """Show lines of NumPy.

    Parameters
    ----------
    lines : str
        As a textbook has them.
    engine : str
        The engine's own lines; where they differ, they stand folded below.
    height : int, optional
        Of the box in pixels, where nothing below it may jump.
    """
    light, dark = _colours(LIGHT), _colours(DARK)
    # The browser chooses: it knows of a change of the theme when it comes.
    style = "".join(f"--code-{name}: light-dark({light[name]}, {dark[name]});" for name in light)
    if height is not None:
        style += f"height: {height}px;"
    own = ""
    if engine and engine != lines:
        what = "lines" if "\n" in engine else "line"
        own = f"<details><summary>The engine’s own {what}</summary>{_block(engine)}</details>"
    st.html(f'<div class="numpy-lines" style="{style}">{_block(lines)}{own}</div>')


def _colours(theme: Theme) -> dict[str, str]:
    return {"comment": theme.muted, "word": theme.lines[1], "number": theme.positive, "text": theme.lines[0]}


def _block(lines: str) -> str:
    copy = '<button type="button" data-copy="" title="Copy">Copy</button>'
    return f'<div class="numpy-block">{copy}<pre tabindex="0"><code>{"".join(_coloured(lines))}</code></pre></div>'


def _coloured(lines: str) -> Iterator[str]:
    """Yield the lines as HTML, every character of them escaped."""
    rows = lines.splitlines(keepends=True)
    at = (1, 0)
    try:
        for token in tokenize.generate_tokens(io.StringIO(lines).readline):
            if not token.string.strip():
                continue
            yield escape(_between(rows, at, token.start))
            kind = _kind(token)
            text = escape(token.string)
            yield f'<span class="{kind}">{text}</span>' if kind else text
            at = token.end
    except (tokenize.TokenError, IndentationError):
        pass  # no Python: as it is
    yield escape(_between(rows, at, (len(rows) + 1, 0)))


def _between(rows: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return what stands from one place to another; lines count from 1."""
    (first, left), (last, right) = start, end
    if first == last:
        return rows[first - 1][left:right] if first <= len(rows) else ""
    middle = "".join(rows[first : last - 1])
    head = rows[first - 1][left:] if first <= len(rows) else ""
    return head + middle + (rows[last - 1][:right] if last <= len(rows) else "")


def _kind(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.COMMENT:
        return "comment"
    if token.type == tokenize.STRING:
        return "text"
    if token.type == tokenize.NUMBER or token.string in _CONSTANTS:
        return "number"
    return "word" if keyword.iskeyword(token.string) else ""
