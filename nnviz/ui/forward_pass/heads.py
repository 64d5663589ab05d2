"""What a network's output means: yes or no with a threshold to drag, or one of several classes by softmax."""

import inspect
from functools import partial

import numpy as np
import streamlit as st

from nnviz.engine import Head, assignment
from nnviz.experiments.forward_pass import questions
from nnviz.experiments.forward_pass.decisions import (
    DECISION_LINE,
    Thresholds,
    decided_classes,
    thresholds,
)
from nnviz.experiments.trained.networks import TrainedNetwork
from nnviz.figures import threshold_curves
from nnviz.ui.drawings.confusion import confusion_matrix
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.drawings.kept_figure import kept_figure
from nnviz.ui.forward_pass.network import choice
from nnviz.ui.forward_pass.state import state
from nnviz.ui.forward_pass.steps import asked_for
from nnviz.ui.widgets.folded import folded
from nnviz.ui.widgets.glossary import explained
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask


def head_of(net: TrainedNetwork) -> None:
    """The part of the page that fits the network's head."""
    if net.head.output_activation == "sigmoid":
        _yes_or_no(net)
    else:
        _one_of_several(net)


@st.cache_resource(show_spinner=False, max_entries=32)
def _decided(chosen: tuple[object, ...], _net: TrainedNetwork) -> Thresholds:
    return thresholds(_net)


def _yes_or_no(net: TrainedNetwork) -> None:
    thresholds = _decided(choice(), net)
    no, yes = net.data.class_names
    n = len(net.X)
    st.header(f"The head: {yes} or {no}? One sigmoid unit and a threshold")
    st.markdown(
        f"The labels are binary: Y has shape ({n}, 1), 1 for **{yes}**, 0 for **{no}**. One sigmoid unit gives the "
        f"probability of **{yes}**: P, of shape ({n}, 1). **Drag the threshold**: at or above it, the prediction is "
        f"**{yes}**. **Click a dot** to trace that sample above."
    )
    if not ask(state.key("question.threshold"), questions.threshold_question(thresholds)):
        return
    header = {
        "names": thresholds.class_names,
        "support": thresholds.at(0).support.tolist(),
        "threshold": state.settings.threshold,
        "sample": -1 if state.settings.typed_features else min(state.settings.sample, n - 1),
    }
    arrays = {
        "p": thresholds.p,
        "labels": thresholds.labels.astype(np.float64),
        "cuts": thresholds.cuts,
        "counts": thresholds.counts.reshape(len(thresholds.cuts), 4).astype(np.float64),
        "accuracy": thresholds.accuracy,
        "precision": thresholds.precision,
        "recall": thresholds.recall,
    }
    drawing("threshold", header, arrays, key="forward-threshold", on_ask=asked_for, room="17rem")
    numpy_lines(DECISION_LINE, engine=_decision_line())


def _decision_line() -> str:
    """The engine's lines that decide."""
    last = inspect.getsource(Head.decide).rstrip().splitlines()[-1].strip()
    return f"{assignment(Head.decide, 'cut')}\n{last}"


def _one_of_several(net: TrainedNetwork) -> None:
    K, n = net.data.n_classes, len(net.X)
    st.header(f"The head: softmax over {K} classes")
    st.markdown(
        explained(
            f"The labels are one-hot: Y has shape ({n}, {K}). The last layer gives {K} logits, softmax turns each "
            "row into probabilities that add up to 1, and the class with the largest one is predicted: no threshold "
            "is needed.",
            "one-hot",
            "logit",
            "softmax",
        )
    )
    ask(state.key("question.softmax"), questions.softmax_question(net))


def static_figures(net: TrainedNetwork) -> None:
    """The confusion matrix, and for yes or no what every threshold would do: they change with the network alone."""
    if net.head.output_activation == "sigmoid":
        with folded("All thresholds at a glance: accuracy, precision and recall", state.key("thresholds")) as is_open:
            if is_open:
                draw = partial(threshold_curves.figure, threshold_curves.info(_decided(choice(), net)))
                kept_figure(draw, "forward-thresholds", "accuracy, precision and recall at every threshold")
        return
    results = decided_classes(net)
    st.markdown(f"The network classifies **{results.accuracy:.1%}** of the {results.n_samples} test samples correctly.")
    confusion_matrix(results, "forward-confusion")
