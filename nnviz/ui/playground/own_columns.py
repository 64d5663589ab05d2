"""The columns of a person's table: what is predicted, from what, and an account of every column."""

from collections.abc import Hashable, Sequence

import streamlit as st

from nnviz.datasets import (
    ColumnRole,
    ConvertedTable,
    Kind,
    Table,
    TableError,
    column_roles,
    default_features,
    default_target,
    merge_one_hot,
    one_hot_target,
    possible_kinds,
    to_dataset,
)
from nnviz.datasets.tables.images import image_side, image_target, pixel_columns, why_no_images
from nnviz.datasets.tables.roles import Role
from nnviz.datasets.tables.table import Limit, join_names
from nnviz.ui.playground.own_remembered import remembered
from nnviz.ui.shell.session import OWN_DATA
from nnviz.ui.widgets.untrusted_text import Weight, escape_markdown, sentence, show_info, show_table

KINDS: dict[Kind, str] = {
    "binary": "yes or no, one of two classes",
    "classes": "one of several classes",
    "regression": "a number",
}
_WEIGHTS: dict[Role, Weight] = {"target": "strong", "feature": "", "left out": "faint"}


def choose_columns(table: Table, mark: str, way: Hashable, accepted: frozenset[Limit]) -> ConvertedTable | TableError:
    """Let a person choose what is predicted, and from what; list every column with its role and why.

    Parameters
    ----------
    table : Table
    mark : str
        Different for different sources.
    way : hashable
        Different for the same source where it is read in another way.
    accepted : frozenset of str
        Limits beyond which a part of the data is taken.

    Returns
    -------
    ConvertedTable or TableError
        The data, or why there are none.
    """
    if one_hot := one_hot_target(table):
        merge = st.checkbox(
            escape_markdown(f"Take {join_names([*one_hot])} as one target: exactly one of them is 1 in every row"),
            value=True,
            key=f"{OWN_DATA}one_hot.{mark}.{hash(one_hot)}",
            persist_state="session",
        )
        table = merge_one_hot(table, one_hot) if merge else table
    shape = tuple((column.name, column.kind) for column in table.columns)
    target, kind = _choose_target(table, f"{mark}.{hash(shape)}", way)
    of = (way, shape, target)
    pixels = remembered("pixels", of, lambda: pixel_columns(table, target))
    if _are_images(pixels, f"{mark}.{hash(of)}"):
        return _told(
            remembered("taken", (of, kind, accepted), lambda: _converted(table, target, pixels, kind, accepted, True))
        )
    at_first = remembered("features", of, lambda: default_features(table, target))
    features = st.multiselect(
        "Columns to predict it from",
        [name for name in table.names if name != target],
        default=at_first,
        key=f"{OWN_DATA}features.{mark}.{hash(of)}",
        persist_state="session",
    )
    chosen = (of, tuple(features))
    _list(table, remembered("roles", chosen, lambda: column_roles(table, target, features)))
    return _told(
        remembered("taken", (chosen, kind, accepted), lambda: _converted(table, target, features, kind, accepted))
    )


def _told(taken: ConvertedTable | TableError) -> ConvertedTable | TableError:
    """Tell what the conversion did."""
    if isinstance(taken, ConvertedTable):
        show_info(*map(sentence, taken.notes))
    return taken


def _are_images(pixels: Sequence[str], key: str) -> bool:
    """Ask whether each row is an image, where its columns may be pixels; say why not where they look meant to be."""
    side = image_side(len(pixels))
    if side is None:
        show_info(*map(sentence, filter(None, [why_no_images(len(pixels))])))
        return False
    are_images: bool = st.checkbox(
        f"Each row is an image of {side} × {side} pixels",
        value=True,
        key=f"{OWN_DATA}images.{key}",
        help="Its pixels stand from left to right and from top to bottom, one column each. Then convolution and "
        "pooling can be chosen for the network, and the stage draws the samples.",
        persist_state="session",
    )
    if are_images:
        first, last = escape_markdown(pixels[0]), escape_markdown(pixels[-1])
        st.caption(
            f"{len(pixels)} columns of grey values, from {first}, the upper left pixel, to {last}, the lower right."
        )
    return are_images


def _choose_target(table: Table, key: str, way: Hashable) -> tuple[str, Kind | None]:
    goal_place, kind_place = st.columns(2, gap="small")
    at_first = remembered("target", (key, way), lambda: image_target(table) or default_target(table))
    target = goal_place.selectbox(
        "Column to predict",
        table.names,
        index=table.names.index(at_first),
        key=f"{OWN_DATA}target.{key}",
        persist_state="session",
    )
    kinds = possible_kinds(table.column(target))
    if len(kinds) < 2:
        if kinds:
            kind_place.selectbox("It is", [KINDS[kinds[0]]], disabled=True, key=f"{OWN_DATA}only.{key}.{target}")
        return target, None
    kind = kind_place.selectbox(
        "It is",
        kinds,
        format_func=KINDS.__getitem__,
        key=f"{OWN_DATA}kind.{key}.{target}",
        persist_state="session",
    )
    return target, kind


def _list(table: Table, roles: Sequence[ColumnRole]) -> None:
    """Show the account of every column, and what was read differently in it."""
    rows = []
    for line, column in zip(roles, table.columns, strict=True):
        names = (column.name, *column.merged_from)
        read = [sentence(reading.sentence) for reading in table.readings if reading.column in names]
        rows.append((line.name, line.role, line.reason, "\n".join([line.holds, *read])))
    st.markdown("**Every column, its role and why**")
    show_table(
        "Every column, its role and why, and what it holds",
        ("column", "role", "why", "holds"),
        rows,
        [_WEIGHTS[line.role] for line in roles],
    )


def _converted(
    table: Table,
    target: str,
    features: Sequence[str],
    kind: Kind | None,
    accepted: frozenset[Limit],
    images: bool = False,
) -> ConvertedTable | TableError:
    try:
        return to_dataset(table, target, features, kind, accepted, images)
    except TableError as error:
        return error
