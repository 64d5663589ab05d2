"""The open tensor as text: to be copied with one click, or to be saved where it is long."""

import streamlit as st

from nnviz.experiments.inspection import OpenTensor, csv_text, numpy_text
from nnviz.figures.tensor import HEIGHT
from nnviz.ui.widgets.untrusted_text import show_info

COPIED = 4000
"""Up to so many numbers the text is shown on the page."""

WRITTEN = 250_000
"""Up to so many numbers there is a text at all."""


def as_text(key: str, opened: OpenTensor, shows: str) -> None:
    """Show the values as NumPy or CSV, exact to the last bit."""
    size = opened.shown.values.size
    if size > WRITTEN:
        show_info(f"{size:,} numbers are too many to show as text; trace one sample, or export the network.")
        return
    numpy = shows == "numpy"
    text = numpy_lines(opened) if numpy else csv_text(opened.shown, opened.row_names, opened.column_names)
    if size <= COPIED:
        st.caption("All digits, as stored in memory. The icon at the top right copies them.")
        st.code(text, language="python" if numpy else None, height=HEIGHT)
    else:
        st.caption(f"{size:,} numbers: too many to copy from a page, so save them as a file.")
    st.download_button(
        "Save as a file",
        text,
        f"{opened.name}.{'py' if numpy else 'csv'}",
        "text/x-python" if numpy else "text/csv",
        key=f"{key}.save.{shows}",
        on_click="ignore",
        icon=":material/download:",
    )


def numpy_lines(opened: OpenTensor) -> str:
    """Return the lines that evaluate to the array."""
    values = numpy_text(opened.shown.array)
    return f"import numpy as np\n\n# {opened.view.path}: {opened.shape}\n{opened.name} = {values}\n"
