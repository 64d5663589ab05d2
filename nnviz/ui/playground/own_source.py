"""Where a table comes from, a file or pasted text; either is still there after a visit to another page."""

import streamlit as st

from nnviz.datasets import EXAMPLE_NAME, MAX_BYTES, example_table
from nnviz.ui.shell.session import OWN_DATA, session
from nnviz.ui.widgets.untrusted_text import escape_markdown
from nnviz.ui.widgets.upload import explained_upload

UPLOAD_MEGABYTES = MAX_BYTES // 1_000_000
"""The limit that the text above the field names."""
_KEPT_FILE = OWN_DATA + "kept_file"
"""Name and bytes of the file: the field that takes it forgets it on other pages."""


def uploaded_file() -> bytes | None:
    """Let a person choose a file; None while there is none."""
    key = OWN_DATA + "file"
    with explained_upload("table"):
        chosen = st.file_uploader(
            "A file with a table: CSV, TSV, or any text with one row per line",
            key=key,
            max_upload_size=UPLOAD_MEGABYTES,
            on_change=lambda: _keep(key),
        )
    kept: tuple[str, bytes] | None = session().get(_KEPT_FILE)
    if kept is not None and chosen is None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"The file **{escape_markdown(kept[0])}** is still loaded.", width="content")
            st.button("Remove", key=OWN_DATA + "forget", on_click=_forget)
    st.download_button(
        "Save an example file", example_table(), EXAMPLE_NAME, "text/csv", key=OWN_DATA + "example", type="tertiary"
    )
    return None if kept is None else kept[1]


def _keep(key: str) -> None:
    file = session()[key]
    session()[_KEPT_FILE] = None if file is None else (file.name, file.getvalue())


def _forget() -> None:
    session()[_KEPT_FILE] = None


def pasted_text() -> str | None:
    """Let a person paste a table; None while there is none."""
    key = OWN_DATA + "pasted"
    text = st.text_area(
        "A table as text, such as cells copied from a spreadsheet",
        key=key,
        height=160,
        placeholder="height;colour;kind\n1,5;red;tulip\n2,25;blue;iris",
        persist_state="session",
    )
    st.button(
        "Paste an example",
        key=OWN_DATA + "paste_example",
        type="tertiary",
        on_click=lambda: session().__setitem__(key, example_table()),
    )
    return text if text.strip() else None
