"""Both trajectories as a table to take home, each row with the settings of its network."""

from functools import partial

import streamlit as st

from nnviz.experiments.clinic import trajectory_rows
from nnviz.export.result_table import result_csv
from nnviz.ui.clinic.sent import trained
from nnviz.ui.clinic.state import CaseView, state
from nnviz.ui.widgets.measurement import measured


def table(now: CaseView) -> None:
    """Offer the table; it would give the fault of a mysterious patient away before the answer.

    Parameters
    ----------
    now : CaseView
    """
    if now.hidden:
        return
    trainings = {"patient": now.training} | ({"treated": now.with_remedy} if now.with_remedy is not None else {})
    parts = [
        (("clinic", training), f"Training the {name} network", partial(trained, training))
        for name, training in trainings.items()
    ]
    trajectories = measured(state.key("table"), "Make a table of every look", parts)
    if trajectories is None:
        return
    rows = [
        row
        for name, trajectory in zip(trainings, trajectories, strict=True)
        for row in trajectory_rows(trajectory, name)
    ]
    remedy = f"-{now.remedy.name}" if now.remedy is not None else ""
    st.download_button(
        "Save the table with the settings (CSV)",
        result_csv(rows, state.settings),
        f"clinic-{now.case.name}{remedy}.csv",
        "text/csv",
        key=state.key("save"),
        on_click="ignore",
        icon=":material/download:",
    )
