"""The same two matrices under @, * and .T: what NumPy makes of them, and why where it refuses."""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import counted, term


@dataclass(frozen=True, eq=False)
class Attempt:
    """One expression, tried for real.

    Attributes
    ----------
    expression : str
        As NumPy reads it: ``A @ B``.
    kind : {'matmul', 'hadamard', 'transpose'}
    left, right : tuple of int
        The shapes that meet; for a transpose both are that of the matrix.
    value : ndarray or None
        None where NumPy refuses.
    numpy_error : str
        NumPy's words, if it refuses.
    terms : tuple of tuple of str
        For each entry of the value how it comes about, with the numbers.
    """

    expression: str
    kind: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: Array | None
    numpy_error: str
    terms: tuple[tuple[str, ...], ...]

    @property
    def fits(self) -> bool:
        """Whether there is a result."""
        return self.value is not None

    @property
    def pairs(self) -> tuple[tuple[int, int, bool], ...]:
        """The dimensions that have to agree, and whether they do: the inner ones for @, all of them for *."""
        if self.kind == "matmul":
            return ((self.left[1], self.right[0], self.left[1] == self.right[0]),)
        if self.kind == "hadamard":
            return tuple((a, b, a == b or 1 in (a, b)) for a, b in zip(self.left, self.right, strict=True))
        return ()


def matmul(left: Array, right: Array) -> Array:
    """Multiply as matrices: entry [i, j] is row i of the left times column j of the right."""
    C: Array = left @ right
    return C


def hadamard(left: Array, right: Array) -> Array:
    """Multiply entry by entry; an axis of length 1 is repeated (broadcasting)."""
    H: Array = left * right
    return H


def transpose(matrix: Array) -> Array:
    """Turn rows into columns."""
    T: Array = matrix.T
    return T


def attempts(A: Array, B: Array) -> tuple[Attempt, ...]:
    """Try A @ B, A * B, A.T, B.T, and the products with one of them transposed.

    Parameters
    ----------
    A, B : ndarray, shape (any, any)
    """
    return (
        _matmul("A @ B", A, B),
        _hadamard("A * B", A, B),
        _transposed("A.T", A),
        _transposed("B.T", B),
        _matmul("A @ B.T", A, B.T),
        _matmul("A.T @ B", A.T, B),
    )


def _matmul(expression: str, left: Array, right: Array) -> Attempt:
    value, numpy_error = _try(matmul, left, right)
    terms = (
        tuple(
            tuple(" + ".join(f"{term(a)}·{term(c)}" for a, c in zip(row, column, strict=True)) for column in right.T)
            for row in left
        )
        if value is not None
        else ()
    )
    return Attempt(expression, "matmul", left.shape, right.shape, value, numpy_error, terms)


def _hadamard(expression: str, left: Array, right: Array) -> Attempt:
    value, numpy_error = _try(hadamard, left, right)
    terms: tuple[tuple[str, ...], ...] = ()
    if value is not None:
        wide = [np.broadcast_to(matrix, value.shape) for matrix in (left, right)]
        terms = tuple(
            tuple(f"{term(a)}·{term(c)}" for a, c in zip(*rows, strict=True)) for rows in zip(*wide, strict=True)
        )
    return Attempt(expression, "hadamard", left.shape, right.shape, value, numpy_error, terms)


def _transposed(expression: str, matrix: Array) -> Attempt:
    value = transpose(matrix)
    name = expression[0]
    terms = tuple(tuple(f"{name}[{j}, {i}]" for j in range(value.shape[1])) for i in range(value.shape[0]))
    return Attempt(expression, "transpose", matrix.shape, matrix.shape, value, "", terms)


def _try(operation: object, left: Array, right: Array) -> tuple[Array | None, str]:
    try:
        return operation(left, right), ""  # type: ignore[operator]
    except ValueError as error:
        return None, str(error)


def explain(attempt: Attempt) -> str:
    """Say in a sentence why it fits or does not."""
    (a, b), (c, d) = attempt.left[:2], attempt.right[:2]
    if attempt.kind == "transpose":
        return f"Row i becomes column i: ({a}, {b}) becomes ({b}, {a})."
    if attempt.kind == "matmul":
        if attempt.fits:
            return f"The inner dimensions match ({b}); the outer ones give the shape of the result, ({a}, {d})."
        return (
            f"The inner dimensions do not match: each row on the left has {counted(b, 'entry', 'entries')}, each "
            f"column on the right has {c}."
        )
    if attempt.fits:
        if attempt.left == attempt.right:
            return "Same shape: multiplied entry by entry (the Hadamard product), without a sum."
        return "An axis of length 1 is repeated until the shapes match (broadcasting), then multiplied entry by entry."
    return (
        f"Entry by entry needs equal shapes (or an axis of length 1); {attempt.left} and {attempt.right} do not match."
    )
