"""A panel that costs nothing while it is closed: neither the server nor the browser knows what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def folded(label: str, key: str) -> Iterator[bool]:
    """Draw a panel; what is drawn inside stands in it. Draw only where it is open.

    ::

        with folded("Show as a table", "results.table") as is_open:
            if is_open:
                st.dataframe(rows)

    Parameters
    ----------
    label : str
        Markdown.
    key : str
        Stable; under it the session keeps whether the panel is open.

    Yields
    ------
    bool
        Whether it is open.
    """
    panel = st.expander(label, key=key, on_change="rerun")
    with panel:
        yield bool(panel.open)
