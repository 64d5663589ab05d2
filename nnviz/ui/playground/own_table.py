"""A table that a person brings along: read it, say what was understood, and let them overrule it."""

import hashlib
from typing import Any

import streamlit as st

from nnviz.datasets import ConvertedTable, Table, TableError, read_table
from nnviz.datasets.tables.encodings import ENCODINGS
from nnviz.datasets.tables.table import Limit
from nnviz.datasets.tables.text import UNICODE
from nnviz.ui.playground.own_columns import choose_columns
from nnviz.ui.playground.own_questions import Answers
from nnviz.ui.playground.own_remembered import remembered
from nnviz.ui.shell.session import OWN_DATA, session
from nnviz.ui.widgets.untrusted_text import (
    escape_markdown,
    sentence,
    show_cells,
    show_error,
    show_info,
    show_pairs,
    show_warning,
)

SEPARATORS = {None: "detected", "\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar", " ": "blanks"}
DECIMALS = {None: "detected", ".": "point, as in 1.5", ",": "comma, as in 1,5"}
HEADERS = {None: "detected", True: "yes", False: "no, it is already data"}
_ENCODINGS: dict[Any, str] = {
    None: "detected",
    **UNICODE,
    **{codec: encoding.title for codec, encoding in ENCODINGS.items()},
}
_LIMITS: tuple[Limit, ...] = ("bytes", "columns", "rows", "classes")
_SHOWN_ROWS = 20
_TOLD_BY_COLUMN = ("Types", "Missing")


def chosen_data(source: bytes | str) -> ConvertedTable | None:
    """Read a table, say how, and let a person choose its columns.

    Parameters
    ----------
    source : bytes or str
        A file, or pasted text.

    Returns
    -------
    ConvertedTable or None
        The data; None while something is wrong; a message says what.
    """
    raw = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    mark = hashlib.sha256(raw).hexdigest()[:12]
    with st.expander("Was something misunderstood?"):
        overruled = _reading_options(mark, isinstance(source, bytes))
    accepted = _accepted(mark)
    answers = Answers(f"{mark}.{hash((overruled, accepted))}")
    way = (mark, overruled, answers.given, accepted)
    table = remembered("table", way, lambda: _read(source, dict(overruled) | answers.keywords, accepted))
    must_answer = answers.ask(table.questions if isinstance(table, Table) else ())
    taken: TableError | ConvertedTable | None = None
    if isinstance(table, Table):
        _show(table)
        taken = choose_columns(table, mark, way, accepted)
    problem = table if isinstance(table, TableError) else taken
    if isinstance(problem, TableError):
        show_error(sentence(str(problem)))
        if problem.limit:
            _offers(mark)[problem.limit] = problem.offer
    for limit, offer in _offers(mark).items():
        st.checkbox(escape_markdown(offer), key=_acceptance(mark, limit), persist_state="session")
    if must_answer:
        show_info("Answer the question above; then these data can be trained on.")
    return taken if isinstance(taken, ConvertedTable) and not must_answer else None


def _reading_options(mark: str, encoded: bool) -> tuple[tuple[str, Any], ...]:
    """Let a person overrule what is found out; the encoding, too, where the table comes as bytes."""
    options: list[tuple[str, str, dict[Any, str]]] = [
        ("separator", "Cells are separated by a", SEPARATORS),
        ("decimal", "Decimals are written with a", DECIMALS),
        ("header", "The first row holds names", HEADERS),
    ]
    if encoded:
        options.append(("encoding", "Text encoding", _ENCODINGS))
    chosen = []
    for place, (name, label, titles) in zip(st.columns(len(options), gap="small"), options, strict=True):
        value = place.selectbox(
            label, list(titles), format_func=titles.__getitem__, key=f"{OWN_DATA}{name}.{mark}", persist_state="session"
        )
        chosen.append((name, value))
    return tuple(chosen)


def _show(table: Table) -> None:
    """Say what was understood, and show the first rows."""
    said, seen = st.columns([5, 6], gap="medium")
    with said:
        st.markdown("**What was understood**")
        show_pairs(pair for pair in table.summary if pair[0] not in _TOLD_BY_COLUMN)
    with seen:
        st.markdown("**The first rows**")
        rows = table.preview[:_SHOWN_ROWS]
        show_cells("The first rows of the table", table.names, table.rows[: len(rows)].tolist(), rows)
    show_warning(*(sentence(reading.line) for reading in table.readings if reading.column not in table.names))


def _read(source: bytes | str, keywords: dict[str, Any], accepted: frozenset[Limit]) -> Table | TableError:
    try:
        return read_table(source, accepted=accepted, **keywords)
    except TableError as error:
        return error


def _accepted(mark: str) -> frozenset[Limit]:
    return frozenset(limit for limit in _LIMITS if session().get(_acceptance(mark, limit)))


def _acceptance(mark: str, limit: Limit) -> str:
    return f"{OWN_DATA}accept.{limit}.{mark}"


def _offers(mark: str) -> dict[Limit, str]:
    """The parts of too large data that were offered; those of other data are forgotten."""
    key = OWN_DATA + "offers"
    kept = session().get(key)
    if kept is None or kept[0] != mark:
        kept = session()[key] = (mark, {})
    offers: dict[Limit, str] = kept[1]
    return offers
