"""Texts out of addresses, files and text boxes on a page: shown as they are, never obeyed as Markdown, HTML or LaTeX.

Streamlit reads Markdown in messages, headings, labels, help texts, captions, metrics and in the options of radio
buttons, pills and segmented controls. What a person wrote goes through `escape_markdown` before it stands in one of
these. Options of a selectbox or multiselect, `st.text`, `st.code` and the cells of a dataframe are plain text already.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Literal

import streamlit as st

Weight = Literal["strong", "", "faint"]
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])")
_LATEX = {
    **{mark: "\\" + mark for mark in "{}$&#_%"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_STYLE = """
<style>
.nnviz-pairs { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem;
  margin: 0 !important; padding: 0 !important; }
.nnviz-pairs dt { opacity: .75; }
.nnviz-pairs dd { margin: 0 !important; overflow-wrap: anywhere; }
.nnviz-table { overflow: auto; max-height: 19rem; border: 1px solid rgba(128,138,150,.45); border-radius: 4px; }
.nnviz-table table { border-collapse: collapse; font-size: .85rem; }
.nnviz-table th, .nnviz-table td { padding: .2rem .6rem; border-bottom: 1px solid rgba(128,138,150,.3);
  text-align: left; vertical-align: top; }
.nnviz-cells th, .nnviz-cells td { white-space: pre; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; }
.nnviz-cells tbody th { font-weight: 400; opacity: .75; text-align: right; }
.nnviz-lines th, .nnviz-lines td { white-space: pre-line; overflow-wrap: anywhere; }
.nnviz-lines table { width: 100%; }
.nnviz-lines tbody th { font-weight: 400; min-width: 6rem; }
.nnviz-lines tbody th + td { white-space: nowrap; }
.nnviz-lines tr.strong > * { font-weight: 600; }
.nnviz-lines tr.faint > * { opacity: .75; }
@media (max-width: 640px) {
  .nnviz-lines { max-height: 32rem; }
  .nnviz-lines table, .nnviz-lines tbody { display: block; }
  .nnviz-lines thead { display: none; }
  .nnviz-lines tbody tr { display: grid; grid-template-columns: 1fr max-content; padding: .2rem 0;
    border-bottom: 1px solid rgba(128,138,150,.3); }
  .nnviz-lines tbody td, .nnviz-lines tbody th { border: 0; padding: .1rem .6rem; }
  .nnviz-lines tbody td + td { grid-column: 1 / 3; }
}
</style>
"""


def escape_markdown(text: str) -> str:
    """Return Markdown that shows a text as it is: no picture, no formula, no colour in it is obeyed."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def escape_latex(text: str) -> str:
    r"""Return what shows a text as it is inside ``\text{...}`` of a formula."""
    return "".join(_LATEX.get(mark, mark) for mark in text)


def sentence(text: str) -> str:
    """Begin with a capital, unless with a name in quotation marks, and end with a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def show_error(*texts: str) -> None:
    """Tell what went wrong, each text a paragraph; people who listen hear it at once."""
    _box(st.error, texts)


def show_warning(*texts: str) -> None:
    """Tell what was left out or may surprise, each text a paragraph."""
    _box(st.warning, texts)


def show_info(*texts: str) -> None:
    """Tell what is good to know, each text a paragraph."""
    _box(st.info, texts)


def show_success(*texts: str) -> None:
    """Tell what was done, each text a paragraph."""
    _box(st.success, texts)


def _box(draw: Callable[[str], object], texts: Sequence[str]) -> None:
    if texts:
        draw("\n\n".join(map(escape_markdown, texts)))


def show_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Show subjects and what is to be said of each."""
    rows = "".join(f"<dt>{escape(subject)}</dt><dd>{escape(text)}</dd>" for subject, text in pairs)
    st.html(f'{_STYLE}<dl class="nnviz-pairs">{rows}</dl>')


def show_cells(label: str, names: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
    """Show cells of a table as texts.

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
    show_table(label, ("row", *names), [(str(number), *cells) for number, cells in zip(numbers, rows, strict=True)])


def show_table(
    label: str, names: Sequence[str], rows: Sequence[Sequence[str]], weights: Sequence[Weight] | None = None
) -> None:
    """Show a table of texts, the first of each row as its name.

    Parameters
    ----------
    label : str
        For people who do not see the table.
    names : sequence of str
        Of the columns.
    rows : sequence of sequence of str
    weights : sequence of {'strong', '', 'faint'}, optional
        Of the rows; given for texts that are to be read: they are broken into lines, and on a narrow screen each row is
        a paragraph (so the parts of the table bear their roles, which they would lose).
    """
    head = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in names)
    classes = [f' class="{weight}"' if weight else "" for weight in weights or [""] * len(rows)]
    lines = []
    for of_row, (name, *cells) in zip(classes, rows, strict=True):
        line = f'<th scope="row" role="rowheader">{escape(name)}</th>'
        line += "".join(f'<td role="cell">{escape(cell)}</td>' for cell in cells)
        lines.append(f'<tr role="row"{of_row}>{line}</tr>')
    kind = "nnviz-table nnviz-lines" if weights else "nnviz-table nnviz-cells"
    st.html(
        f'{_STYLE}<div class="{kind}" tabindex="0" role="region" aria-label="{escape(label)}"><table role="table">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )
