"""The one kind of array that the engine computes with, its matrix product and its Euclidean norm."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FLOAT64 = np.dtype(np.float64)

ORDINARY_NORMS = (1e-140, 1e140)
"""Norms whose squares stay far from both ends of float64."""


def float64(value: object, name: str) -> Array:
    """Return an array in float64: the very same one if it is, a converted copy of whole numbers, booleans and float32.

    This is the one place where numbers of another kind enter the engine. Computed with as they are, ``uint8`` would
    wrap round at 256 and ``int8`` would be rounded to the 11 bits of float16.

    Parameters
    ----------
    value : ndarray
    name : str
        What it is, for the message.

    Raises
    ------
    ValueError
        If it is no array of real numbers.
    """
    if isinstance(value, np.ndarray):
        if value.dtype is FLOAT64:
            return value
        if value.dtype.kind in "biuf":
            return value.astype(np.float64)
    if isinstance(value, int | float | np.number | np.bool_) and np.isrealobj(value):
        return np.asarray(value, np.float64)
    given = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
    raise ValueError(f"expected {name} as a NumPy array of real numbers, got {given}; write np.array(..., np.float64)")


def finite(value: object, name: str) -> Array:
    """Return an array of parameters in float64; NaN and infinity are refused, since nothing could be learned from them.

    Raises
    ------
    ValueError
        If it is no array of finite real numbers.
    """
    array = float64(value, name)
    if not np.isfinite(array).all():
        raise ValueError(f"expected finite numbers in {name}, got NaN or infinity; start from other values")
    return array


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

    Raises
    ------
    ValueError
        If they are no matrices of numbers, or A does not have as many columns as B has rows.
    """
    try:
        if A.ndim == 2 == B.ndim:
            return A.dot(B)  # type: ignore[no-any-return]  # NumPy's types know no dot of matrices
        if A.ndim >= 2 <= B.ndim:
            return A @ B
    except (AttributeError, TypeError, ValueError):  # why is asked afterwards, so that no step of training has to ask
        float64(A, "the first matrix"), float64(B, "the second matrix")
    raise ValueError(
        f"expected matrices of shapes (..., N, m) and (..., m, n), got {np.shape(A)} and {np.shape(B)}; "
        "give the first as many columns as the second has rows"
    )


def euclidean_norm(V: Array, axes: int | tuple[int, ...]) -> Array:
    """Return the root of the sum of squares over the given axes, which stay with length one.

    Entries of 1e200 would have infinite squares, and those of 1e-200 squares of zero; there the largest entry is
    divided out first. Everywhere else the plain formula stands, to the last bit.

    Parameters
    ----------
    V : ndarray
    axes : int or tuple of int

    Returns
    -------
    ndarray
        Infinite only where the norm itself is larger than float64, or an entry is; NaN where an entry is.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        plain: Array = np.sqrt((V * V).sum(axes, keepdims=True))
        smallest, biggest = (plain.min(initial=1.0), plain.max(initial=1.0)) if plain.size != 1 else (plain, plain)
        if ORDINARY_NORMS[0] <= smallest and biggest <= ORDINARY_NORMS[1]:
            return plain
        largest = np.abs(V).max(axes, keepdims=True, initial=0.0)
        scaled = V / np.where(largest > 0.0, largest, 1.0)
        careful = largest * np.sqrt((scaled * scaled).sum(axes, keepdims=True))
        ordinary = (plain >= ORDINARY_NORMS[0]) & (plain <= ORDINARY_NORMS[1])
        return np.where(ordinary | ~np.isfinite(largest), plain, careful)
