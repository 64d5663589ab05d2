"""What the server does once, so that every rerun after it is quick."""

import gc
from urllib.parse import urlsplit

import streamlit as st

from nnviz.ui.shell.session import ARRIVED, ARRIVING, AWAITS_PAINT, ENTERED, PAGE, session
from nnviz.ui.shell.turns import Turns


@st.cache_resource(show_spinner=False)
def training_turns() -> Turns:
    """Return the turns of the whole process: one is held while a chunk is trained."""
    return Turns()


def enter_app() -> None:
    """Note that this session came in by app.py, which does so in every run."""
    session()[ENTERED] = True
    session().setdefault(ARRIVING, True)


def open_page() -> None:
    """Begin a page: call it first on every one of them.

    Streamlit reads a folder named pages/ by itself until `st.navigation` is called for the first time in a process. A
    server whose first visitor comes in by the address of a page would run that page alone, without app.py. Then this
    function calls `st.navigation`, which ends that habit, and has the run start again, at app.py.
    """
    here = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    if ENTERED not in session():
        session()[ENTERED] = True
        paths = ["front", here] if here else ["front"]
        st.navigation([st.Page(_nothing, title="nnviz", url_path=path) for path in paths], position="hidden")
        st.rerun()
    session()[ARRIVED] = session()[AWAITS_PAINT] = here != session().get(PAGE)
    session()[PAGE] = here
    prepare_process()


def _nothing() -> None:
    """Stand in for a page that app.py will know."""


@st.cache_resource(show_spinner=False)
def prepare_process() -> None:
    """Take everything that was imported so far out of the garbage collector's rounds.

    Where .streamlit/config.toml is not read, Streamlit collects garbage after each run; with all modules in the rounds
    that cost 40 ms each time, without them 4 ms.
    """
    gc.collect()
    gc.freeze()
