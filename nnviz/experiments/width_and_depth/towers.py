"""Towers over the plane, built and not trained: pairs of steps in both directions, and a unit where both are on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Dense, Network, activation

Surface = Callable[[Array, Array], Array]

SURFACES: dict[str, tuple[str, Surface]] = {
    "waves": ("sin 2πx · sin 2πy", lambda x, y: np.sin(2 * np.pi * x) * np.sin(2 * np.pi * y)),
    "hill": (
        "a round hill",
        lambda x, y: np.exp(-12.0 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)),
    ),
    "product": ("x · y", lambda x, y: x * y),
}
"""Functions of the unit square by name, with their titles."""

MOST_TOWERS = 16
"""A side."""


@dataclass(frozen=True, eq=False)
class Towers:
    """A network that was built to follow a function of the unit square.

    Attributes
    ----------
    surface : str
    side : int
        Towers along each side.
    network : Network
        2 inputs, 2 m steps, m^2 towers, 1 output.
    largest_error : float
        On a grid whose squares are a tenth of a tower wide, so at least this.
    """

    surface: str
    side: int
    network: Network
    largest_error: float

    @property
    def units(self) -> int:
        """Hidden units of both layers."""
        return sum(layer.n_out or 0 for layer in self.network.layers[:-1])


def towers(surface: str = "waves", side: int = 4) -> Towers:
    """Build a tower for every square of a grid of m x m squares (Nielsen 2015, chapter 4).

    Layer 1 has m steps in each direction. Tower (i, j) is on where x is behind edge i and not behind edge i + 1, and y
    likewise: a step at 3/2 of the sum of both. The output weighs it by the function in the middle of its square.

    Parameters
    ----------
    surface : str
        Of `SURFACES`.
    side : int
        m, from 1 to `MOST_TOWERS`.

    Raises
    ------
    ValueError
        If the function is unknown or m out of range.

    Examples
    --------
    >>> built = towers("waves", 8)
    >>> built.units, [layer.n_out for layer in built.network.layers]
    (80, [16, 64, 1])
    """
    if surface not in SURFACES:
        raise ValueError(f"expected a function, one of {', '.join(SURFACES)}, got {surface!r}")
    if not 1 <= side <= MOST_TOWERS:
        raise ValueError(f"expected 1 to {MOST_TOWERS} towers per side, got {side}")
    f, m = SURFACES[surface][1], side
    starts = np.arange(m) / m
    starts[0] = -1.0
    W1 = np.asarray(np.kron(np.eye(2), np.ones((1, m))), np.float64)
    steps = Dense(W1, -np.tile(starts, 2), activation("step"))
    bump = np.eye(m) - np.eye(m, k=-1)  # column i: on behind edge i, off again behind edge i + 1
    W2 = np.concatenate([np.kron(bump, np.ones((1, m))), np.kron(np.ones((1, m)), bump)])
    both = Dense(W2, np.full(m * m, -1.5), activation("step"))
    middle = (np.arange(m) + 0.5) / m
    heights: Array = f(middle[:, None], middle[None, :]).reshape(-1, 1)
    network = Network((steps, both, Dense(heights, np.zeros(1), activation("identity"))))
    return Towers(surface, m, network, _largest_error(network, f, m))


def square_grid(count: int) -> Array:
    """Return the middles of count x count squares of the unit square, shape (count^2, 2); x changes last."""
    at = (np.arange(count) + 0.5) / count
    y, x = np.meshgrid(at, at, indexing="ij")
    return np.stack([x.ravel(), y.ravel()], 1)


def _largest_error(network: Network, f: Surface, m: int) -> float:
    X = square_grid(10 * m)
    return float(np.abs(network.forward(X).A[:, 0] - f(X[:, 0], X[:, 1])).max())
