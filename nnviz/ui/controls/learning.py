"""How it learns: everything here may change while it does.

Learning rate, batch size and penalty are chosen on the picture (`nnviz/ui/playground/on_picture.py`).
"""

from nnviz.engine import OPTIMIZERS, SCHEDULES
from nnviz.experiments import RunSettings
from nnviz.ui.controls.group import group
from nnviz.ui.controls.parameters import choice_with_parameters
from nnviz.ui.widgets.fields import Fields
from nnviz.ui.widgets.folded import folded

RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
BATCH_SIZES = (1, 2, 5, 10, 20, 32, 64, 128, 256, 512, 1024)


def learning_controls(fields: Fields[RunSettings]) -> None:
    """Draw the group; a change keeps the weights."""
    group("Learning", keeps_weights=True)
    choice_with_parameters(
        fields,
        "optimizer",
        "Optimizer",
        {name: known.title for name, known in OPTIMIZERS.items()},
        help="Choosing another optimizer discards the gradient history of the previous one; changing its parameters "
        "does not.",
    )
    with folded("Schedule, clipping, order", fields.state.key("more_learning")) as is_open:
        if is_open:
            _more(fields)
    with folded("Stopping rules", fields.state.key("stopping")) as is_open:
        if is_open:
            fields.number("target_loss", "Target training loss", 0.0, None, empty="never")
            fields.number("patience", "Patience (epochs without progress)", 1, 100_000, empty="never")
            fields.number("max_epochs", "Maximum number of epochs", 1, 1_000_000, empty="never")


def _more(fields: Fields[RunSettings]) -> None:
    titles = {name: known.title for name, known in SCHEDULES.items()}
    choice_with_parameters(fields, "schedule", "Learning-rate schedule", titles)
    fields.number("clip_norm", "Clip the gradient norm at", None, 1e6, empty="never")
    fields.checkbox(
        "shuffle",
        "Shuffle every epoch",
        help="Shuffles the samples anew for each epoch; otherwise their order stays the same.",
    )
    fields.checkbox(
        "penalty_after_step",
        "Penalty after the step",
        help="Shrinks the weights after the optimizer's step, as TensorFlow Playground does; otherwise the penalty is "
        "part of the gradient.",
    )
