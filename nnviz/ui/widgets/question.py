"""A question that a person answers before the answer is shown."""

from collections.abc import Sequence

import streamlit as st


def question(key: str, text: str, options: Sequence[str], right: int, because: str) -> bool:
    """Ask, and after a choice say what is right and why.

    Parameters
    ----------
    key : str
        The widget's key; stable.
    text : str
        The question, in Markdown.
    options : sequence of str
    right : int
        Which option is right: computed, never typed in.
    because : str
        What the computation gave, in Markdown.

    Returns
    -------
    bool
        Whether it was answered.
    """
    with st.container(border=True):
        st.markdown(f"**Before you look:** {text}")
        choice = st.radio(
            text, options, index=None, key=key, horizontal=True, label_visibility="collapsed", persist_state="session"
        )
        if choice is None:
            st.caption("Choose an answer to see the computed result.")
        elif choice == options[right]:
            st.markdown(f":green[:material/check_circle: **Yes.**] {because}")
        else:
            st.markdown(f":red[:material/cancel: **No: {options[right]}.**] {because}")
    return choice is not None
