"""Networks with one hidden layer that are built, not trained: a step or a kink for every piece of a function."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Dense, Network, activation

Function = Callable[[Array], Array]
"""A function of one number, entry by entry."""

KINDS = {"step": "steps", "sigmoid": "steep sigmoids", "relu": "ReLU kinks"}
"""The kinds of units that a network is built of, by the name of their activation, with their titles."""

EXACT = 1e-9
"""An error up to this is rounding."""

FINE = 4096
"""Points between which the largest error is looked for, at least; every piece has 64 of them."""


@dataclass(frozen=True, eq=False)
class Construction:
    """A network that was built to follow a function.

    Attributes
    ----------
    kind : str
        Of `KINDS`.
    units : int
        Of its hidden layer.
    network : Network
        1 input, ``units`` hidden units, 1 linear output.
    largest_error : float
        The largest difference from the function on the interval.
    """

    kind: str
    units: int
    network: Network
    largest_error: float


def build(
    f: Function, units: int, kind: str = "relu", domain: tuple[float, float] = (0.0, 1.0), steepness: float = 20.0
) -> Construction:
    """Build a network with one hidden layer that follows a function: no training, every weight is written down.

    The interval is cut into as many equal pieces as there are units, of width h. With ``"step"`` unit i switches on
    where piece i begins, and adds the difference of the heights of two pieces (their middles): the difference of two
    units is a bump one piece wide. ``"sigmoid"`` does the same with sigmoids of slope ``steepness``/4 a piece. With
    ``"relu"`` unit i changes the slope where piece i begins, so that it goes through the function at the ends of all
    pieces.

    For a smooth function the error is at most h max|f'| / 2 with steps, and h^2 max|f''| / 8 with kinks.

    Parameters
    ----------
    f : callable
    units : int
        n, at least 1.
    kind : {'relu', 'step', 'sigmoid'}
    domain : tuple of float
        Both ends of the interval.
    steepness : float
        Of sigmoids: how many of its own widths 1/z a piece is wide. More makes it a step.

    Raises
    ------
    ValueError
        If there is no unit, the kind is unknown, or the interval is empty.

    Examples
    --------
    >>> import numpy as np
    >>> built = build(lambda x: np.sin(2 * np.pi * x), 20, "relu")
    >>> built.network.n_parameters
    61
    >>> round(20**2 * built.largest_error / (np.pi**2 / 2), 2)
    0.99
    """
    if units < 1:
        raise ValueError(f"expected at least one hidden unit, got {units}")
    if kind not in KINDS:
        raise ValueError(f"expected units of one of the kinds {', '.join(KINDS)}, got {kind!r}")
    low, high = domain
    if not high > low:
        raise ValueError(f"expected an interval whose second end is the larger one, got {low:g} to {high:g}")
    edges = np.linspace(low, high, units + 1)
    network = _kinks(f, edges) if kind == "relu" else _steps(f, edges, kind, steepness)
    return Construction(kind, units, network, largest_error(network, f, domain, units))


def _steps(f: Function, edges: Array, kind: str, steepness: float) -> Network:
    """A step up or down where each piece begins; the first one stands one piece before, so that it is always on."""
    h = edges[1] - edges[0]
    starts = edges[:-1].copy()
    starts[0] -= h
    heights = f((edges[:-1] + edges[1:]) / 2)
    sharp = 1.0 / h if kind == "step" else steepness / h
    W1 = np.full((1, len(starts)), sharp)
    b1 = -sharp * starts
    W2 = np.diff(heights, prepend=0.0)[:, None]
    return Network((Dense(W1, b1, activation(kind)), Dense(W2, np.zeros(1), activation("identity"))))


def _kinks(f: Function, edges: Array) -> Network:
    """A change of slope where each piece begins, and the height at the first end as the bias of the output."""
    slopes = np.diff(f(edges)) / np.diff(edges)
    W2 = np.diff(slopes, prepend=0.0)[:, None]
    W1 = np.ones((1, len(slopes)))
    return Network(
        (Dense(W1, -edges[:-1], activation("relu")), Dense(W2, f(edges[:1]).reshape(1), activation("identity")))
    )


def largest_error(network: Network, f: Function, domain: tuple[float, float], pieces: int = 1) -> float:
    """Return the largest difference between a network and a function on an interval.

    It is looked for at points so dense that a piece has 64 of them; where a step jumps, just before and behind it.

    Parameters
    ----------
    network : Network
        One input, one output.
    f : callable
    domain : tuple of float
    pieces : int
        Into how many equal parts the interval is cut.
    """
    low, high = domain
    x = np.linspace(low, high, pieces * max(64, -(-FINE // pieces)) + 1)
    edges = np.linspace(low, high, pieces + 1)[1:-1]
    near = 1e-9 * (high - low)
    x = np.sort(np.concatenate([x[(x >= low) & (x <= high)], edges - near, edges + near]))
    return float(np.abs(network.forward(x[:, None]).A[:, 0] - f(x)).max())


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """How the largest error of built networks falls with the number of units.

    Attributes
    ----------
    kind : str
    units : tuple of int
    errors : ndarray, shape (len(units),)
    """

    kind: str
    units: tuple[int, ...]
    errors: Array

    @property
    def exact(self) -> int | None:
        """The first of the numbers of units whose error is rounding; None where none is."""
        return next((n for n, error in zip(self.units, self.errors, strict=True) if error <= EXACT), None)

    @property
    def slope(self) -> float:
        """The slope on a log-log plot, from a line through all points whose error is more than rounding.

        -1 means that twice the units halve the error, -2 that they quarter it; NaN where fewer than two are left.
        """
        told = self.errors > EXACT
        if told.sum() < 2:
            return float("nan")
        return float(np.polyfit(np.log(np.array(self.units)[told]), np.log(self.errors[told]), 1)[0])


def error_curve(
    f: Function,
    kind: str,
    units: tuple[int, ...],
    domain: tuple[float, float] = (0.0, 1.0),
    steepness: float = 20.0,
) -> ErrorCurve:
    """Build a network for each number of units and measure its largest error.

    Parameters
    ----------
    f : callable
    kind : str
    units : tuple of int
    domain : tuple of float
    steepness : float
    """
    errors = [build(f, n, kind, domain, steepness).largest_error for n in units]
    return ErrorCurve(kind, units, np.array(errors))
