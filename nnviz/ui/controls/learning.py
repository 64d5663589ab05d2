"""How it learns: everything here may change while it does."""

import streamlit as st

from nnviz.engine import OPTIMIZERS, PENALTIES, SCHEDULES
from nnviz.ui.controls.widgets import Widgets, including

RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
BATCH_SIZES = (1, 2, 5, 10, 20, 32, 64, 128, 256, 512, 1024)


def learning_controls(widgets: Widgets) -> None:
    """Draw the group; a change keeps the weights."""
    widgets.group("Learning", keeps_weights=True)
    widgets.steps("learning_rate", "Learning rate", RATES)
    widgets.choice_with_parameters(
        "optimizer",
        "Optimizer",
        tuple(OPTIMIZERS),
        lambda name: OPTIMIZERS[name].title,
        "Another one forgets what the one before remembered of the gradients; other numbers for the same one do not.",
    )
    widgets.steps("batch_size", "Batch size", BATCH_SIZES)
    penalty, rate = st.columns(2, gap="small")
    with penalty:
        widgets.choice("penalty", "Penalty", PENALTIES, lambda name: {"none": "none"}.get(name, name.upper()))
    with rate:
        rates = including(PENALTY_RATES, widgets.settings.penalty_rate)
        widgets.choice("penalty_rate", "Rate", rates, "{:g}".format)
    with st.expander("Schedule, clipping, order"):
        _more(widgets)
    with st.expander("Stop rules"):
        widgets.number("target_loss", "Stop at a training loss of", 0.0, None)
        widgets.number("patience", "Stop after so many epochs without progress", 1, 100_000)
        widgets.number("max_epochs", "Stop after so many epochs", 1, 1_000_000)


def _more(widgets: Widgets) -> None:
    widgets.choice_with_parameters(
        "schedule", "Learning-rate schedule", tuple(SCHEDULES), lambda name: SCHEDULES[name].title
    )
    widgets.number("clip_norm", "Clip the gradient at length", None, 1e6)
    widgets.flag(
        "shuffle",
        "New order in every epoch",
        "Draws a new order of the samples for each epoch; otherwise they come in the same order every time.",
    )
    widgets.flag(
        "penalty_after_step",
        "Penalty after the step",
        "Shrinks the weights after the optimizer's step, as TensorFlow Playground does; otherwise the penalty is part "
        "of the gradient.",
    )
