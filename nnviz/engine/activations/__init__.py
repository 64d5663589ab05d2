"""Activation functions with their derivatives, formulas and properties."""

from nnviz.engine.activations.record import Activation
from nnviz.engine.activations.rectifiers import dprelu_dslope, dprelu_dz, prelu
from nnviz.engine.activations.registry import ACTIVATIONS, activation, activation_parameters
from nnviz.engine.activations.sigmoids import dsigmoid, sigmoid

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "activation",
    "activation_parameters",
    "dprelu_dslope",
    "dprelu_dz",
    "dsigmoid",
    "prelu",
    "sigmoid",
]
