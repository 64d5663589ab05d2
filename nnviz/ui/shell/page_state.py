"""A page's settings in the session and in the address, and the sentences about what could not be read."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from nnviz.experiments.address.record import AddressRecord

S = TypeVar("S", bound=AddressRecord)

PREFIX = "nnviz.page."
NOTES = "nnviz.page_notes."


def page_settings(kind: type[S]) -> S:
    """Return the page's settings in this session; at first those of the address, with a note on what was dropped."""
    key = PREFIX + kind.__name__
    if key not in st.session_state:
        st.session_state[key], notes = kind.from_query(st.query_params.to_dict())
        st.session_state[NOTES + kind.__name__] = list(notes)
    settings: S = st.session_state[key]
    return settings


def keep(settings: AddressRecord) -> None:
    """Make these the page's settings."""
    st.session_state[PREFIX + type(settings).__name__] = settings


def change(kind: type[S], make: Callable[[S], S]) -> None:
    """Change the page's settings; what cannot be done is told at the next run and changes nothing."""
    try:
        keep(make(page_settings(kind)))
    except ValueError as error:
        st.session_state.setdefault(NOTES + kind.__name__, []).append(str(error))


def show_notes(kind: type[AddressRecord]) -> None:
    """Show, once, what could not be read or done. Call it before anything of the page is drawn."""
    page_settings(kind)
    notes: list[str] = st.session_state.pop(NOTES + kind.__name__, [])
    for text in notes:
        st.warning(text)


def show_in_address(settings: AddressRecord) -> None:
    """Write the settings into the address, and leave alone what else stands there."""
    wanted = settings.foreign(st.query_params.to_dict()) | settings.to_query()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def seed(key: str, value: Any) -> str:
    """Let a widget show a setting: the session's value for its key, where it has none yet. Returns the key."""
    if key not in st.session_state:
        st.session_state[key] = value
    return key
