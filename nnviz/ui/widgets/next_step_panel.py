"""Every tensor of the step of training that comes next."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from nnviz.engine import Batch, TrainState, train_step
from nnviz.ui.inspector import inspector
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.widgets.folded import folded


class NextStep(NamedTuple):
    """A step that has not been taken yet.

    Attributes
    ----------
    before : TrainState
    batch_of : callable
        Takes a step, counted from 0, and returns its batch.
    whose : str
        Follows the number of the step where it is told.
    """

    before: TrainState
    batch_of: Callable[[int], Batch]
    whose: str = ""


def next_step_panel(
    state: PageState[Any],
    topic: str,
    key: str,
    chosen: Callable[[], NextStep],
    title: str = "Open every tensor of the next step",
) -> None:
    """Draw a panel, closed at first, with every tensor of a step.

    Parameters
    ----------
    state : PageState
        Of the page.
    topic : str
        Before the key of the panel.
    key : str
        Of the inspector.
    chosen : callable
        Returns the step; called where the panel is open, so that it may draw what one chooses by.
    title : str
    """
    with folded(title, state.key(f"{topic}.tensors")) as is_open:
        if is_open:
            before, batch_of, whose = chosen()
            st.caption(f"Step {before.step + 1}{whose}")
            inspector(train_step(before, batch_of(before.step)), key)
