"""The small network that several topics take apart: it learns parity from some steps of training, or has not begun."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.engine import Array, Gradients, Loss, LossTrace, Network, Trace, with_steps
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.engine.tensors import record, unlisted
from nnviz.experiments.recurrence.network_settings import Cell, NetworkFields
from nnviz.experiments.recurrence.recipe import Recipe, begin

TRAINED_LENGTH = 8
"""Steps of the sequences that it learns from."""

FRAMES = 40


def recipe_of(settings: NetworkFields) -> Recipe:
    """Return how the network is trained."""
    return _recipe(settings.cell, settings.units, settings.trained, settings.seed)


def _recipe(cell: Cell, units: int, trained: int, seed: int) -> Recipe:
    return Recipe(
        "parity",
        TRAINED_LENGTH,
        cell,
        units,
        seeds=1,
        first_seed=seed,
        steps=trained,
        stride=max(1, trained // FRAMES),
        to_the_end=True,
    )


@lru_cache(maxsize=32)
def _network(cell: Cell, units: int, trained: int, seed: int) -> Network:
    return begin(_recipe(cell, units, trained, seed)).run_to_end().state.network


def network_of(settings: NetworkFields, steps: int) -> Network:
    """Return the network after its training, unrolled over so many steps.

    Parameters
    ----------
    settings : NetworkFields
    steps : int
    """
    return with_steps(_network(settings.cell, settings.units, settings.trained, settings.seed), steps)


def parity_of(bits: str) -> tuple[Array, Array]:
    """Return one sequence of bits and its parity at every step, both of shape (1, T, 1)."""
    X = np.array([[[float(bit)] for bit in bits]])
    Y: Array = np.cumsum(X, axis=1) % 2
    return X, Y


@record
class Pass:
    """Both passes of a network on one sequence.

    Attributes
    ----------
    network : Network
    trace : Trace
    loss : LossTrace
        At every step.
    gradients : Gradients
    """

    network: Network = unlisted()
    trace: Trace
    loss: LossTrace
    gradients: Gradients

    @property
    def layer(self) -> Recurrent[Any]:
        """The recurrent layer."""
        layer = self.network.layers[0]
        assert isinstance(layer, Recurrent)
        return layer

    @property
    def states(self) -> Any:
        """The trace of the recurrent layer."""
        return self.trace.layers[0]

    @property
    def state_gradients(self) -> Any:
        """The gradients of the recurrent layer."""
        return self.gradients.layers[0]


def both_passes(network: Network, loss: Loss, X: Array, Y: Array) -> Pass:
    """Run a network forward and backward.

    Parameters
    ----------
    network : Network
        Its first layer is recurrent.
    loss : Loss
    X, Y : ndarray
    """
    trace = network.forward(X)
    measured = loss.forward(trace.A, Y)
    return Pass(network, trace, measured, network.backward(trace, loss.backward(measured)))


def pass_of(settings: NetworkFields, bits: str) -> Pass:
    """Return both passes of the settings' network on a sequence of bits."""
    X, Y = parity_of(bits)
    loss = replace(recipe_of(settings), steps=1).loss
    return both_passes(network_of(settings, len(bits)), loss, X, Y)
