"""A formula with its numbers: the result first, then the terms; a long sum folds."""

import streamlit as st

from nnviz.experiments.inspection import WrittenOut
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.untrusted_text import show_error


def filled_formula(written: WrittenOut) -> None:
    """Show an entry that is written out, and say so if its numbers do not give it.

    Parameters
    ----------
    written : WrittenOut
    """
    st.latex(written.latex)
    if not written.agrees:
        show_error(f"The numbers in the formula give {written.result:.12g}, but the entry is {written.value:.12g}.")


def long_sum(written: WrittenOut | None, key: str) -> None:
    """Offer all terms of a sum of which only some are shown.

    Parameters
    ----------
    written : WrittenOut or None
    key : str
        Of the panel; stable.
    """
    if written is None or not written.unfolded:
        return
    with folded(f"The sum has {written.terms:,} terms; {written.written} are shown", key) as is_open:
        if is_open:
            st.latex(written.unfolded)
