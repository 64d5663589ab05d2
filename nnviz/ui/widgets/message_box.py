"""Texts out of people's files on a page: shown as they are, never obeyed as Markdown, markup or a formula."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

import streamlit as st

Tone = Literal["problem", "warning", "good", "plain"]

# Tints of the page's own colour, so that its text stays readable on them in light and dark.
_TINTS = {"problem": "214,62,62", "warning": "201,137,16", "good": "32,140,90", "plain": "128,138,150"}
_STYLE = """
<style>
.nnviz-told { border-left: 4px solid; border-radius: 4px; padding: .45rem .8rem; overflow-wrap: anywhere; }
.nnviz-told p { margin: 0; }
.nnviz-told p + p { margin-top: .35rem; }
.nnviz-facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem;
  margin: 0 !important; padding: 0 !important; }
.nnviz-facts dt { opacity: .75; }
.nnviz-facts dd { margin: 0 !important; overflow-wrap: anywhere; }
.nnviz-table { overflow: auto; max-height: 19rem; border: 1px solid rgba(128,138,150,.45); border-radius: 4px; }
.nnviz-table table { border-collapse: collapse; font-size: .85rem; }
.nnviz-table th, .nnviz-table td { padding: .2rem .6rem; border-bottom: 1px solid rgba(128,138,150,.3);
  text-align: left; white-space: pre; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; }
.nnviz-table tbody th { font-weight: 400; opacity: .75; text-align: right; }
</style>
"""


def told(sentences: str | Iterable[str], tone: Tone = "plain") -> None:
    """Show sentences in a box; a problem is announced to people who listen.

    Parameters
    ----------
    sentences : str or iterable of str
        Each becomes a paragraph.
    tone : {'problem', 'warning', 'good', 'plain'}
    """
    lines = [sentences] if isinstance(sentences, str) else list(sentences)
    if not lines:
        return
    role = "alert" if tone == "problem" else "status"
    body = "".join(f"<p>{escape(_sentence(line))}</p>" for line in lines)
    colours = f"border-color:rgb({_TINTS[tone]});background:rgba({_TINTS[tone]},.13)"
    st.html(f'{_STYLE}<div class="nnviz-told {tone}" role="{role}" style="{colours}">{body}</div>')


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Show subjects and what is to be said of each."""
    rows = "".join(f"<dt>{escape(subject)}</dt><dd>{escape(text)}</dd>" for subject, text in pairs)
    st.html(f'{_STYLE}<dl class="nnviz-facts">{rows}</dl>')


def text_table(label: str, names: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
    """Show cells as texts.

    Parameters
    ----------
    label : str
        For people who do not see the table.
    names : sequence of str
        Of the columns.
    numbers : sequence of int
        The number of each row in its file.
    rows : sequence of sequence of str
        The cells.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{number}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for number, cells in zip(numbers, rows, strict=True)
    )
    st.html(
        f'{_STYLE}<div class="nnviz-table" tabindex="0" role="region" aria-label="{escape(label)}"><table>'
        f'<thead><tr><th scope="col">row</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _sentence(text: str) -> str:
    """Begin with a capital, unless with a name in quotation marks, and end with a full stop."""
    whole = text if text.endswith((".", "?", "!")) else text + "."
    return whole[0].upper() + whole[1:]
