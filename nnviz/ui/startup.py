"""What the server does once, so that every rerun after it is quick."""

import gc
import threading

import streamlit as st


@st.cache_resource(show_spinner=False)
def training_lock() -> threading.Lock:
    """One lock for the whole process, held while a chunk is trained.

    Without it the threads of several visitors fight for the interpreter, and all of them slow down.
    """
    return threading.Lock()


@st.cache_resource(show_spinner=False)
def prepare_process() -> None:
    """Take everything that was imported so far out of the garbage collector's rounds.

    Streamlit collects garbage after each rerun; with all modules in the rounds that cost 40 ms each time, without
    them 4 ms.
    """
    gc.collect()
    gc.freeze()
