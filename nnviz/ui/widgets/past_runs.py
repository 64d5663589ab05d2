"""The runs of a session, side by side, with a way back to each."""

from collections.abc import Callable, Sequence

import streamlit as st

from nnviz.experiments.replay.past_runs import PastRun, comparison_rows
from nnviz.ui.shell.session import REOPEN


def past_runs(past: Sequence[PastRun], reopen: Callable[[PastRun], None]) -> None:
    """Draw the table of past runs, newest first, with a way back to each.

    Parameters
    ----------
    past : sequence of PastRun
    reopen : callable
    """
    if not past:
        st.caption(
            "A run is listed here once you leave it: by a reset, new weights, or settings that restart training."
        )
        return
    rows = comparison_rows(past)
    st.dataframe(
        {name: [row[name] for row in rows] for name in rows[0]},
        column_config={
            "epochs": st.column_config.NumberColumn(format="%.1f"),
            "training loss": st.column_config.NumberColumn(format="%.4g"),
            "test loss": st.column_config.NumberColumn(format="%.4g"),
            "test RMSE": st.column_config.NumberColumn(format="%.5g"),
            "training RMSE": st.column_config.NumberColumn(format="%.5g"),
            "training accuracy": st.column_config.NumberColumn(format="percent"),
            "test accuracy": st.column_config.NumberColumn(format="percent"),
            "run": st.column_config.NumberColumn(pinned=True, width="small"),
        },
        hide_index=True,
        key="results.past",
    )
    by_number = {one.number: one for one in past}
    if st.session_state.get(REOPEN) not in by_number:
        st.session_state.pop(REOPEN, None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Reopen",
            [row["run"] for row in rows],
            format_func=lambda n: by_number[n].title,
            key=REOPEN,
            help="Retrains to the step at which the run was left: the same numbers, bit for bit.",
        )
        st.button("Reopen", key="results.reopen", on_click=lambda: reopen(by_number[st.session_state[REOPEN]]))
