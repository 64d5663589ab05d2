"""The open tensor as text: to be copied with one click, or to be saved where it is long."""

import streamlit as st

from nnviz.experiments.inspection import csv_text, numpy_text
from nnviz.figures.tensor import HEIGHT
from nnviz.ui.inspector.desk import Desk
from nnviz.ui.widgets.untrusted_text import show_info

COPIED = 4000
"""Up to so many numbers the text stands on the page."""

WRITTEN = 250_000
"""Up to so many numbers there is a text at all."""


def as_text(desk: Desk) -> None:
    """Show what is shown of the tensor as NumPy or CSV, every bit of it."""
    size = desk.shown.values.size
    if size > WRITTEN:
        show_info(f"{size:,} numbers are too many for a text here; trace one sample, or export the network.")
        return
    numpy = desk.opened.shows == "numpy"
    text = numpy_lines(desk) if numpy else csv_text(desk.shown, desk.row_names, desk.column_names)
    if size <= COPIED:
        st.caption("Every digit, as it is in memory. The sign at the top right copies it.")
        st.code(text, language="python" if numpy else None, height=HEIGHT)
    else:
        st.caption(f"{size:,} numbers: too long to be copied from a page, so save them as a file.")
    st.download_button(
        "Save as a file",
        text,
        f"{desk.name}.{'py' if numpy else 'csv'}",
        "text/x-python" if numpy else "text/csv",
        key=f"{desk.key}.save.{desk.opened.shows}",
        on_click="ignore",
        icon=":material/download:",
    )


def numpy_lines(desk: Desk) -> str:
    """Return the lines that make the array again."""
    return f"import numpy as np\n\n# {desk.view.path}: {desk.shape}\n{desk.name} = {numpy_text(desk.shown.array)}\n"
