"""Networks of one shape trained in lockstep on the same batches, looked at before and after."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz.engine import Array, train_step
from nnviz.experiments.depth.building import Start, batches, first_state, looked_at
from nnviz.experiments.depth.measuring import DepthLook, look
from nnviz.experiments.depth.settings import DepthSettings

SEEDS = 5
LEARNED = 0.5
"""A network has learned if its loss fell below this share of the loss of guessing."""
EVERY = 5
"""Steps between two reports of the progress."""


def before_and_after(
    settings: DepthSettings,
    starts: Sequence[Start],
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[DepthLook, DepthLook] | None:
    """Train a network from each start to the end.

    Parameters
    ----------
    settings : DepthSettings
    starts : sequence of Start
    progress : callable, optional
        Called now and then with the share of the way, 0 to 1.
    cancelled : callable, optional
        Asked as often; True ends the training.

    Returns
    -------
    tuple of DepthLook, or None
        What is measured of all of them before the first step and after the last; None if it was cancelled.
    """
    state, order, (X, Y) = first_state(settings, starts), batches(settings), looked_at(settings)
    first, _ = look(state.network, state.rules.loss, X, Y)
    for step in range(1, settings.steps + 1):
        state = train_step(state, order.batch(step - 1)).after
        if step % EVERY == 0:
            if progress is not None:
                progress(step / settings.steps)
            if cancelled is not None and cancelled():
                return None
    last, _ = look(state.network, state.rules.loss, X, Y)
    return first, last


def guessing(Y: Array) -> float:
    """Return the cross-entropy of always giving the shares of the classes."""
    shares = Y.mean(0) if Y.shape[1] > 1 else np.array([Y.mean(), 1.0 - Y.mean()])
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
