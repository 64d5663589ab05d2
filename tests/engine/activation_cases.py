"""The activations that the tests run over: each with its usual parameters, and some with others."""

import numpy as np

from nnviz.engine.activations import ACTIVATIONS, Activation, activation
from nnviz.engine.arrays import Array

CASES: tuple[Activation, ...] = (
    *(activation(name) for name in ACTIVATIONS),
    activation("relu", slope_at_zero=0.5),
    activation("leaky_relu", slope=0.3),
    activation("leaky_relu", slope=1.0),
    activation("elu", alpha=0.5),
    activation("elu", alpha=2.5),
    activation("prelu", slope=0.0),
    activation("prelu", slope=-1.5),
    activation("prelu", slope=3.0),
    activation("hard_sigmoid", slope=0.2),
    activation("hard_sigmoid", slope=0.5),
)


def label(g: Activation) -> str:
    """Name a case in the report of a test run."""
    return g.name + "".join(f"-{value:g}" for _, value in g.parameters)


EXTREMES: Array = np.array(
    [
        *(0.0, 5e-324, 2.2e-308, 1e-200, 1e-16, 0.5, 1.0, 3.0, 18.7, 19.1, 20.0, 27.2, 27.4, 36.7, 37.1, 38.6, 40.0),
        *(354.0, 372.0, 373.0, 709.7, 709.8, 710.5, 744.0, 745.2, 746.0, 800.0, 1e4, 1e17, 1e154, 1e200, 1e308),
        *(1.75e308, np.finfo(float).max, np.inf),
    ]
)
"""Where exponentials, squares, cubes and products leave float64, or where results round to a limit; mirror them."""
