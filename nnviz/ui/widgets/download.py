"""A result of an experiment to take home: a table in which every line carries its settings."""

from collections.abc import Mapping, Sequence

import streamlit as st

from nnviz.experiments.address.record import AddressRecord
from nnviz.export.result_table import result_csv


def result_download(rows: Sequence[Mapping[str, object]], settings: AddressRecord, name: str, key: str) -> None:
    """Offer a result as a file.

    Parameters
    ----------
    rows : sequence of mapping
        With the same keys in each.
    settings : AddressRecord
        Of the experiment.
    name : str
        Of the file, without its ending.
    key : str
        Of the button; stable.
    """
    table = result_csv(rows, settings)
    label = "Download with the settings (CSV)"
    st.download_button(label, table, f"{name}.csv", "text/csv", key=key, on_click="ignore", icon=":material/download:")
