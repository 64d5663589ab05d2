"""CKA: how alike two layers see the same samples, whatever the order, the turn or the scale of their units."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array


def linear_cka(A: Array, B: Array) -> float:
    r"""Return the linear centred kernel alignment of two layers, between 0 and 1.

    ``CKA = |A'B|^2 / (|A'A| |B'B|)`` with centred columns and Frobenius norms.

    Parameters
    ----------
    A, B : ndarray, shapes (N, n) and (N, m)
        Activations for the same samples.

    Returns
    -------
    float
        0 where a layer is constant.

    Notes
    -----
    Kornblith, Norouzi, Lee and Hinton 2019, "Similarity of neural network representations revisited", eq. 3 and 5.
    With fewer samples than units it is large for unrelated numbers, too.
    """
    return float(cka_matrix([A], [B])[0, 0])


def cka_matrix(first: Sequence[Array], second: Sequence[Array]) -> Array:
    """Return the CKA of every layer of one network with every layer of another, shape (layers, layers).

    Parameters
    ----------
    first, second : sequence of ndarray, each of shape (N, n)
        Activations for the same N samples.
    """
    samples = {len(A) for A in (*first, *second)}
    if len(samples) != 1:
        raise ValueError(f"expected all layers to show the same samples, got {sorted(samples)} rows")
    one, other = [_centred(A) for A in first], [_centred(B) for B in second]
    own = np.array([np.linalg.norm(A.T @ A) for A in one])
    others = np.array([np.linalg.norm(B.T @ B) for B in other])
    shared = np.array([[np.square(A.T @ B).sum() for B in other] for A in one])
    size = own[:, None] * others
    matrix: Array = np.divide(shared, size, out=np.zeros_like(size), where=size > 0)
    return matrix


def _centred(A: Array) -> Array:
    C: Array = A - A.mean(0)
    # Units that are constant leave rounding only, which would be taken for a pattern.
    C[:, np.abs(C).max(0) < 1e-12 * (1.0 + np.abs(A).max())] = 0.0
    return C
