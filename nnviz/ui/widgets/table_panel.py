"""The numbers behind a picture as a table to read and to take home."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.download import result_download
from nnviz.ui.widgets.folded import folded


def table_panel(
    state: PageState[Any], topic: str, rows: Callable[[], Sequence[Mapping[str, object]]], file: str
) -> None:
    """Draw a panel, closed at first, with a table and its download.

    Parameters
    ----------
    state : PageState
        Of the page.
    topic : str
        Before the keys of its widgets.
    rows : callable
        Returns the lines, all with the same keys; called where the panel is open.
    file : str
        Name of the download, without its ending.
    """
    with folded("The numbers as a table", state.key(f"{topic}.table")) as is_open:
        if is_open:
            table = rows()
            st.dataframe(table, hide_index=True, key=state.key(f"{topic}.dataframe"))
            result_download(table, state.settings, file, state.key(f"{topic}.download"))
