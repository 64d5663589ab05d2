"""The straight pieces of a ReLU network along a line, exactly: found unit by unit, not on a grid."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array, Dense, Network

PIECEWISE_LINEAR = ("relu", "leaky_relu", "identity")
"""Activations with at most one kink, at zero."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """What a network with one output is along a line X(t).

    Attributes
    ----------
    breaks : ndarray, shape (count + 1,)
        Where its pieces begin and end, as t.
    values : ndarray, shape (count + 1,)
        The output there.
    patterns : int
        Into how many parts the line is cut by all units: neighbours differ in which units are active. A part need not
        bend the output.
    """

    breaks: Array
    values: Array
    patterns: int

    @property
    def count(self) -> int:
        """Straight pieces of the output."""
        return len(self.breaks) - 1

    @property
    def slopes(self) -> Array:
        """The slope of every piece."""
        slopes: Array = np.diff(self.values) / np.diff(self.breaks)
        return slopes


def check_piecewise_linear(network: Network) -> None:
    """Refuse networks that are not made of straight pieces.

    Raises
    ------
    ValueError
        If a layer is not dense, or its activation has other bends than one kink at zero.
    """
    for layer in network.layers:
        kind = layer.activation.name if isinstance(layer, Dense) else type(layer).__name__
        if kind not in PIECEWISE_LINEAR:
            raise ValueError(
                f"expected dense layers of {', '.join(PIECEWISE_LINEAR)}, which are straight between their kinks, "
                f"got {kind}"
            )


def pieces_along(network: Network, start: Array | float = 0.0, end: Array | float = 1.0, output: int = 0) -> Pieces:
    """Cut the segment X(t) = start + t (end - start), t from 0 to 1, wherever a unit switches on or off.

    Between two cuts all units of a layer are straight in t, so the place where one of them crosses zero follows from
    its values at both cuts: layer by layer, exactly but for rounding.

    Parameters
    ----------
    network : Network
        Of dense layers of ReLU, leaky ReLU or identity.
    start, end : ndarray, shape (n_in,), or float
        For one input, t is x where they are 0 and 1.
    output : int
        Which output unit.

    Raises
    ------
    ValueError
        If the network is of another kind.

    Examples
    --------
    >>> import numpy as np
    >>> from nnviz.engine import Dense, activation
    >>> absolute = Network(
    ...     (Dense(np.array([[1.0, -1.0]]), np.zeros(2), activation("relu")),
    ...      Dense(np.ones((2, 1)), np.zeros(1), activation("identity")))
    ... )
    >>> pieces_along(absolute, -1.0, 1.0).breaks.tolist()
    [0.0, 0.5, 1.0]
    """
    check_piecewise_linear(network)
    first, last = (np.broadcast_to(np.asarray(end_point, np.float64), (network.n_in,)) for end_point in (start, end))
    t = np.array([0.0, 1.0])
    for depth in range(1, len(network.layers) + 1):
        layer = network.layers[depth - 1]
        assert isinstance(layer, Dense)
        if layer.activation.name == "identity":
            continue
        Z = network.forward(_on(first, last, t)).layers[depth - 1].Z  # type: ignore[attr-defined]
        t = _with_crossings(t, Z)
    A = network.forward(_on(first, last, t)).A[:, output]
    kept = _corners(t, A)
    return Pieces(t[kept], A[kept], len(t) - 1)


def _on(first: Array, last: Array, t: Array) -> Array:
    """Points of the segment, shape (len(t), n_in)."""
    points: Array = first + t[:, None] * (last - first)
    return points


def _with_crossings(t: Array, Z: Array) -> Array:
    """Add the places where a straight line between two neighbours in Z crosses zero."""
    before, after = Z[:-1], Z[1:]
    crossing = (before < 0) & (after > 0) | (before > 0) & (after < 0)
    i, _ = np.nonzero(crossing)
    share = before[crossing] / (before[crossing] - after[crossing])
    cuts = np.sort(np.concatenate([t, t[i] + share * (t[i + 1] - t[i])]))
    apart: Array = cuts[np.append(True, np.diff(cuts) > 1e-12)]
    return apart


def _corners(t: Array, A: Array) -> Array:
    """Which places are ends or bend the output, as a mask: where slopes on both sides are the same, nothing bends."""
    slopes = np.diff(A) / np.diff(t)
    scale = np.abs(slopes).max(initial=1e-300)
    return np.concatenate([[True], np.abs(np.diff(slopes)) > 1e-6 * scale, [True]])
