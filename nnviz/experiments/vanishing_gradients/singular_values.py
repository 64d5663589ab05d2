"""Singular values: by how much the layers stretch and shrink directions, one layer alone and all of them together."""

import numpy as np

from nnviz.engine import Array, Dense, Network
from nnviz.experiments.depth.building import build, measured_samples
from nnviz.experiments.depth.trajectory import DepthTrajectory

RESOLVED = 1e-15
"""Below this share of the largest, a computed singular value is rounding."""

JACOBIANS = 20
"""Samples over which the Jacobians of a layer are averaged."""


def singular_values(network: Network) -> Array:
    """Return the singular values of W2, of W2 W3, of W2 W3 W4, ... of the hidden layers.

    Parameters
    ----------
    network : Network
        Of dense layers; hidden ones of equal width.

    Returns
    -------
    ndarray, shape (R, depth - 1, width)
        Falling along the last axis; empty for one hidden layer.
    """
    weights = [layer.W for layer in network.layers[1:-1] if isinstance(layer, Dense)]
    if not weights:
        return np.empty((network.theta.shape[0], 0, network.layers[0].n_out or 0))
    products = [weights[0]]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for W in weights[1:]:
            products.append(products[-1] @ W)
    stack = np.stack(products, 1)
    values: Array = np.linalg.svd(np.where(np.isfinite(stack), stack, 0.0), compute_uv=False)
    return values


def layer_jacobians(trajectory: DepthTrajectory) -> Array:
    """Return the mean singular value of dA[l] / dA[l-1] of each hidden layer at the start, shape (R, depth).

    It is averaged over directions and over `JACOBIANS` samples, as Glorot and Bengio 2010 do (section 4.2.2, eq. 17).
    """
    network, (X, _) = build(trajectory.settings, trajectory.initializations), measured_samples(trajectory.settings)
    trace = network.forward(X[:JACOBIANS])
    means = []
    for layer, part in zip(network.layers[:-1], trace.layers[:-1], strict=True):
        assert isinstance(layer, Dense)
        slope = layer.activation.df(part.Z, part.A)  # type: ignore[attr-defined]
        J = layer.W[:, None] * slope[..., None, :]
        means.append(np.linalg.svd(J, compute_uv=False).mean((-2, -1)))
    return np.stack(means, -1)
