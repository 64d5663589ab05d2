"""Editing weights: one parameter set by hand, or all of them replaced; training continues from there."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

import numpy as np

from nnviz.engine import Array, TrainState, Watch
from nnviz.experiments.run.run import Run

LARGEST_VALUE = 1e100
"""The largest absolute value of a parameter set by hand; far beyond it everything overflows."""


def edit_parameter(run: Run, layer: int, name: str, index: Sequence[int], value: float) -> Run:
    """Set one weight, bias or slope by hand; the optimizer's memory and all other numbers stay.

    Parameters
    ----------
    run : Run
        Stays as it is.
    layer : int
        The position in ``run.state.network.layers``.
    name : str
        The parameter: ``W`` or ``b`` of a dense layer, ``slope`` of a PReLU.
    index : sequence of int
        The place in that array: (feature, unit) for ``W``, (unit,) for ``b`` and ``slope``.
    value : float
        Finite, at most 1e100 in size.

    Returns
    -------
    Run
        At the same step. The stop rules start anew; a run that had stopped may go on if all of its
        parameters are finite. It has no last step, so that its gradients are those at the new weights.

    Raises
    ------
    ValueError
        If there is no such parameter, or the value is no such number.
    """
    position = run.state.network.layout.position(layer, name, index)
    if isinstance(value, bool) or not isinstance(value, int | float | np.floating) or not isfinite(value):
        raise ValueError(f"expected a finite number for {name}, got {value!r}; type one such as 0.5")
    if abs(value) > LARGEST_VALUE:
        raise ValueError(f"expected a number of at most {LARGEST_VALUE:g} in absolute value for {name}, got {value:g}")
    theta = run.state.network.theta.copy()
    theta[position] = float(value)
    return _with_network(run, replace(run.state, network=run.state.network.with_theta(theta)))


def replace_parameters(run: Run, theta: Array) -> Run:
    """Replace all weights of the network; the optimizer starts with an empty state.

    Parameters
    ----------
    run : Run
        Stays as it is.
    theta : ndarray, shape (n_parameters,)
        In the order of ``run.state.network.theta``.

    Raises
    ------
    ValueError
        If theta has another shape, or a number is not finite.
    """
    values = np.array(theta, np.float64)
    network = run.state.network
    if values.shape != network.theta.shape:
        raise ValueError(f"expected {network.n_parameters} parameters for this network, got shape {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError(
            "expected finite parameters, got NaN or infinity; a run cannot continue from the weights of one that "
            "diverged"
        )
    memory = run.state.rules.optimizer.start(values)
    return _with_network(run, replace(run.state, network=network.with_theta(values), memory=memory))


def _with_network(run: Run, state: TrainState) -> Run:
    """Return the run with another state at the same step, its stop rules as at the start."""
    stuck = run.stop is not None and run.stop.reason == "not finite" and not np.isfinite(state.network.theta).all()
    return replace(run, state=state, last=None, watch=Watch(), stop=run.stop if stuck else None)
