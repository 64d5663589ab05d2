"""What of a sweep is on view: its axes, what all cells share, and what is coloured."""

import streamlit as st

from nnviz.experiments.sweep import Axis, Value
from nnviz.experiments.where_networks_learn.settings import WhereSettings, map_axes
from nnviz.experiments.where_networks_learn.words import axis_title, measures_of, value_text
from nnviz.ui.where_networks_learn.sources import OnView
from nnviz.ui.where_networks_learn.state import fields

MOST_SEGMENTS = 6
"""Values beside each other; more become a menu."""


def controls(now: OnView) -> None:
    """Draw them all."""
    shown, sweep = now.shown, now.sweep
    free = [sweep.axis(name) for name, _ in shown.fixed if len(sweep.axis(name).values) > 1]
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="where-controls"):
        measures = measures_of(sweep.kind)
        fields.select("measure", "Colour", measures, value=_measure(now, list(measures)), width=175)
        names = map_axes(sweep)
        if len(names) > 2:
            titles = {name: axis_title(name).capitalize() for name in names}
            fields.select("columns", "Columns", titles, value=shown.columns.name, make=_with_columns, width=155)
            fields.select("rows", "Rows", titles, value=shown.rows.name, make=_with_rows, width=155)
        for axis in free:
            _value(axis, now)


def _value(axis: Axis, now: OnView) -> None:
    titles = {value: value_text(axis.name, value) for value in axis.values}
    draw = fields.segmented if len(axis.values) <= MOST_SEGMENTS else fields.select
    draw(
        f"at.{axis.name}",
        axis_title(axis.name).capitalize(),
        titles,
        value=now.settings.at(now.sweep)[axis.name],
        make=lambda settings, value: _at(settings, axis.name, value),
    )


def _at(settings: WhereSettings, name: str, value: Value) -> WhereSettings:
    return settings.with_point({name: value})


def _measure(now: OnView, names: list[str]) -> str:
    return now.settings.measure if now.settings.measure in names else names[0]


def _with_columns(settings: WhereSettings, name: str) -> WhereSettings:
    """The axis that stood there becomes that of the rows, if it is theirs that was chosen."""
    return settings.changed(columns=name, rows=settings.columns if name == settings.rows else settings.rows)


def _with_rows(settings: WhereSettings, name: str) -> WhereSettings:
    return settings.changed(rows=name, columns=settings.rows if name == settings.columns else settings.columns)
