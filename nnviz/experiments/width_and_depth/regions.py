"""Linear regions of the plane: where a ReLU network is one affine map, found by cutting polygons, not on a grid."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Dense, Network
from nnviz.experiments.width_and_depth.pieces import check_piecewise_linear

Pattern = NDArray[np.bool_]

MOST_REGIONS = 4000
"""Where cutting ends, so that no address holds the server up."""

_EMPTY = 1e-9
"""Cuts that leave less than this share of the window's width of a polygon are rounding."""


@dataclass(frozen=True, eq=False)
class Region:
    """A convex part of the window on which the same units are active.

    Attributes
    ----------
    corners : ndarray, shape (m, 2)
        In order.
    pattern : ndarray of bool, shape (units so far,)
        Which units are active, layer after layer.
    W, b : ndarray, shapes (2, n) and (n,)
        The affine map from X to the next layer's Z, and behind the last hidden layer to the output: Z = X W + b.
    """

    corners: Array
    pattern: Pattern
    W: Array
    b: Array

    @property
    def middle(self) -> Array:
        """The mean of its corners, which lies inside."""
        middle: Array = self.corners.mean(0)
        return middle


@dataclass(frozen=True, eq=False)
class Regions:
    """The regions of a window behind each hidden layer.

    Attributes
    ----------
    network : Network
    window : tuple of float
        The window reaches from the first to the second number, in both directions.
    layers : tuple of tuple of Region
        Behind layer 1, behind layers 1 and 2, and so on: each cuts those before.
    whole_plane : int
        Regions of the first layer in the whole plane: 1, and one for each line, and for each crossing of two lines.
    complete : bool
        False where there were too many, so that there are at least as many as were found.
    """

    network: Network
    window: tuple[float, float]
    layers: tuple[tuple[Region, ...], ...]
    whole_plane: int
    complete: bool

    @property
    def counts(self) -> tuple[int, ...]:
        """Regions in the window behind each hidden layer."""
        return tuple(len(regions) for regions in self.layers)


def most_regions(units: int) -> int:
    """Return into how many regions n lines cut the plane at most: 1 + n + n(n - 1)/2 (Zaslavsky 1975).

    Parameters
    ----------
    units : int
        n.

    Examples
    --------
    >>> most_regions(4), most_regions(8)
    (11, 37)
    """
    return 1 + units + units * (units - 1) // 2


def lines_cut(W: Array, b: Array) -> int:
    """Count the regions into which lines cut the whole plane.

    Line j is X W[:, j] + b[j] = 0. There are 1 + (lines) + (crossings) regions; where m lines meet in one point they
    count as m - 1 crossings. Units without weights make no line, equal lines are one.

    Parameters
    ----------
    W : ndarray, shape (2, n)
    b : ndarray, shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> lines_cut(np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]), np.array([0.0, 0.0, -1.0]))
    7
    >>> lines_cut(np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]), np.zeros(3))  # all through one point
    6
    """
    lines = _distinct_lines(W, b)
    crossings: list[tuple[Array, set[int]]] = []
    for i, (normal, offset) in enumerate(lines):
        for j in range(i):
            other, its = lines[j]
            determinant = normal[0] * other[1] - normal[1] * other[0]
            if abs(determinant) < 1e-12:
                continue
            point = np.array([its * normal[1] - offset * other[1], offset * other[0] - its * normal[0]]) / determinant
            near = next((met for at, met in crossings if np.allclose(at, point, rtol=1e-9, atol=1e-9)), None)
            if near is None:
                crossings.append((point, {i, j}))
            else:
                near.update((i, j))
    return 1 + len(lines) + sum(len(met) - 1 for _, met in crossings)


def _distinct_lines(W: Array, b: Array) -> list[tuple[Array, float]]:
    """Normals of length 1 and offsets, each line once."""
    lines: list[tuple[Array, float]] = []
    for normal, offset in zip(W.T, b, strict=True):
        length = float(np.hypot(*normal))
        if length == 0.0:
            continue
        sign = 1.0 if (normal[0], normal[1]) > (0.0, 0.0) else -1.0
        normal, offset = sign * normal / length, float(sign * offset / length)
        if not any(np.allclose(normal, one) and np.isclose(offset, its) for one, its in lines):
            lines.append((normal, offset))
    return lines


def regions(network: Network, window: tuple[float, float] = (-1.5, 1.5)) -> Regions:
    """Cut a window of the plane wherever a unit switches on or off, layer by layer.

    Inside of a region all layers so far are one affine map, so the next layer's units are zero along straight lines
    there: each region is cut by those of its own lines that cross it.

    Parameters
    ----------
    network : Network
        Two inputs, hidden layers of ReLU, a linear output.
    window : tuple of float

    Raises
    ------
    ValueError
        If the network is of another kind, or the window is empty.

    Examples
    --------
    >>> from nnviz.experiments.width_and_depth.planes import random_network
    >>> found = regions(random_network((4, 4), seed=0))
    >>> found.whole_plane, most_regions(4)
    (11, 11)
    >>> region = found.layers[-1][0]
    >>> bool(np.allclose(network_at(found, region), region.middle @ region.W + region.b))
    True
    """
    check_piecewise_linear(network)
    low, high = window
    if network.n_in != 2:
        raise ValueError(f"expected a network of two inputs, since regions of the plane are drawn, got {network.n_in}")
    if not high > low:
        raise ValueError(f"expected a window whose second end is the larger one, got {low:g} to {high:g}")
    first, last = network.layers[0], network.layers[-1]
    assert isinstance(first, Dense) and isinstance(last, Dense)
    corners = np.array([[low, low], [high, low], [high, high], [low, high]])
    found = [Region(corners, np.zeros(0, np.bool_), first.W, first.biases)]
    layers: list[tuple[Region, ...]] = []
    complete = True
    for layer, following in zip(network.layers[:-1], network.layers[1:], strict=True):
        assert isinstance(layer, Dense) and isinstance(following, Dense)
        cut: list[Region] = []
        for region in found:
            if len(cut) >= MOST_REGIONS:
                complete = False
                break
            cut.extend(_cut(region, following, _EMPTY * (high - low)))
        found = cut
        layers.append(tuple(found))
    return Regions(network, window, tuple(layers), lines_cut(first.W, first.biases), complete)


def network_at(found: Regions, region: Region) -> Array:
    """Return the network's output in the middle of a region, by its own forward pass."""
    A: Array = found.network.forward(region.middle[None]).A[0]
    return A


def _cut(region: Region, following: Dense, empty: float) -> Iterator[Region]:
    """Cut a region by the lines of a layer, whose Z is X W + b in it, and go on to the layer behind."""
    parts = [region.corners]
    for w, c in zip(region.W.T, region.b, strict=True):
        parts = [half for part in parts for half in _halves(part, w, float(c), empty)]
    for part in parts:
        active = part.mean(0) @ region.W + region.b > 0
        W, b = (region.W * active) @ following.W, (region.b * active) @ following.W + following.biases
        yield Region(part, np.append(region.pattern, active), W, b)


def _halves(corners: Array, w: Array, c: float, empty: float) -> Iterator[Array]:
    """Cut a convex polygon by the line X w + c = 0; one that the line does not cross stays whole."""
    length = float(np.hypot(*w))
    if length == 0.0:
        yield corners
        return
    z = (corners @ w + c) / length
    if not (z.min() < -empty and z.max() > empty):
        yield corners
        return
    for side in (z, -z):
        kept = []
        for k in range(len(corners)):
            here, there = side[k - 1], side[k]
            if (here > 0) != (there > 0):
                share = here / (here - there)
                kept.append(corners[k - 1] + share * (corners[k] - corners[k - 1]))
            if there > 0:
                kept.append(corners[k])
        yield np.array(kept)
