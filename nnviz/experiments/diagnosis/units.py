"""Units that cannot learn: all alike, dead, stuck at the flat end of their curve, or linear."""

from itertools import pairwise
from typing import Any

import numpy as np

from nnviz.engine import Array, Network, has_weights, weights_of
from nnviz.experiments.diagnosis.finding import Finding, listed
from nnviz.experiments.diagnosis.measuring import LayerDiagnostics, Measurements
from nnviz.experiments.diagnosis.remedies import remedies_for
from nnviz.experiments.inspection.formula import percent
from nnviz.experiments.run.image_layers import PooledSettings

UNSOLVED = 0.5
"""Above this share of guessing's loss a run still needs its units; below it, flat and silent ones do no harm."""

EQUAL_TOLERANCE = 1e-9
"""Units whose weights differ by less than this share of their size are the same unit."""

DEAD_SHARE = 0.5
DEAD_PATIENCE = 200
"""Steps in which a layer of half dead units may come back to life; a layer that is dead as a whole cannot."""

SATURATED_SHARE = 0.8
LINEAR_PATIENCE = 200
LINEAR_NOISY = 0.9
WORSE = 1.1
"""From here on something else is wrong: a plane can always do as well as guessing."""


def symmetric(measurements: Measurements) -> Finding | None:
    """Find hidden layers whose units are copies of each other and therefore always stay so."""
    counts = different_units(measurements.run.state.network)
    alike = [
        (layer, n)
        for layer, n in zip(measurements.hidden, counts, strict=True)
        if layer.units > 1 and n <= layer.units // 2
    ]
    if not alike:
        return None
    layer, distinct = alike[0]
    several = f"; the same holds for {len(alike) - 1} more" if len(alike) > 1 else ""
    return Finding(
        "symmetric",
        f"The {layer.units} {layer.unit} of {layer.title} are {_copies(distinct)}{several}. Identical {layer.unit} get "
        "identical gradients and stay identical forever.",
        tuple((f"different {layer.unit} in {layer.title}", float(n)) for layer, n in alike),
        remedies_for("symmetric", measurements.run.settings),
    )


def different_units(network: Network) -> tuple[int, ...]:
    """Count, in each hidden layer, the units that differ in a weight, coming in or going out, or in the bias.

    A channel of maps counts as a unit: its weights are its kernel, and those that look at it anywhere.

    Parameters
    ----------
    network : Network
        Its numbers must be finite.
    """
    layers: list[Any] = [layer for layer in network.layers if has_weights(layer)]
    return tuple(
        _distinct(np.hstack([_coming_in(layer), layer.biases[:, None], _going_out(layer, following)]))
        for layer, following in pairwise(layers)
    )


def _coming_in(layer: Any) -> Array:
    """Return the weights of every unit, shape (units, weights)."""
    W = weights_of(layer)
    return W.reshape(-1, W.shape[-1]).T


def _going_out(layer: Any, following: Any) -> Array:
    """Return the weights that the next layer has for every unit, shape (units, weights).

    Units are the last axis but one of kernels; maps that were flattened have one weight a place and channel.
    """
    units = weights_of(layer).shape[-1]
    W = weights_of(following).reshape(-1, units, weights_of(following).shape[-1])
    return np.swapaxes(W, 0, 1).reshape(units, -1)


def _copies(distinct: int) -> str:
    return "copies of a single one" if distinct == 1 else f"copies of only {distinct}"


def _distinct(units: Array) -> int:
    """Count different rows, up to rounding; each is rounded by its own size, so that a huge one hides no others."""
    _, powers = np.frexp(np.abs(units).max(1, keepdims=True))
    return len(np.unique(np.hstack([powers, np.round(np.ldexp(units, -powers) / EQUAL_TOLERANCE)]), axis=0))


def flat(measurements: Measurements) -> Finding | None:
    """Find an activation without any slope, which lets no gradient pass."""
    steps = [
        layer for layer in measurements.hidden if layer.activation is not None and layer.activation.largest_slope == 0.0
    ]
    if not steps:
        return None
    last = steps[-1]
    assert last.activation is not None
    title = last.activation.title
    return Finding(
        "flat",
        f"The {title} of {last.title} is flat everywhere: its slope is 0, so no gradient passes through it and "
        f"{_up_to(measurements, last)} cannot learn.",
        (("largest slope", 0.0),),
        remedies_for("flat", measurements.run.settings),
    )


def _up_to(measurements: Measurements, last: LayerDiagnostics) -> str:
    first = measurements.hidden[0]
    if last is first:
        return first.title
    numbered = first.title.rpartition(" ")[0] == last.title.rpartition(" ")[0]
    return f"{first.title.replace(' ', 's ', 1)} to {last.title.rpartition(' ')[2] if numbered else last.title}"


def dead(measurements: Measurements) -> Finding | None:
    """Find rectified units that give the same for every sample, so that nothing teaches them."""
    layers = [
        layer for layer in measurements.hidden if layer.activation is not None and layer.activation.largest_slope > 0.0
    ]
    whole = [layer for layer in layers if layer.dead == layer.units]
    half = [layer for layer in layers if layer.dead >= DEAD_SHARE * layer.units]
    if not whole and not (measurements.relative > UNSOLVED and measurements.run.step >= DEAD_PATIENCE):
        return None
    if not (whole or half):
        return None
    worst = whole[0] if whole else max(half, key=lambda layer: layer.dead / layer.units)
    assert worst.activation is not None
    consequence = "The layers after it no longer see the inputs." if whole else "They learn nothing from any sample."
    where = "at every place of" if worst.convolution else "on"
    return Finding(
        "dead",
        f"{worst.dead} of {worst.units} {worst.activation.title} {worst.unit} of {worst.title} are dead: their slope "
        f"is 0 {where} all {measurements.n_samples} training samples. {consequence}",
        tuple((f"dead {layer.unit} in {layer.title}", float(layer.dead)) for layer in layers if layer.dead),
        remedies_for("dead", measurements.run.settings),
    )


def saturated(measurements: Measurements) -> Finding | None:
    """Find layers whose units stand at the flat ends of their curve while there is still much to learn."""
    stuck = [
        layer
        for layer in measurements.hidden
        if layer.activation is not None and all(layer.activation.saturates) and layer.saturated >= SATURATED_SHARE
    ]
    if not stuck or not measurements.relative > UNSOLVED:
        return None
    shares = listed([f"{percent(layer.saturated)} in {layer.title}" for layer in stuck])
    return Finding(
        "saturated",
        f"Units are saturated, {shares}: the slope there is below a twentieth of the largest "
        "and lets hardly any gradient pass.",
        tuple((f"saturated share in {layer.title}", layer.saturated) for layer in stuck),
        remedies_for("saturated", measurements.run.settings),
    )


def linear(measurements: Measurements) -> Finding | None:
    """Find a network that is one straight plane, on data for which that is not enough."""
    nonlinear = [
        layer for layer in measurements.hidden if layer.activation is not None and layer.activation.name != "identity"
    ]
    limit = UNSOLVED if measurements.clean else LINEAR_NOISY
    settings = measurements.run.settings
    takes_maxima = any(isinstance(part, PooledSettings) and part.kind == "max" for part in settings.image_layers)
    if (
        nonlinear
        or takes_maxima
        or not measurements.layers
        or measurements.run.step < LINEAR_PATIENCE
        or not limit < measurements.relative < WORSE
    ):
        return None
    depth = len(measurements.hidden)
    stack = "Without a hidden layer" if depth == 0 else f"With {depth} linear hidden layer{'s' * (depth > 1)}"
    can = "fit a plane" if measurements.run.head.targets == "values" else "separate classes by straight lines"
    return Finding(
        "linear",
        f"{stack} the whole network is one matrix: it can only {can}, and its training loss stays at "
        f"{percent(measurements.relative)} of guessing's.",
        (("loss over guessing's", measurements.relative), ("nonlinear layers", 0.0)),
        remedies_for("linear", measurements.run.settings),
    )
