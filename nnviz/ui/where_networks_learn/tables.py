"""Tables of sweeps: the one on view to take home, with the file that reproduces it, and one to bring along."""

import streamlit as st

from nnviz.experiments.sweep.reading import sweep_yaml
from nnviz.experiments.sweep.table import read_table, table_bytes
from nnviz.experiments.where_networks_learn.settings import map_axes
from nnviz.experiments.where_networks_learn.words import axis_title, labels, measures_of
from nnviz.ui.where_networks_learn.sources import LOADED_AS, TABLE, OnView, on_view
from nnviz.ui.where_networks_learn.state import state
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.untrusted_text import sentence, show_error, show_table
from nnviz.ui.widgets.upload import explained_upload

MAX_MEGABYTES = 10
"""Of an uploaded table; the packaged one, of 5,760 networks, has less than one."""


def section() -> None:
    """Draw both panels, closed at first."""
    with folded("The numbers of this map as a table", state.key("numbers")) as is_open:
        if is_open:
            _numbers(on_view())
    with folded("Take the table home, or load one made by nnviz sweep", state.key("tables")) as is_open:
        if is_open:
            _downloads(on_view())
            _upload()


def _numbers(now: OnView) -> None:
    """Draw the map as a table, whose cells are the colours' numbers."""
    shown = now.shown
    measures = measures_of(now.sweep.kind)
    measure = now.settings.measure if now.settings.measure in measures else next(iter(measures))
    values, rows = shown.summary(measure), labels(shown.rows)
    texts = [
        [rows[i], *("not run" if not shown.run[i, j] else f"{values[i, j]:.4g}" for j in range(shown.shape[1]))]
        for i in reversed(range(shown.shape[0]))
    ]
    corner = f"{axis_title(shown.rows.name)} / {axis_title(shown.columns.name)}"
    show_table(measures[measure].capitalize(), [corner, *labels(shown.columns)], texts)


def _downloads(now: OnView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "Table with its settings (CSV)",
            lambda: table_bytes(now.sweep, now.results),
            "sweep.csv",
            "text/csv",
            key=state.key("download.table"),
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Settings for nnviz sweep (YAML)",
            sweep_yaml(now.sweep),
            "sweep.yaml",
            "text/yaml",
            key=state.key("download.yaml"),
            on_click="ignore",
            icon=":material/download:",
        )
        st.markdown("`nnviz sweep sweep.yaml` runs the same grid again, on all cores or on a cluster.")


def _upload() -> None:
    with explained_upload("sweep"):
        given = st.file_uploader(
            "A table of another sweep (CSV)",
            ["csv"],
            key=state.key("upload"),
            max_upload_size=MAX_MEGABYTES,
        )
    if given is None or st.session_state.get(LOADED_AS) == given.file_id:
        return
    try:
        found = read_table(given.getvalue(), f"{given.name.removesuffix('.csv')}.csv")  # never read as Parquet
        if len(map_axes(found.sweep)) < 2:
            raise ValueError("expected a sweep with two axes of two values or more; sweep over another setting")
    except ValueError as error:
        show_error(sentence(str(error)))
        return
    st.session_state[LOADED_AS] = given.file_id
    st.session_state[TABLE] = (found.sweep, found.cells)
    state.change(lambda now: now.changed(source="table"))
    st.rerun()
