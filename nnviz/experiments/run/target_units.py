"""A target that is a number has units of its own: how the network's numbers are told in them."""

import numpy as np

from nnviz.experiments.inspection.formula import in_units
from nnviz.experiments.run.run import Run

RMSE_COLUMNS = ("train_rmse", "test_rmse")
"""What a point of the curves holds beyond losses and accuracies where the target has units."""


def has_target_units(run: Run) -> bool:
    """Return whether a run predicts numbers whose units differ from those of the network, or that have a name."""
    data = run.data
    return run.head.targets == "values" and (data.target_scaling.changes or bool(data.data.target_name))


def target_names(run: Run) -> tuple[str, ...]:
    """Return the name of the output's unit, where it has one."""
    return (run.data.target_title,) if has_target_units(run) else ()


def loss_in_units(run: Run, loss: float) -> float:
    """Return a mean loss of a regression in the square of the target's units.

    Each of these losses grows with the square of the scale; that of Huber has its delta on the same scale.
    """
    return loss * float(run.data.target_scaling.scale[0]) ** 2


def scaling_sentence(run: Run) -> str:
    """Say how the target of a regression is scaled, with the numbers of the training part."""
    data, name = run.data, run.data.target_title
    if not data.target_scaling.changes:
        mean, spread = (in_units(float(f(data.train.raw_Y))) for f in (np.mean, np.std))
        return f"The network learns {name} in its own units: mean {mean}, standard deviation {spread} in training."
    ends = [in_units(float(data.target_scaling.invert([[end]])[0, 0])) for end in (-1.0, 0.0, 1.0)]
    if data.target_scaling.constant:
        return f"The network learns {name} minus {ends[1]}: every training sample has that value."
    if run.settings.target_scaling_name == "standardize":
        scale = in_units(float(data.target_scaling.scale[0]))
        return f"The network learns {name} standardized: 0 stands for the mean {ends[1]}, a step of 1 for {scale}, " + (
            "the standard deviation of the training data."
        )
    return f"The network learns {name} scaled: −1 is {ends[0]} and 1 is {ends[2]}, the range of the training data."


def target_note(run: Run) -> str:
    """Return that sentence where the target has units; else an empty text."""
    return scaling_sentence(run) if has_target_units(run) else ""
