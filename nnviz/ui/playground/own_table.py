"""A table that a person brings along: read it, say what was understood, and let them choose the columns."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

from nnviz.datasets import (
    EXAMPLE_NAME,
    ConvertedTable,
    Kind,
    Table,
    TableError,
    default_features,
    default_target,
    example_table,
    possible_kinds,
    read_table,
    to_dataset,
)
from nnviz.datasets.tables.table import Limit
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
from nnviz.ui.widgets.upload import explained_upload

UPLOAD_MEGABYTES = 20
SEPARATORS = {None: "found out", "\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar", " ": "blanks"}
DECIMALS = {None: "found out", ".": "point, as in 1.5", ",": "comma, as in 1,5"}
HEADERS = {None: "found out", True: "yes", False: "no, it is data already"}
KINDS: dict[Kind, str] = {
    "binary": "yes or no, one of two classes",
    "classes": "one of several classes",
    "regression": "a number",
}
_LIMITS: tuple[Limit, ...] = ("bytes", "columns", "rows", "classes")
_SHOWN_ROWS = 20

Result = TypeVar("Result", Table, ConvertedTable)


def uploaded_file() -> bytes | None:
    """Let a person choose a file; None while there is none."""
    with explained_upload("table"):
        file = st.file_uploader(
            "A file with a table: CSV, TSV, or any text with a row a line",
            key=OWN_DATA + "file",
            max_upload_size=UPLOAD_MEGABYTES,
        )
    st.download_button(
        "Save an example file", example_table(), EXAMPLE_NAME, "text/csv", key=OWN_DATA + "example", type="tertiary"
    )
    return None if file is None else file.getvalue()


def pasted_text() -> str | None:
    """Let a person paste a table; None while there is none."""
    key = OWN_DATA + "pasted"
    text = st.text_area(
        "A table as text, such as cells copied from a spreadsheet",
        key=key,
        height=160,
        placeholder="height;colour;kind\n1,5;red;tulip\n2,25;blue;iris",
    )
    st.button(
        "Paste an example",
        key=OWN_DATA + "paste_example",
        type="tertiary",
        on_click=lambda: session().__setitem__(key, example_table()),
    )
    return text if text.strip() else None


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
    table = _remembered("table", (mark, way, accepted), lambda: read_table(source, accepted=accepted, **dict(way)))
    taken: TableError | ConvertedTable | None = None
    if isinstance(table, Table):
        _show(table)
        taken = _columns(table, f"{mark}.{hash(way)}", mark, accepted)
    problem = table if isinstance(table, TableError) else taken
    if isinstance(problem, TableError):
        show_error(sentence(str(problem)))
        if problem.limit:
            _offers(mark)[problem.limit] = problem.offer
    for limit, offer in _offers(mark).items():
        st.checkbox(escape_markdown(offer), key=_acceptance(mark, limit))
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
        value = place.selectbox(label, list(titles), format_func=titles.__getitem__, key=f"{OWN_DATA}{name}.{mark}")
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
    show_warning(*map(sentence, table.warnings))


def _columns(table: Table, key: str, mark: str, accepted: frozenset[Limit]) -> ConvertedTable | TableError:
    """Let a person choose what is predicted, and from what."""
    goal_place, kind_place = st.columns(2, gap="small")
    target = goal_place.selectbox(
        "Column to predict",
        table.names,
        index=table.names.index(default_target(table)),
        key=f"{OWN_DATA}target.{key}",
    )
    kinds = possible_kinds(table.column(target))
    kind: Kind | None = None
    if len(kinds) > 1:
        kind = kind_place.selectbox(
            "It is", kinds, format_func=lambda name: KINDS[name], key=f"{OWN_DATA}kind.{key}.{target}"
        )
    elif kinds:
        kind_place.selectbox("It is", [KINDS[kinds[0]]], disabled=True, key=f"{OWN_DATA}only.{key}.{target}")
    features = st.multiselect(
        "Columns to predict it from",
        [name for name in table.names if name != target],
        default=default_features(table, target),
        key=f"{OWN_DATA}features.{key}.{target}",
    )
    of = (mark, key, target, tuple(features), kind, accepted)
    taken = _remembered("taken", of, lambda: to_dataset(table, target, features, kind, accepted))
    if isinstance(taken, ConvertedTable):
        show_info(*map(sentence, taken.notes))
    return taken


def _remembered(name: str, of: object, make: Callable[[], Result]) -> Result | TableError:
    """Return what was made of the same thing before; else make it. A refusal is a result like any other."""
    key = f"{OWN_DATA}remembered.{name}"
    kept = session().get(key)
    if kept is not None and kept[0] == of:
        return cast("Result | TableError", kept[1])
    result: Result | TableError
    try:
        result = make()
    except TableError as error:
        result = error
    session()[key] = (of, result)
    return result


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
