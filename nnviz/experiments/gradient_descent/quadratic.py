"""A quadratic loss of two weights: everything about gradient descent on it is known exactly."""

from dataclasses import dataclass

import numpy as np

from nnviz.datasets import dataset, scaling
from nnviz.engine import Array

QUADRATIC_SOURCES = ("own", "iris", "raw")
"""Chosen curvatures; a linear neuron on irises with standardized inputs; the same with raw centimetres."""

INPUTS = (2, 3)
TARGET = 0
"""Which measurements of the irises predict which: petal length and width the sepal length."""


@dataclass(frozen=True, eq=False)
class QuadraticLoss:
    r"""The loss :math:`L = L_0 + \frac{1}{2} (\theta - \theta^*)^T H (\theta - \theta^*)`.

    Attributes
    ----------
    H : ndarray, shape (2, 2)
        The Hessian: symmetric, with positive curvatures.
    minimum : ndarray, shape (2,)
        Where the loss is smallest.
    floor : float
        The smallest loss.
    title : str
    """

    H: Array
    minimum: Array
    floor: float
    title: str

    @property
    def curvatures(self) -> Array:
        """The eigenvalues of H, the smaller one first; shape (2,)."""
        curvatures: Array = np.linalg.eigvalsh(self.H).astype(np.float64)
        return curvatures

    @property
    def directions(self) -> Array:
        """The directions of these curvatures, one a column; shape (2, 2)."""
        directions: Array = np.linalg.eigh(self.H)[1].astype(np.float64)
        return directions

    @property
    def condition(self) -> float:
        """How many times steeper the steepest direction is than the flattest."""
        low, high = self.curvatures
        return float(high / low)

    @property
    def stability_limit(self) -> float:
        """The learning rate past which plain gradient descent diverges: two over the largest curvature."""
        return float(2.0 / self.curvatures[-1])

    @property
    def angle(self) -> float:
        """The angle of the flattest direction in a plane, in degrees, counter-clockwise."""
        x, y = self.directions[:, 0]
        return float(np.degrees(np.arctan2(y, x)))

    def rings(self, reach: float, count: int) -> Array:
        """Return the half axes of ellipses of equal loss, evenly spaced in the root of the loss; shape (count, 2).

        Parameters
        ----------
        reach : float
            The largest one goes through the farthest corner of a square that reaches so far from the minimum.
        count : int
        """
        corners = np.array([[reach, reach], [reach, -reach]]) + self.minimum
        highest = float(self.excess(corners).max())
        losses = highest * (np.arange(1, count + 1) / count) ** 2
        axes: Array = np.sqrt(2.0 * losses[:, None] / self.curvatures)
        return axes

    def excess(self, theta: Array) -> Array:
        """Return how far the loss lies above its smallest value; theta (..., 2) gives (...)."""
        e = theta - self.minimum
        excess: Array = 0.5 * ((e @ self.H) * e).sum(-1)
        return excess

    def gradient(self, theta: Array) -> Array:
        """Return the gradient of the loss at theta, shape (..., 2)."""
        g: Array = (theta - self.minimum) @ self.H
        return g


def own_quadratic(curvature1: float, curvature2: float, rotation: float = 0.0) -> QuadraticLoss:
    """Make a quadratic loss with its minimum at the origin.

    Parameters
    ----------
    curvature1, curvature2 : float
        Positive; along the first and the second axis before the rotation.
    rotation : float
        In degrees, counterclockwise.

    Raises
    ------
    ValueError
        If a curvature is not positive and finite.
    """
    if not all(np.isfinite(c) and c > 0 for c in (curvature1, curvature2)):
        raise ValueError(f"expected positive curvatures, got {curvature1:g} and {curvature2:g}; a bowl opens upwards")
    c, s = np.cos(np.radians(rotation)), np.sin(np.radians(rotation))
    R = np.array([[c, -s], [s, c]])
    return QuadraticLoss((R * [curvature1, curvature2]) @ R.T, np.zeros(2), 0.0, "a bowl with your own curvatures")


def iris_samples(standardized: bool) -> tuple[Array, Array]:
    """Return what the linear neuron learns from: X (150, 2) petal length and width, Y (150, 1) sepal length.

    Y is centred, so that the neuron needs no bias.
    """
    data = dataset("iris")
    X = scaling("standardize", data).apply(data.X) if standardized else data.X
    Y = data.X[:, [TARGET]]
    return X[:, INPUTS], Y - Y.mean()


def iris_quadratic(standardized: bool) -> QuadraticLoss:
    """Return the loss of a linear neuron on the irises: half the mean squared error, which is quadratic.

    With ``L = ((X W - Y)**2).mean() / 2`` the Hessian is ``X.T @ X / N``, whatever the targets are.
    """
    X, Y = iris_samples(standardized)
    H = X.T @ X / len(X)
    W: Array = np.linalg.solve(H, X.T @ Y / len(X)).astype(np.float64)
    floor = float(((X @ W - Y) ** 2).mean() / 2)
    inputs = "standardized inputs" if standardized else "inputs in centimetres, not standardized"
    return QuadraticLoss(H, W[:, 0], floor, f"a linear neuron on 150 irises, {inputs}")
