"""What should have been seen on the page "Neuron and activation functions", with the numbers of what is on view."""

import numpy as np

from nnviz.engine import Activation
from nnviz.experiments.activation_functions.curve import activation_title, chain, nearly_flat
from nnviz.experiments.activation_functions.elementwise import Elementwise
from nnviz.experiments.activation_functions.one_neuron import neuron
from nnviz.experiments.activation_functions.settings import ActivationSettings
from nnviz.experiments.inspection.formula import counted, power

LAYERS = 20
"""Neurons of the chain."""


def conclusions(settings: ActivationSettings, elementwise: Elementwise | None) -> tuple[str, ...]:
    """Describe the slopes at z, what a chain makes of them, the neuron and the matrix, with their numbers.

    Parameters
    ----------
    settings : ActivationSettings
    elementwise : Elementwise or None
        The page's matrix; None where it cannot be read.
    """
    sentences = (_slopes(settings), _chain(settings), _neuron(settings))
    return sentences if elementwise is None else (*sentences, _matrix(elementwise))


def _slopes(settings: ActivationSettings) -> str:
    at = [_slope(g, settings.z) for g in settings.activations]
    words = [f"{activation_title(g)} {_written(s)}" for g, s in zip(settings.activations, at, strict=True)]
    flat = [
        activation_title(g) for g, s in zip(settings.activations, at, strict=True) if nearly_flat(np.array([s]), g)[0]
    ]
    lost = f" Almost no gradient passes through {' and '.join(flat)} there." if flat else ""
    return f"At z = {settings.z:.2f} a gradient is multiplied by the slope: {', '.join(words)}.{lost}"


def _slope(g: Activation, z: float) -> float:
    Z = np.array([z])
    return float(g.df(Z, g.f(Z))[0])


def _chain(settings: ActivationSettings) -> str:
    chains = [chain(g, settings.z, LAYERS) for g in settings.activations]
    words = [f"{activation_title(c.activation)} {_written(float(c.products[-1]))}" for c in chains]
    return (
        f"Slopes multiply: after a chain of {LAYERS} neurons that starts at z = {settings.z:.2f}, this fraction of the "
        f"gradient remains: {', '.join(words)}."
    )


def _neuron(settings: ActivationSettings) -> str:
    g = settings.activations[0]
    found = neuron((settings.x1, settings.x2), (settings.w1, settings.w2), settings.b, g)
    dW = [_written(float(value)) for value in found.gradients.dW[:, 0]]
    z, a, dz = (float(value[0, 0]) for value in (found.trace.Z, found.trace.A, found.gradients.dZ))
    return (
        f"The neuron: z = {_written(z)}, a = {_written(a)} by {activation_title(g)}. Each weight's gradient is its "
        f"input times dz = {_written(dz)}: dw₁ = {dW[0]}, dw₂ = {dW[1]}."
    )


def _matrix(found: Elementwise) -> str:
    off = int((found.slope == 0.0).sum())
    flat = int(found.saturated.sum()) - off
    return (
        f"{activation_title(found.activation)}, applied to each of {counted(found.Z.size, 'entry', 'entries')} of Z "
        f"{found.Z.shape}, gives A of the same shape; the slope is 0 in {off} of them and almost 0 in {flat} more."
    )


def _written(x: float) -> str:
    return "0" if x == 0.0 else f"{x:.4g}".replace("-", "−") if 0.001 <= abs(x) < 1000 else power(x)
