"""Draws an inspector: the list on the left, the open tensor on the right."""

from typing import Any

import streamlit as st

from nnviz.engine import Network
from nnviz.experiments import Run
from nnviz.experiments.inspection import Step, open_tensor
from nnviz.experiments.run.target_units import target_names
from nnviz.ui.inspector.selection import follow, selection
from nnviz.ui.inspector.style import style
from nnviz.ui.inspector.tensor_list import choice_of_entry, list_of_tensors
from nnviz.ui.inspector.tensor_view import tensor_view
from nnviz.ui.widgets.untrusted_text import show_info


def inspector(
    record: Any,
    key: str,
    *,
    selected: str | None = None,
    entry: tuple[int, ...] | None = None,
    network: Network | None = None,
    features: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
    title: str = "",
) -> None:
    """Show every tensor of a step, one of them open.

    Parameters
    ----------
    record : Run, StepRecord, Trace, Gradients, LossTrace, Step, or any record of tensors
        Of a run its last step is shown, or the first that it will take. Parts that belong together make a `Step`:
        ``Step(None, trace, loss, gradients, known=network)``.
    key : str
        Stable, one an inspector. What is open is kept under it.
    selected : str, optional
        The path of the tensor to open, such as ``layers[1].dW``. It opens when it is first given and whenever it
        changes; in between the user chooses. To open the same one again call `select_tensor`.
    entry : tuple of int, optional
        Which entry of it to write out.
    network : Network, optional
        The network that made the record, if the record does not hold it: its layers then have names.
    features, classes : tuple of str
        Names of the data's columns and classes; a run brings its own.
    title : str
        Tells this inspector from others on its page, for those who cannot see where it stands.
    """
    follow(key, (selected, entry))
    if isinstance(record, Run):
        features = features or record.data.feature_titles
        classes = classes or record.data.data.class_names or target_names(record)
    step = Step.of(record)
    if network is not None and step.known is None:
        step = Step(step.record, step.trace, step.loss, step.gradients, step.taken, network)
    _panel(step, key, features, classes, title)


@st.fragment
def _panel(step: Step, key: str, features: tuple[str, ...], classes: tuple[str, ...], title: str) -> None:
    """A choice in the list reruns this alone."""
    chosen = selection(key)
    opened = open_tensor(
        step,
        chosen.path,
        chosen.entry,
        sample=chosen.sample,
        member=chosen.member,
        features=features,
        classes=classes,
    )
    if opened is None:
        show_info("There are no tensors yet. Take a training step first.")
        return
    with st.container(key=f"{key}-inspector"):
        style(key)
        left, right = st.columns([3, 8], gap="medium")
        with left:
            list_of_tensors(key, opened, title)
            choice_of_entry(key, opened)
        with right, st.container(key=f"{key}-open"):
            tensor_view(key, opened)
