"""The lines of a block's backward pass as a textbook has them, for each head; and each with one mistake."""

import numpy as np

from nnviz.engine import Array, softmax


def weights(M: Array) -> Array:
    """Recompute the weights from the scores, as FlashAttention does, to keep no T x T matrix."""
    P: Array = softmax(M)
    return P


def weights_without_mask(S: Array) -> Array:
    """Recompute them from the scores that no mask has touched."""
    P: Array = softmax(S)
    return P


def score_gradient(P: Array, dP: Array) -> Array:
    """Apply the Jacobian of softmax to each row."""
    dS: Array = P * (dP - (P * dP).sum(-1, keepdims=True))
    return dS


def score_gradient_without_row_sum(P: Array, dP: Array) -> Array:
    """Forget that the weights of a row share one: when one grows, the others shrink."""
    dS: Array = P * dP
    return dS


def query_gradient(dS: Array, K: Array, d_k: int) -> Array:
    """Send the scores' gradient to the queries."""
    dQ: Array = dS @ K / np.sqrt(d_k)
    return dQ


def key_gradient(dS: Array, Q: Array, d_k: int) -> Array:
    """Send it to the keys."""
    dK: Array = dS.mT @ Q / np.sqrt(d_k)
    return dK


def query_gradient_not_scaled(dS: Array, K: Array) -> Array:
    """Forget the root of d_k."""
    dQ: Array = dS @ K
    return dQ


def key_gradient_not_scaled(dS: Array, Q: Array) -> Array:
    """Forget it here, too."""
    dK: Array = dS.mT @ Q
    return dK


def paths(dH_Q: Array, dH_K: Array, dH_V: Array) -> Array:
    """Sum over the three ways in which H went in."""
    dH: Array = dH_Q + dH_K + dH_V
    return dH


def path_missing(dH_Q: Array, dH_V: Array) -> Array:
    """Forget that H became keys, too."""
    dH: Array = dH_Q + dH_V
    return dH


def norm_gradient(dU: Array, U: Array, sigma: Array) -> Array:
    """Go back through deviation and mean."""
    dN: Array = (dU - dU.mean(-1, keepdims=True) - U * (dU * U).mean(-1, keepdims=True)) / sigma
    return dN


def norm_gradient_without_means(dU: Array, sigma: Array) -> Array:
    """Treat mean and deviation as constants."""
    dN: Array = dU / sigma
    return dN


def block_gradient(dA: Array, dN: Array) -> Array:
    """Add the gradient that went past the block."""
    dX: Array = dA + dN
    return dX


def residual_missing(dN: Array) -> Array:
    """Forget it."""
    dX: Array = dN
    return dX
