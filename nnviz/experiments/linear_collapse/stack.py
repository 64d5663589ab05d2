"""A stack of dense layers beside the one matrix W* and its b* that replace it where the activation is the identity."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.datasets import Standardizer, dataset
from nnviz.engine import Activation, Array, Dense, Network, Purpose, Trace, activation, generator
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.experiments.linear_collapse.settings import SAMPLES, CollapseSettings

IRIS_ROWS = (0, 50, 100, 1, 51, 101)
"""Which irises are the rows of X: two of each species."""

SLOPES = 21
"""How many slopes from 0 to 1 the deviation is measured at."""

BIAS_SCALE = 0.3


@dataclass(frozen=True, eq=False)
class Stack:
    """A stack of dense layers, run and multiplied out.

    Attributes
    ----------
    settings : CollapseSettings
    network : Network
        With the activation of the settings between the layers; the last layer has none.
    trace : Trace
        Of X through it.
    W, b : ndarray, shape (d, p), (p,)
        W* = W1 W2 ... WL and b* = (...(b1 W2 + b2) W3 + ...) + bL.
    products : tuple of ndarray
        W1, W1 W2, ..., W*: shapes (d, n_1), (d, n_2), ..., (d, p).
    affine : ndarray, shape (N, p)
        X W* + b*.
    deviation : float
        The largest difference of an output of the network from it.
    slopes, deviations : ndarray, shape (SLOPES,)
        The same measured for slopes from 0 to 1, the weights the same.
    singular_values : ndarray, shape (min(d, p),)
        Of W*, largest first.
    """

    settings: CollapseSettings
    network: Network
    trace: Trace
    W: Array
    b: Array
    products: tuple[Array, ...]
    affine: Array
    deviation: float
    slopes: Array
    deviations: Array
    singular_values: Array

    @property
    def X(self) -> Array:
        """The samples, shape (N, d)."""
        return self.trace.X

    @property
    def rank(self) -> int:
        """How many singular values of W* are more than rounding."""
        return rank(self.singular_values, self.settings.layers)

    @property
    def narrowest(self) -> int:
        """Units of the narrowest layer, inputs and outputs included: W* can have no larger rank."""
        return min(self.settings.widths)


def stack(settings: CollapseSettings) -> Stack:
    """Draw a stack, run samples through it and multiply it out.

    Parameters
    ----------
    settings : CollapseSettings

    Examples
    --------
    >>> linear = stack(CollapseSettings(hidden=(4, 2, 4), slope=1.0))
    >>> linear.deviation < 1e-12, linear.rank
    (True, 2)
    >>> stack(CollapseSettings(hidden=(4, 2, 4), slope=0.0)).deviation > 0.1
    True
    """
    network = draw(settings, slope_activation(settings.slope))
    X = irises()
    trace = network.forward(X)
    products, b = multiplied_out(network)
    W = products[-1]
    affine: Array = X @ W + b
    slopes = np.linspace(0.0, 1.0, SLOPES)
    deviations = [deviation(draw(settings, slope_activation(float(slope))), X) for slope in slopes]
    return Stack(
        settings=settings,
        network=network,
        trace=trace,
        W=W,
        b=b,
        products=products,
        affine=affine,
        deviation=float(np.abs(trace.A - affine).max()),
        slopes=slopes,
        deviations=np.array(deviations),
        singular_values=np.asarray(np.linalg.svd(W, compute_uv=False), np.float64),
    )


def slope_activation(slope: float) -> Activation:
    """Return the activation that is z above zero and slope times z below: ReLU at 0, the identity at 1."""
    return IDENTITY if slope == 1.0 else activation("relu") if slope == 0.0 else activation("leaky_relu", slope=slope)


def irises() -> Array:
    """Return six irises, two of each species, standardized over all of them: shape (6, 4)."""
    X = dataset("iris").X
    rows: Array = Standardizer.fit(X).apply(X)[list(IRIS_ROWS)]
    assert len(rows) == SAMPLES
    return rows


def draw(settings: CollapseSettings, g: Activation) -> Network:
    """Draw the weights, normal with variance 1 / n_in, and small biases; the same for every activation."""
    rng = generator(settings.seed, Purpose.WEIGHTS)
    layers: list[Dense] = []
    widths = settings.widths
    for n_in, n_out in zip(widths[:-1], widths[1:], strict=True):
        W = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
        b = BIAS_SCALE * rng.standard_normal(n_out)
        layers.append(Dense(W, b, g if len(layers) < len(widths) - 2 else IDENTITY))
    return Network(tuple(layers))


def multiplied_out(network: Network) -> tuple[tuple[Array, ...], Array]:
    """Multiply a stack of dense layers out as if it had no activation.

    Parameters
    ----------
    network : Network
        Of dense layers.

    Returns
    -------
    products : tuple of ndarray
        W1, W1 W2, ..., W*.
    b : ndarray, shape (..., p)
        b*.

    Raises
    ------
    ValueError
        If a layer is no dense one.
    """
    products: list[Array] = []
    b_star: Array | None = None
    for layer in network.layers:
        if not isinstance(layer, Dense):
            raise ValueError(f"expected dense layers, got a {type(layer).__name__}; leave it out")
        products.append(products[-1] @ layer.W if products else layer.W)
        b_star = layer.biases if b_star is None else (b_star[..., None, :] @ layer.W)[..., 0, :] + layer.biases
    assert b_star is not None
    return tuple(products), b_star


def deviation(network: Network, X: Array) -> float:
    """Return the largest difference between a network's outputs and X W* + b*."""
    products, b = multiplied_out(network)
    return float(np.abs(network.forward(X).A - (X @ products[-1] + b)).max())


def rank(singular_values: Array, factors: int = 1) -> int:
    """Return how many singular values, largest first, are above the rounding error of a product of so many matrices."""
    if not len(singular_values):
        return 0
    limit = float(singular_values[0]) * 16.0 * (factors + 1) * np.finfo(float).eps
    return int((singular_values > limit).sum())


def terms(one: Stack, row: int, column: int) -> Sequence[tuple[float, float]]:
    """Return the factors of the sum that gives W*[row, column]: an entry of (W1 ... WL-1) and one of WL each.

    Of a stack of one layer there is one term: the weight itself, times 1.
    """
    last = one.network.layers[-1]
    assert isinstance(last, Dense)
    if len(one.products) == 1:
        return ((float(last.W[row, column]), 1.0),)
    before = one.products[-2][row]
    return tuple((float(a), float(b)) for a, b in zip(before, last.W[:, column], strict=True))
