"""Four units with a smooth bend multiply two numbers; many such gates in a tree multiply many.

H. Lin, M. Tegmark and D. Rolnick, Why does deep and cheap learning work so well?, 2017, section II C and III F.
"""

from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np

from nnviz.engine import Array, Dense, Network, Purpose, activation, generator

CURVED: dict[str, tuple[float, ...]] = {
    "softplus": (np.log(2.0), 1 / 2, 1 / 4, 0.0, -1 / 8, 0.0, 1 / 4, 0.0, -17 / 16),
    "silu": (0.0, 1 / 2, 1 / 2, 0.0, -1 / 2, 0.0, 3 / 2, 0.0, -17 / 2),
    "square": (0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
"""Derivatives s(0), s'(0), s''(0), ... of activations that are curved at zero.

With t = tanh(z/2) the sigmoid is (1 + t)/2; its derivatives at 0 are 1/4, 0, -1/8, 0, 1/4, 0, -17/16. Softplus is its
integral, and SiLU is z times it: s^(k) = k sigmoid^(k-1) at 0.
"""

INPUTS = (2, 4, 8)
"""Numbers to be multiplied for which networks are built; more are counted only."""


def gate(scale: float = 0.1, kind: str = "softplus") -> Network:
    """Build the gate: m(u, v) = [s(u+v) + s(-u-v) - s(u-v) - s(-u+v)] / (4 s''(0)), of inputs multiplied by a scale.

    Where s is smooth, its Taylor series leaves u v and terms of the fourth order: the relative error is
    s''''(0)/s''(0) * (u^2 + v^2) scale^2 / 6.

    Parameters
    ----------
    scale : float
        What the inputs are multiplied by, and the output divided by its square.
    kind : str
        Of `CURVED`.

    Raises
    ------
    ValueError
        If the activation has no second derivative at zero, or the scale is not positive.

    Examples
    --------
    >>> import numpy as np
    >>> network = gate(0.1)
    >>> network.n_parameters, round(float(network.forward(np.array([[0.5, -0.8]])).A[0, 0]), 4)
    (17, -0.3997)
    """
    return flat_product(2, scale, kind)


def flat_product(n: int, scale: float = 0.1, kind: str = "softplus") -> Network:
    """Build the product of n numbers from one hidden layer: a unit for each of the 2^n ways to choose n signs.

    The sum over all signs of (product of the signs) s(scale * sum of signed inputs) leaves only terms in which every
    input stands an odd number of times, of which the first is 2^n s^(n)(0) times the product.

    Parameters
    ----------
    n : int
        At most 8.
    scale : float
    kind : str

    Raises
    ------
    ValueError
        If the n-th derivative at zero is 0, so that no such network exists, or n or the scale is out of range.
    """
    _check(n, scale, kind)
    derivative = CURVED[kind][n]
    if not has_flat(n, kind):
        raise ValueError(
            f"expected an activation whose derivative number {n} at zero is not 0, got {kind}; build a tree of gates"
        )
    signs = np.array(list(product((1.0, -1.0), repeat=n))).T
    out = signs.prod(0)[:, None] / (2**n * derivative * scale**n)
    hidden = Dense(scale * signs, np.zeros(2**n), activation(kind))
    return Network((hidden, Dense(out, np.zeros(1), activation("identity"))))


def tree_product(n: int, scale: float = 0.1, kind: str = "softplus") -> Network:
    """Build the product of n numbers from n - 1 gates in a tree: 4 (n - 1) units in log2 n layers.

    Parameters
    ----------
    n : int
        2, 4 or 8.
    scale : float
        Of every gate.
    kind : str

    Raises
    ------
    ValueError
        If n is no power of two, or another value is out of range.

    Examples
    --------
    >>> [layer.n_out for layer in tree_product(8).layers]
    [16, 8, 4, 1]
    """
    _check(n, scale, kind)
    if n & (n - 1):
        raise ValueError(f"expected a power of two, since every gate multiplies two numbers, got {n}")
    one = gate(scale, kind)
    first, last = one.layers
    assert isinstance(first, Dense) and isinstance(last, Dense)
    layers: list[Dense] = []
    into = np.eye(n)
    while n > 1:
        n //= 2
        W = into @ _beside(first.W, n)
        layers.append(Dense(W, np.zeros(4 * n), activation(kind)))
        into = _beside(last.W, n)
    return Network((*layers, Dense(into, np.zeros(1), activation("identity"))))


def _beside(W: Array, n: int) -> Array:
    """The same matrix n times along the diagonal."""
    return np.asarray(np.kron(np.eye(n), W), np.float64)


def _check(n: int, scale: float, kind: str) -> None:
    if kind not in CURVED:
        raise ValueError(
            f"expected an activation that is curved at zero: {', '.join(CURVED)}, got {kind!r}, whose second "
            "derivative is 0 there or not known here"
        )
    if not 2 <= n <= 8:
        raise ValueError(f"expected 2 to 8 numbers to multiply, got {n}")
    if not scale > 0:
        raise ValueError(f"expected a scale above 0, got {scale:g}")


def has_flat(n: int, kind: str) -> bool:
    """Return whether one hidden layer can multiply n numbers: whether derivative n of the activation at 0 is not 0."""
    return CURVED[kind][n] != 0.0


def tree_units(n: int) -> int:
    """Return how many units a tree of gates has."""
    return 4 * (n - 1)


@dataclass(frozen=True, eq=False)
class ProductErrors:
    """How far networks are from the product, at several scales.

    Attributes
    ----------
    inputs : int
    kind : str
    scales : ndarray, shape (S,)
    tree, flat : ndarray, shape (S,)
        Largest error as a share of the largest product, over the samples; NaN where the activation allows no flat one.
    """

    inputs: int
    kind: str
    scales: Array
    tree: Array
    flat: Array

    @property
    def slope(self) -> float:
        """The slope of the tree's error on a log-log plot, where it is no rounding: 2 is the square of the scale."""
        told = (self.tree > 1e-11) & (self.scales <= 0.3)
        if told.sum() < 2:
            return float("nan")
        return float(np.polyfit(np.log(self.scales[told]), np.log(self.tree[told]), 1)[0])


SCALES = np.geomspace(0.003, 1.0, 16)
"""The scales at which errors are measured."""


def product_samples(n: int, seed: int = 0) -> tuple[Array, Array]:
    """Return numbers to multiply, uniform from -1 to 1, and their products: X (200, n) and Y (200, 1)."""
    X = generator(seed, Purpose.DATA).uniform(-1.0, 1.0, (200, n))
    return X, X.prod(1, keepdims=True)


def product_errors(n: int, kind: str = "softplus", scales: Array = SCALES) -> ProductErrors:
    """Build a tree and a flat network at every scale, and measure their errors.

    Parameters
    ----------
    n : int
        Of `INPUTS`.
    kind : str
        Of `CURVED`.
    scales : ndarray

    Examples
    --------
    >>> round(product_errors(2).slope, 2)
    2.0
    """
    X, Y = product_samples(n)
    whole = np.abs(Y).max()

    def error(network: Network) -> float:
        return float(np.abs(network.forward(X).A - Y).max() / whole)

    tree = np.array([error(tree_product(n, float(scale), kind)) for scale in scales])
    exists = has_flat(n, kind)
    flat = np.array([error(flat_product(n, float(scale), kind)) if exists else np.nan for scale in scales])
    return ProductErrors(n, kind, np.asarray(scales, np.float64), tree, flat)


def taylor_factor(kind: str) -> float:
    """Return s''''(0) / (6 s''(0)): times scale^2 (u^2 + v^2) it is the relative error of a gate, to first order."""
    return CURVED[kind][4] / CURVED[kind][2] * factorial(2) / factorial(4) * 2
