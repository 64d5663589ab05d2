"""How much of the gradient of a run's last step reaches the steps before, and the word for it."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from nnviz.engine import LSTM, Array, Loss, Network, PerStepLoss
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.network import Gradients
from nnviz.experiments.run.run import Run

PROBED = 32
"""Test sequences that it is measured on."""

VANISHED, EXPLODED = 1e-3, 100.0
"""What share of the last step's gradient reaches the first, below and above which it vanishes and explodes: as from
layer to layer (`nnviz.experiments.diagnosis`)."""

Word = Literal["vanishing", "exploding", ""]


@dataclass(frozen=True, eq=False)
class GradientThroughTime:
    """The gradient of the loss of the last step with respect to the states of every step.

    Attributes
    ----------
    layers : tuple of int
        The positions of the recurrent layers.
    norms : ndarray, shape (layers, ..., T)
        Of dL/dh_t: the root of the mean over the sequences of its squared norm.
    cells : ndarray, shape (layers, ..., T)
        The same of dL/dc_t; NaN where a layer has no cell.
    """

    layers: tuple[int, ...]
    norms: Array
    cells: Array

    @property
    def survives(self) -> Array:
        """What share of the last step's gradient reaches the first, shape (layers, ...); NaN where there is none."""
        if not self.layers:
            return np.empty(0)
        first, last = self.norms[..., 0], self.norms[..., -1]
        return np.divide(first, last, out=np.full_like(last, np.nan), where=last > 0)

    @property
    def word(self) -> Word:
        """What becomes of it in the layer above all others."""
        return word_for(float(self.survives[-1])) if len(self.layers) else ""


def word_for(survives: float) -> Word:
    """Return the word for a share of the gradient that reaches the first step; empty where it needs none.

    Examples
    --------
    >>> word_for(1e-5), word_for(1e5), word_for(0.5)
    ('vanishing', 'exploding', '')
    """
    return "vanishing" if survives < VANISHED else "exploding" if survives > EXPLODED else ""


def probe(run: Run) -> tuple[Array, Array]:
    """Return the test sequences that it is measured on, and their targets: at the last step alone.

    Where every step has a target, the loss of all steps would hide that early inputs have no part in late answers.

    Parameters
    ----------
    run : Run
        On sequences.
    """
    X, Y = run.data.test.X[:PROBED], run.data.test.Y[:PROBED]
    if isinstance(run.state.rules.loss, PerStepLoss):
        Y = np.where(np.arange(Y.shape[-2])[:, None] == Y.shape[-2] - 1, Y, np.nan)
    return X, Y


def gradient_through_time(run: Run) -> GradientThroughTime:
    """Measure it on some test sequences.

    Parameters
    ----------
    run : Run
        On sequences.
    """
    return of_last_step(run.state.network, run.state.rules.loss, *probe(run))


def of_last_step(network: Network, loss: Loss, X: Array, Y: Array) -> GradientThroughTime:
    """Measure it for a network, or for each of an ensemble, on some sequences.

    Parameters
    ----------
    network : Network
    loss : Loss
    X, Y : ndarray
        Where the loss is that of every step, the targets of the last are taken.
    """
    if isinstance(loss, PerStepLoss):
        Y = np.where(np.arange(Y.shape[-2])[:, None] == Y.shape[-2] - 1, Y, np.nan)
    with np.errstate(all="ignore"):
        trace = network.forward(X)
        gradients = network.backward(trace, loss.backward(loss.forward(trace.A, Y)), need_dX=False)
        return norms_of(network, gradients)


def norms_of(network: Network, gradients: Gradients, samples: slice = slice(None)) -> GradientThroughTime:
    """Return the norms at every step, over some samples of a backward pass that begins at the last step.

    Parameters
    ----------
    network : Network
    gradients : Gradients
    samples : slice
    """
    layers = tuple(i for i, layer in enumerate(network.layers) if isinstance(layer, Recurrent))
    records: list[Any] = [gradients.layers[i] for i in layers]
    norms = [_norms(record.dH[..., samples, :, :]) for record in records]
    cells = [
        _norms(record.dC[..., samples, :, :]) if isinstance(network.layers[i], LSTM) else np.full_like(norm, np.nan)
        for i, record, norm in zip(layers, records, norms, strict=True)
    ]
    shape = (len(layers), *(norms[0].shape if layers else (0,)))
    return GradientThroughTime(layers, np.reshape(norms, shape), np.reshape(cells, shape))


def _norms(dV: Array) -> Array:
    return np.asarray(np.sqrt((dV * dV).sum(-1).mean(-2)))
