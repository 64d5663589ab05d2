"""A batch on the page: one bar a sample, their mean, and what the chosen one costs."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnviz.engine import Array, Loss, assignment, walk
from nnviz.experiments.inspection import Step, write_out
from nnviz.experiments.inspection.textbook import loss_line
from nnviz.experiments.loss import questions
from nnviz.experiments.loss.batch import BATCH, SNAPSHOT_EPOCHS, BatchLoss, batch_loss, snapshots
from nnviz.ui.drawings.drawing import drawing
from nnviz.ui.loss.state import fields, state
from nnviz.ui.widgets.numpy_lines import numpy_lines
from nnviz.ui.widgets.question import ask

BATCH_SOURCES = {"digits": "handwritten digits", "iris": "iris flowers"}
LOCKSTEP_LOSSES = {"cross_entropy": "cross-entropy", "squared_error": "squared error"}


@st.cache_resource(show_spinner="Training a small network, once …")
def _ready(source: str) -> bool:
    snapshots(source)
    return True


def batch_controls() -> None:
    """Which samples, which loss, and how long the network has been trained."""
    now = state.settings
    left, middle, right = st.columns([2, 2, 2.4], vertical_alignment="bottom")
    fields.segmented("source", "Samples", BATCH_SOURCES, place=left)
    fields.segmented("loss", "Loss", LOCKSTEP_LOSSES, place=middle)
    trained = max(moment for moment in SNAPSHOT_EPOCHS if moment <= now.epochs_trained)
    fields.select_slider("epochs_trained", "Epochs trained", SNAPSHOT_EPOCHS, value=trained, place=right)


def batch_now() -> BatchLoss:
    """The batch of the page."""
    now = state.settings
    _ready(now.source)
    return batch_loss(now.source, now.loss, now.epochs_trained)


def batch_drawing(batch: BatchLoss) -> None:
    """The bars; for digits the chosen one's picture."""
    trained, now = batch.found, state.settings
    losses = batch.trace.losses
    short = [name if len(name) < 3 else name[:2] for name in trained.class_names]
    header: dict[str, Any] = {
        "at": now.sample,
        "mean": float(batch.trace.L),
        "top": 1.08 * max(float(losses.max()), 1e-6),
        "right": batch.right.tolist(),
        "names": [short[k] for k in trained.labels],
        "x_title": f"{BATCH} test samples, labelled by true class; red: misclassified",
        "words": _words(batch, now.sample),
        "image_shape": trained.image_shape,
    }
    arrays: dict[str, Array] = {"losses": losses}
    if trained.image_shape is not None:
        arrays["image"] = trained.X[now.sample] / 16.0

    def chosen(asked: Mapping[str, Any]) -> None:
        state.update(sample=int(asked["sample"]))

    drawing("bars", header, arrays, key="loss-bars", on_ask=chosen, room="18rem")
    state.show_in_address()


def _words(batch: BatchLoss, k: int) -> str:
    trained = batch.found
    names, P = trained.class_names, batch.P[k]
    true, said = int(trained.labels[k]), int(P.argmax())
    decision = "and predicts it" if said == true else f"but predicts {names[said]} ({P[said]:.4f})"
    return (
        f"Sample {k}, true class {names[true]}: the network gives this class probability {P[true]:.4f} {decision}. "
        f"The loss is {float(batch.trace.losses[k]):.4f}."
    )


def batch_formula(batch: BatchLoss) -> None:
    """The chosen sample's loss and the mean, with the numbers on demand, and the engine's lines."""
    left, right = st.columns([1.3, 1], gap="large")
    used = batch.trace.loss
    step = Step.of(batch.trace)
    views = {view.path: view for view in walk(batch.trace, "loss.")}
    with left:
        numbers = st.toggle("Fill in the chosen sample's numbers", key=state.key("batch_numbers"))
        with st.container(height=210, border=False):
            if numbers:
                out = write_out(step, views["loss.losses"], (state.settings.sample,))
                st.latex(r"\small " + (out.latex if out is not None else used.latex))
            else:
                st.latex(used.latex)
                st.latex(r"L = \frac{1}{N} \sum_i \ell_i")
    right.caption("In NumPy:")
    lines = f"{assignment(type(used).per_sample, 'losses')}\n{assignment(Loss.measure, 'L')}"
    with right:
        numpy_lines(f"{loss_line(used, 'losses')}\n{loss_line(used, 'L')}", engine=lines)


def share_question(batch: BatchLoss) -> None:
    """Ask how much of the batch's loss its costliest samples account for."""
    ask(state.key("question.share"), questions.share_question(batch))
