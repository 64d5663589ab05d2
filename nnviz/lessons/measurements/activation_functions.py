"""What a question of a lesson may measure on the page "Neuron and activation functions"."""

from collections.abc import Callable, Mapping

import numpy as np

from nnviz.engine import activation
from nnviz.experiments.activation_functions.curve import chain
from nnviz.experiments.activation_functions.one_neuron import neuron
from nnviz.experiments.activation_functions.settings import ActivationSettings

_CHAIN = 10
_LEFT = -2.0


def _slope_at(settings: ActivationSettings, z: float, which: int = 0) -> float:
    g = settings.activations[which]
    Z = np.array([z])
    return float(g.df(Z, g.f(Z))[0])


def _flat_on_the_left(settings: ActivationSettings) -> str:
    flat = [g.title for k, g in enumerate(settings.activations) if _slope_at(settings, _LEFT, k) == 0.0]
    if len(flat) != 1:
        raise ValueError(f"expected one function whose slope at z = {_LEFT:g} is 0, got {len(flat)}; choose others")
    return flat[0]


def _gradient_of_w1(settings: ActivationSettings) -> float:
    found = neuron((settings.x1, settings.x2), (settings.w1, settings.w2), settings.b, settings.activations[0])
    return float(found.gradients.dW[0, 0])


def _chain_of_sigmoids(_: ActivationSettings) -> float:
    return float(chain(activation("sigmoid"), 0.0, _CHAIN).bounds[-1])


MEASUREMENTS: Mapping[str, Callable[[ActivationSettings], float | str]] = {
    "slope at z": lambda settings: _slope_at(settings, settings.z),
    "function without a slope at z = -2": _flat_on_the_left,
    "gradient of w1": _gradient_of_w1,
    "largest share of a gradient through 10 sigmoids": _chain_of_sigmoids,
}
