"""A table that a person brings along: read it, say what was understood, and let them overrule it."""

import hashlib
from typing import Any, cast

import streamlit as st

from nnviz.datasets import ConvertedTable, Table, TableError, read_table
from nnviz.datasets.tables.table import Limit
from nnviz.ui.playground.own_columns import choose_columns
from nnviz.ui.playground.own_remembered import remembered
from nnviz.ui.shell.session import OWN_DATA, session
from nnviz.ui.widgets.untrusted_text import (
    escape_markdown,
    sentence,
    show_cells,
    show_error,
    show_pairs,
    show_warning,
)

SEPARATORS = {None: "found out", "\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar", " ": "blanks"}
DECIMALS = {None: "found out", ".": "point, as in 1.5", ",": "comma, as in 1,5"}
HEADERS = {None: "found out", True: "yes", False: "no, it is data already"}
_LIMITS: tuple[Limit, ...] = ("bytes", "columns", "rows", "classes")
_SHOWN_ROWS = 20


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
    with st.expander("Was something understood wrongly?"):
        way = _reading_options(mark)
    accepted = _accepted(mark)
    table = remembered("table", (mark, way, accepted), lambda: _read(source, way, accepted))
    taken: TableError | ConvertedTable | None = None
    if isinstance(table, Table):
        _show(table)
        taken = choose_columns(table, f"{mark}.{hash((way, accepted))}", accepted)
    problem = table if isinstance(table, TableError) else taken
    if isinstance(problem, TableError):
        show_error(sentence(str(problem)))
        if problem.limit:
            _offers(mark)[problem.limit] = problem.offer
    for limit, offer in _offers(mark).items():
        st.checkbox(escape_markdown(offer), key=_acceptance(mark, limit), persist_state="session")
    return taken if isinstance(taken, ConvertedTable) else None


def _reading_options(mark: str) -> tuple[tuple[str, Any], ...]:
    """Let a person overrule what is found out."""
    chosen = []
    places = st.columns(3, gap="small")
    for place, name, label, options in zip(
        places,
        ("separator", "decimal", "header"),
        ("Between the cells stands a", "Decimals are written with a", "The first row holds the names"),
        (SEPARATORS, DECIMALS, HEADERS),
        strict=True,
    ):
        titles = cast(dict[Any, str], options)
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
        show_pairs(table.summary)
    with seen:
        st.markdown("**The first rows**")
        rows = table.preview[:_SHOWN_ROWS]
        show_cells("The first rows of the table", table.names, table.rows[: len(rows)].tolist(), rows)
    show_warning(*(sentence(reading.line) for reading in table.readings))


def _read(source: bytes | str, way: tuple[tuple[str, Any], ...], accepted: frozenset[Limit]) -> Table | TableError:
    try:
        return read_table(source, accepted=accepted, **dict(way))
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
