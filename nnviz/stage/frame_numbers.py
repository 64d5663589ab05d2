"""The numbers of a frame that need no map: losses, the learning rate, gradients and updates of the last step."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine import Array, Dense, norm
from nnviz.engine.arrays import ORDINARY_NORMS
from nnviz.experiments import Run
from nnviz.experiments.run.target_units import has_target_units
from nnviz.stage.diagram_columns import diagram_columns
from nnviz.stage.frame import Frame


def losses(run: Run) -> dict[str, Any]:
    """Return losses and accuracies on both parts; errors where the target has units of its own."""
    e = run.evaluation
    errors = {"train_rmse": e.train_rmse, "test_rmse": e.test_rmse} if has_target_units(run) else {}
    return errors | {
        "train_loss": e.train_loss,
        "test_loss": e.test_loss,
        "train_accuracy": e.train_accuracy,
        "test_accuracy": e.test_accuracy,
    }


def losses_of(frame: Frame) -> dict[str, Any]:
    """Return the losses, accuracies and errors of another frame."""
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "train_rmse", "test_rmse")
    return {name: getattr(frame, name) for name in names}


def next_learning_rate(run: Run) -> float:
    """Return the rate of the step to come: so a person who changes it sees the change, paused or not."""
    rules = run.state.rules
    return float(rules.learning_rate * rules.schedule.factor(run.step))


def weights_of(layer: Any) -> Array | None:
    """Return the weights of a dense layer or the kernels of a convolution, those of a signal as one row; else None."""
    if isinstance(layer, Dense):
        return layer.W
    return _kernels(layer.K) if hasattr(layer, "K") else None


@np.errstate(over="ignore")
def last_changes(run: Run) -> dict[str, Any]:
    """Return gradients and updates of the last step, layer by layer; None for layers without parameters.

    Before the first step there is no update yet; the gradient is that of the first batch at the initial weights.
    """
    record = run.last or run.next_record()
    places = [column.layer for column in diagram_columns(run.state.network)]
    gradients: list[Any] = [record.gradients.layers[i] for i in places]
    before: list[Any] = [record.before.network.layers[i] for i in places]
    after: list[Any] = [run.state.network.layers[i] for i in places]
    dW = tuple(g.dW if hasattr(g, "dW") else _kernels(g.dK) if hasattr(g, "dK") else None for g in gradients)
    db = tuple(getattr(g, "db", None) for g in gradients)
    old, new = [weights_of(layer) for layer in before], [weights_of(layer) for layer in after]
    uW = tuple(None if W is None or V is None else W - V for W, V in zip(new, old, strict=True))
    ub = tuple(
        None if getattr(layer, "b", None) is None else layer.b - other.b
        for layer, other in zip(after, before, strict=True)
    )
    lengths, steps, sizes = _lengths([V for V in (*dW, *uW, *old) if V is not None]).reshape(3, -1)
    return {
        "gradient_norms": lengths,
        "update_ratios": np.divide(steps, sizes, out=np.zeros_like(steps), where=sizes > 0),
        "weight_gradients": dW,
        "bias_gradients": db,
        "weight_updates": uW,
        "bias_updates": ub,
    }


def _kernels(K: Array) -> Array:
    """Return kernels with two axes in space."""
    return K if K.ndim == 4 else K[None]


def _lengths(arrays: list[Array]) -> Array:
    """Return the length of each matrix, or of all kernels of a layer."""
    matrices = [W if W.ndim == 2 else W.reshape(-1, W.shape[-1]) for W in arrays]
    lengths: Array = np.sqrt(np.array([np.add.reduce(W * W, None) for W in matrices]))
    if all(ORDINARY_NORMS[0] <= length <= ORDINARY_NORMS[1] for length in lengths.tolist()):
        return lengths
    return np.array([norm(W) for W in matrices])
