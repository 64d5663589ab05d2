"""An activation works element by element: a matrix Z goes in, a matrix A of the same shape comes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Standardizer, dataset, scaling
from nnviz.engine import Activation, Array, Dense, Purpose, generator, initializer
from nnviz.experiments.activation_functions.curve import nearly_flat

Z_SOURCES = ("iris", "digits", "circle", "typed")
"""Where Z comes from: a dense layer on samples of real or toy data, or typed numbers."""

SAMPLES = 8
UNITS = 6


@dataclass(frozen=True, eq=False)
class Elementwise:
    """Z, A and g'(Z), with the cells through which hardly any gradient passes.

    Attributes
    ----------
    activation : Activation
    Z, A, slope : ndarray, shape (N, n)
    saturated : ndarray of bool, shape (N, n)
        Where the slope is under 5 % of the activation's largest, or zero.
    dead : ndarray of bool, shape (n,)
        Units whose slope is zero on every row: from these rows they learn nothing.
    X : ndarray, shape (N, d), or None
        The samples, where Z comes from a layer.
    title : str
        Where Z comes from, in words.
    rows, columns : tuple of str
        Names of the rows and of the columns.
    """

    activation: Activation
    Z: Array
    A: Array
    slope: Array
    saturated: NDArray[np.bool_]
    dead: NDArray[np.bool_]
    X: Array | None
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def layer_on_samples(source: str, g: Activation, weight_scale: float = 1.0, seed: int = 0) -> Elementwise:
    """Run eight samples through a fresh dense layer of six units.

    Parameters
    ----------
    source : {'iris', 'digits', 'circle'}
    g : Activation
    weight_scale : float
        What the layer's Glorot weights are multiplied by: large ones push Z into the flat parts of the activation.
    seed : int
        Draws the samples and the weights.

    Raises
    ------
    ValueError
        If the source is not one of the three.
    """
    if source not in Z_SOURCES[:-1]:
        raise ValueError(f"expected a source from {', '.join(Z_SOURCES[:-1])}, got {source!r}; choose one")
    data = dataset(source, rng=generator(seed, Purpose.DATA)) if source == "circle" else dataset(source)
    scaled = _scaling(source, data).apply(data.X)
    rows = generator(seed, Purpose.BATCHES).choice(data.n_samples, SAMPLES, replace=False)
    W, b = initializer("glorot_uniform").sample(generator(seed, Purpose.WEIGHTS), data.n_features, UNITS)
    X = scaled[rows]
    trace = Dense(W * weight_scale, b, g).forward(X)
    names = tuple(data.class_names[data.labels[row]] for row in rows)
    title = f"{data.title}: {SAMPLES} samples through a newly initialized dense layer of {UNITS} units"
    return _elementwise(g, trace.Z, trace.A, X, title, names)


def apply_to_matrix(Z: Array, g: Activation) -> Elementwise:
    """Apply an activation to typed numbers; Z has shape (N, n)."""
    return _elementwise(g, Z, g.f(Z), None, "Your own numbers", tuple(f"row {i + 1}" for i in range(len(Z))))


def _scaling(source: str, data: object) -> Standardizer:
    kinds = {"iris": "standardize", "digits": "unit", "circle": "none"}
    return scaling(kinds[source], data)  # type: ignore[arg-type]


def _elementwise(g: Activation, Z: Array, A: Array, X: Array | None, title: str, rows: tuple[str, ...]) -> Elementwise:
    slope = g.df(Z, A)
    columns = tuple(f"unit {j + 1}" for j in range(Z.shape[1]))
    dead = (slope == 0.0).all(axis=0)
    return Elementwise(g, Z, A, slope, nearly_flat(slope, g.largest_slope), dead, X, title, rows, columns)
