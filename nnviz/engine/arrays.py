"""The one kind of array that the engine computes with, and its matrix product."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def product(A: Array, B: Array) -> Array:
    """Return ``A @ B``, of two matrices or of stacks of matrices.

    For two plain matrices `dot` computes the same product with a third of the overhead of ``@``, and on small matrices
    overhead is most of the time. For stacks of matrices `dot` means something else. Where the app shows the
    line of NumPy that made a tensor, ``product(A, B)`` reads ``A @ B``.

    Parameters
    ----------
    A : ndarray, shape (..., N, m)
    B : ndarray, shape (..., m, n)

    Returns
    -------
    ndarray, shape (..., N, n)
    """
    return A.dot(B) if A.ndim == 2 == B.ndim else A @ B
