"""Both courses as a table to take home, each row with the settings of its network."""

from functools import partial

import streamlit as st

from nnviz.experiments.clinic import course_rows
from nnviz.export.result_table import result_csv
from nnviz.ui.clinic.courses import whole
from nnviz.ui.clinic.state import Visit, state
from nnviz.ui.widgets.measurement import measured


def table(now: Visit) -> None:
    """Offer the table; it would give the fault of a mysterious patient away before the answer.

    Parameters
    ----------
    now : Visit
    """
    if now.hidden:
        return
    patients = {"patient": now.patient} | ({"treated": now.treated} if now.treated is not None else {})
    parts = [
        (("clinic", patient), f"Training the {name} network", partial(whole, patient))
        for name, patient in patients.items()
    ]
    found = measured(state.key("table"), "Make a table of every look", parts)
    if found is None:
        return
    rows = [row for name, course in zip(patients, found, strict=True) for row in course_rows(course, name)]
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
