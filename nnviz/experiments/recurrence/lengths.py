"""Trained at one length, asked at others; and which of the steps of a sequence can be predicted at all."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nnviz.datasets import Sequences
from nnviz.engine import Array, Loss, Network, with_steps
from nnviz.experiments.recurrence.recipe import measured_sequences, score


def scores_at_lengths(
    network: Network, task: str, lengths: Sequence[int], settings: Iterable[tuple[str, Any]] = ()
) -> Array:
    """Return the score of networks on sequences of other lengths than they were trained on.

    Parameters
    ----------
    network : Network
        One, or an ensemble.
    task : str
        One of `SEQUENCES`.
    lengths : sequence of int
    settings : iterable of (str, value)
        Of the task.

    Returns
    -------
    ndarray, shape (len(lengths), ...)
        See `score`: over all targets of all steps.
    """
    found = []
    for length in lengths:
        data = measured_sequences(task, length, tuple(settings))
        found.append(score(with_steps(network, data.steps).forward(data.X).A, data))
    return np.stack(found)


def last_scores_at_lengths(network: Network, task: str, lengths: Sequence[int]) -> Array:
    """Return the same at the last step alone, where every step has a target: whether the state is still right then.

    Parameters
    ----------
    network : Network
    task : str
    lengths : sequence of int

    Returns
    -------
    ndarray, shape (len(lengths), ...)
    """
    found = []
    for length in lengths:
        data = measured_sequences(task, length)
        A = with_steps(network, data.steps).forward(data.X).A[..., -1, :]
        Y = data.Y[:, -1]
        right = ((A > 0.0) == (Y > 0.5))[..., 0] if data.kind == "binary" else A.argmax(-1) == Y.argmax(-1)
        found.append(right.mean(-1))
    return np.stack(found)


def loss_by_step(network: Network, loss: Loss, data: Sequences) -> Array:
    """Return the mean loss of every step over the sequences that have a target there, shape (..., T).

    Parameters
    ----------
    network : Network
        One, or an ensemble, that answers at every step.
    loss : Loss
        Per step.
    data : Sequences
    """
    losses = loss.forward(network.forward(data.X).A, data.Y).losses
    counts = data.counted.sum(0)
    nowhere = np.full(losses.shape[:-2] + counts.shape, np.nan)
    means: Array = np.divide(losses.sum(-2), counts, out=nowhere, where=counts > 0)
    return means
