"""Exploding gradients: the loss and the gradient norm at every step of training, before and after clipping."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, train_step
from nnviz.experiments.recurrence.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Descent:
    """What happened at each step, for every network.

    Attributes
    ----------
    loss : ndarray, shape (steps, R)
        On the sequences of the step.
    norms : ndarray, shape (steps, R)
        Of the gradient of all parameters.
    clipped : ndarray, shape (steps, R)
        Of what the optimizer was given: at most the recipe's `clip`.
    """

    loss: Array
    norms: Array
    clipped: Array


@np.errstate(over="ignore", invalid="ignore")
def descend(recipe: Recipe) -> Descent:
    """Take all steps of a recipe one by one, and keep the norms.

    Examples
    --------
    >>> found = descend(Recipe("first-symbol", 20, "elman", gain=2.0, clip=1.0, seeds=2, steps=5))
    >>> bool((found.clipped <= 1.0 + 1e-12).all()), found.norms.shape
    (True, (5, 2))
    """
    state, found = recipe.state(), []
    for step in range(recipe.steps):
        record = train_step(state, recipe.sequences_of(step))
        whole, given = (np.linalg.norm(g, axis=-1) for g in (record.gradients.theta, record.dtheta))
        found.append(np.stack(np.broadcast_arrays(record.loss.L, whole, given)).reshape(3, -1))
        state = record.after
    return Descent(*np.stack(found, axis=1))
