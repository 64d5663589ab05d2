"""PCA and Procrustes: the plane in which samples spread most, turned so that it follows from frame to frame."""

import numpy as np

from nnviz.engine import Array


def principal_components(A: Array, components: int = 2) -> tuple[Array, Array]:
    """Return the coordinates of the samples along the directions of largest variance, and the shares of variance.

    Parameters
    ----------
    A : ndarray, shape (N, n)
    components : int

    Returns
    -------
    scores : ndarray, shape (N, components)
        Columns are zero where the samples have fewer dimensions. Their signs are arbitrary: `procrustes` sets them.
    shares : ndarray, shape (components,)
        Of the whole variance.

    Notes
    -----
    Pearson 1901; by the singular value decomposition of the centred matrix, ``A - mean = U S V'``, scores ``U S``.
    """
    U, S, _ = np.linalg.svd(A - A.mean(0), full_matrices=False)
    kept = min(components, len(S))
    scores, shares = np.zeros((len(A), components)), np.zeros(components)
    scores[:, :kept] = U[:, :kept] * S[:kept]
    total = float(np.square(S).sum())
    if total > 0:
        shares[:kept] = np.square(S[:kept]) / total
    return scores, shares


def procrustes(A: Array, onto: Array) -> Array:
    """Return A turned and mirrored so that it comes nearest to another cloud of the same samples.

    Parameters
    ----------
    A, onto : ndarray, shape (N, k)
        Centred.

    Notes
    -----
    The orthogonal Procrustes problem, Schönemann 1966: ``A'onto = U S V'``, the best rotation is ``U V'``. Distances in
    A stay as they are, so that nothing is drawn that is not there; without it axes of a PCA flip between two frames.
    """
    U, _, V = np.linalg.svd(A.T @ onto)
    turned: Array = A @ (U @ V)
    return turned


def unit_spread(A: Array) -> Array:
    """Return a centred cloud scaled to a mean square distance of 1 from its middle: it fills a picture."""
    size = float(np.sqrt(np.square(A).sum(-1).mean()))
    return A / size if size > 0 else A
