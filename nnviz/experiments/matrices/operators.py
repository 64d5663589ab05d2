"""Two numbers, vectors or matrices under @, *, +, .sum() and .T: what NumPy makes of them, and why where it refuses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array
from nnviz.experiments.inspection.formula import counted, term

Cell = tuple[str, int, int]
"""An entry of A or B: its name, row and column. A vector is shown as a row, a number as its only entry."""


@dataclass(frozen=True, eq=False)
class Attempt:
    """One expression, tried for real.

    Attributes
    ----------
    expression : str
        As NumPy reads it: ``A @ B``.
    kind : {'matmul', 'hadamard', 'add', 'total', 'transpose'}
    left, right : tuple of int
        The shapes that meet; of a single operand both are its own.
    value : ndarray or None
        None where NumPy refuses.
    numpy_error : str
        NumPy's words, if it refuses.
    terms : tuple of str
        For each entry of the value, row by row, how it comes about, with the numbers.
    sources : tuple of tuple of Cell
        For each entry of the value, the entries of A and B that it comes from.
    """

    expression: str
    kind: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: Array | None
    numpy_error: str
    terms: tuple[str, ...]
    sources: tuple[tuple[Cell, ...], ...]

    @property
    def fits(self) -> bool:
        """Whether there is a result."""
        return self.value is not None

    @property
    def axes(self) -> tuple[tuple[int, int], ...]:
        """The axes that meet: the inner ones for @; for * and + those of the same place, counted from the right."""
        if self.kind == "matmul":
            return ((len(self.left) - 1, max(len(self.right) - 2, 0)),) if self.left and self.right else ()
        if self.kind in ("hadamard", "add"):
            common = min(len(self.left), len(self.right))
            return tuple((len(self.left) - k, len(self.right) - k) for k in range(common, 0, -1))
        return ()

    @property
    def pairs(self) -> tuple[tuple[int, int, bool], ...]:
        """The sizes that have to agree, and whether they do."""
        sizes = [(self.left[i], self.right[j]) for i, j in self.axes]
        return tuple((a, b, a == b or (self.kind != "matmul" and 1 in (a, b))) for a, b in sizes)

    @property
    def equal_sizes(self) -> bool:
        """Whether mathematics defines it without broadcasting: equal sizes, or a number times anything."""
        return self.left == self.right or (self.kind == "hadamard" and not (self.left and self.right))


def matmul(left: Array, right: Array) -> Array:
    """Multiply as matrices: entry [i, j] is row i of the left times column j of the right."""
    C: Array = left @ right
    return C


def hadamard(left: Array, right: Array) -> Array:
    """Multiply entry by entry; what is smaller is repeated (broadcasting)."""
    H: Array = left * right
    return H


def add(left: Array, right: Array) -> Array:
    """Add entry by entry; what is smaller is repeated (broadcasting)."""
    S: Array = left + right
    return S


def total(array: Array) -> Array:
    """Add up all entries."""
    s: Array = array.sum()
    return s


def transpose(matrix: Array) -> Array:
    """Turn rows into columns."""
    T: Array = matrix.T
    return T


def attempts(A: Array, B: Array) -> tuple[Attempt, ...]:
    """Try A @ B, A * B, A + B and the sum of the entries of A; of matrices also what a transpose makes of them.

    Parameters
    ----------
    A, B : ndarray, of rank 0, 1 or 2
    """
    tried = (_matmul("A @ B", A, B), _entrywise("A * B", A, B), _entrywise("A + B", A, B), _total("A", A))
    transposed = tuple(_transposed(name, matrix) for name, matrix in (("A", A), ("B", B)) if matrix.ndim == 2)
    if len(transposed) < 2:
        return (*tried, *transposed)
    return (*tried, *transposed, _matmul("A @ B.T", A, B.T), _matmul("A.T @ B", A.T, B))


def _matmul(expression: str, left: Array, right: Array) -> Attempt:
    value, numpy_error = _try(matmul, left, right)
    if value is None:
        return Attempt(expression, "matmul", left.shape, right.shape, value, numpy_error, (), ())
    first, second = expression.split(" @ ")
    rows, columns = np.atleast_2d(left), right.reshape(len(right), -1)
    terms, sources = list[str](), list[tuple[Cell, ...]]()
    for i, row in enumerate(rows):
        for j, column in enumerate(columns.T):
            terms.append(" + ".join(f"{term(a)}·{term(c)}" for a, c in zip(row, column, strict=True)))
            of_right = [(k, j) if right.ndim == 2 else (0, k) for k in range(len(column))]
            meeting = ((_cell(first, i, k), _cell(second, *of_right[k])) for k in range(len(row)))
            sources.append(tuple(cell for pair in meeting for cell in pair))
    return Attempt(expression, "matmul", left.shape, right.shape, value, numpy_error, tuple(terms), tuple(sources))


def _entrywise(expression: str, left: Array, right: Array) -> Attempt:
    kind, operation, sign = ("add", add, " + ") if "+" in expression else ("hadamard", hadamard, "·")
    value, numpy_error = _try(operation, left, right)
    if value is None:
        return Attempt(expression, kind, left.shape, right.shape, value, numpy_error, (), ())
    wide = [np.broadcast_to(array, value.shape).ravel() for array in (left, right)]
    terms = tuple(f"{term(a)}{sign}{term(c)}" for a, c in zip(*wide, strict=True))
    sources = tuple(
        tuple((name, min(i, rows - 1), min(j, columns - 1)) for name, (rows, columns) in _as_shown(A=left, B=right))
        for i, j in np.ndindex(np.atleast_2d(value).shape)
    )
    return Attempt(expression, kind, left.shape, right.shape, value, numpy_error, terms, sources)


def _total(name: str, array: Array) -> Attempt:
    terms = (" + ".join(term(x) for x in array.ravel().tolist()),)
    sources = (tuple((name, i, j) for i, j in np.ndindex(np.atleast_2d(array).shape)),)
    return Attempt(f"{name}.sum()", "total", array.shape, array.shape, np.asarray(total(array)), "", terms, sources)


def _transposed(name: str, matrix: Array) -> Attempt:
    value = transpose(matrix)
    places = [(j, i) for i, j in np.ndindex(value.shape)]
    terms = tuple(f"{name}[{r}, {c}]" for r, c in places)
    sources = tuple(((name, r, c),) for r, c in places)
    return Attempt(f"{name}.T", "transpose", matrix.shape, matrix.shape, value, "", terms, sources)


def _cell(operand: str, row: int, column: int) -> Cell:
    """The entry of A or B that an entry of an operand is, which may be the transposed one."""
    return (operand[0], column, row) if operand.endswith(".T") else (operand, row, column)


def _as_shown(**operands: Array) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, array in operands.items():
        rows, columns = np.atleast_2d(array).shape
        yield name, (rows, columns)


def _try(operation: Callable[[Array, Array], Array], left: Array, right: Array) -> tuple[Array | None, str]:
    try:
        return np.asarray(operation(left, right)), ""
    except ValueError as error:
        return None, str(error)


def explain(attempt: Attempt) -> str:
    """Say in a sentence or two why it fits or does not."""
    if attempt.kind == "transpose":
        a, b = attempt.left
        return f"Row i becomes column i: ({a}, {b}) becomes ({b}, {a})."
    if attempt.kind == "total":
        return f"All {counted(int(np.prod(attempt.left)), 'entry', 'entries')} added up: the result is a number."
    return _explain_matmul(attempt) if attempt.kind == "matmul" else _explain_entrywise(attempt)


def _explain_matmul(attempt: Attempt) -> str:
    if not (attempt.left and attempt.right):
        return "@ needs a vector or a matrix on each side. A number is multiplied with *."
    ((inner, other, _),) = attempt.pairs
    if not attempt.fits:
        left = "each row on the left" if len(attempt.left) == 2 else "the vector on the left"
        right = "each column on the right" if len(attempt.right) == 2 else "the vector on the right"
        return (
            f"The inner dimensions do not match: {left} has {counted(inner, 'entry', 'entries')}, {right} has {other}."
        )
    assert attempt.value is not None
    if attempt.value.ndim == 0:
        return "The dot product of two vectors: entries are multiplied in pairs and added, the result is a number."
    if attempt.value.ndim == 1:
        part = "row of the matrix" if len(attempt.left) == 2 else "column of the matrix"
        return f"The inner dimensions match ({inner}): one dot product with the vector for each {part}."
    return f"The inner dimensions match ({inner}); the outer ones give the shape of the result, {attempt.value.shape}."


def _explain_entrywise(attempt: Attempt) -> str:
    product = attempt.kind == "hadamard"
    done = "multiplied" if product else "added"
    if not attempt.fits:
        sizes = f"{attempt.left} and {attempt.right}"
        return f"Entry by entry needs equal sizes; {sizes} differ, and broadcasting cannot help."
    if attempt.left == attempt.right:
        if not attempt.left:
            return f"Two numbers are {done}."
        return f"Equal sizes: {done} entry by entry" + (" (the Hadamard product), without a sum." if product else ".")
    if attempt.equal_sizes:
        return "A number times a vector or a matrix: every entry is multiplied by it."
    return f"The sizes are not equal, so mathematics does not define it. NumPy {_repeated(attempt)} (broadcasting)."


def _repeated(attempt: Attempt) -> str:
    if not (attempt.left and attempt.right):
        return "adds the number to every entry"
    if len(attempt.left) != len(attempt.right):
        return "repeats the vector in every row, as it does with the bias b"
    return "repeats the axis of length 1 until the sizes are equal"
