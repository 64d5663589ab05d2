"""The numbers of a frame that need no map: losses, the learning rate, gradients and updates of the last step."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine import Dense, norm
from nnviz.experiments import Run
from nnviz.experiments.run.target_units import has_target_units


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


def next_learning_rate(run: Run) -> float:
    """Return the rate of the step to come: so a person who changes it sees the change, paused or not."""
    rules = run.state.rules
    return float(rules.learning_rate * rules.schedule.factor(run.step))


def last_changes(run: Run) -> dict[str, Any]:
    """Return gradients and updates of the last step, layer by layer.

    Before the first step there is no update yet; the gradient is that of the first batch at the initial weights.
    """
    record = run.last or run.next_record()
    dense = [i for i, layer in enumerate(run.state.network.layers) if isinstance(layer, Dense)]
    gradients: list[Any] = [record.gradients.layers[i] for i in dense]
    before: list[Any] = [record.before.network.layers[i] for i in dense]
    after: list[Any] = [run.state.network.layers[i] for i in dense]
    dW, db = tuple(g.dW for g in gradients), tuple(g.db for g in gradients)
    uW = tuple(new.W - old.W for new, old in zip(after, before, strict=True))
    ub = tuple(None if new.b is None else new.b - old.b for new, old in zip(after, before, strict=True))
    sizes = np.array([norm(old.W) for old in before])
    steps = np.array([norm(change) for change in uW])
    return {
        "gradient_norms": np.array([norm(part) for part in dW]),
        "update_ratios": np.divide(steps, sizes, out=np.zeros_like(steps), where=sizes > 0),
        "weight_gradients": dW,
        "bias_gradients": db,
        "weight_updates": uW,
        "bias_updates": ub,
    }
