"""A set of sequences: inputs step by step, and targets at every step, at some, or at the end."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from nnviz.datasets.record import Kind, read_only
from nnviz.engine.arrays import Array


@dataclass(frozen=True, eq=False)
class Sequences:
    """Inputs and targets of one task; the arrays are its own copies and read-only.

    Attributes
    ----------
    name, title : str
        The name to ask for, and the one for people.
    kind : {'binary', 'classes', 'regression'}
        What a target is.
    X : ndarray, shape (N, T, d)
        Inputs: symbols one-hot, or numbers.
    Y : ndarray, shape (N, T, k) or (N, k)
        Targets of every step, with a row of NaN where a step has none; or one target for the whole sequence.
    symbols : tuple of str
        A name for each of the d inputs.
    class_names : tuple of str
        A name for each class; two for 'binary', none for 'regression'.
    source, licence : str
        Where the task or the data come from, and on what terms they may be passed on.

    Raises
    ------
    ValueError
        Where these do not fit each other, an input is not finite, or a row of targets is NaN in part.
    """

    name: str
    title: str
    kind: Kind
    X: Array
    Y: Array
    symbols: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    source: str = "nnviz"
    licence: str = "MIT, as nnviz itself"

    def __post_init__(self) -> None:
        X, Y = read_only(self.X, np.float64), read_only(self.Y, np.float64)
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "Y", Y)
        if X.ndim != 3 or X.shape[2] != len(self.symbols) or 0 in X.shape:
            raise ValueError(
                f"X must have shape (N, T, {len(self.symbols)}), a column for each name, but has shape {X.shape}"
            )
        width = {"classes": len(self.class_names)}.get(self.kind, 1)
        if Y.shape not in ((*X.shape[:2], width), (len(X), width)):
            raise ValueError(
                f"Y must have shape {(*X.shape[:2], width)}, a target for every step, or {(len(X), width)}, one for "
                f"every sequence, but has shape {Y.shape}"
            )
        missing = np.isnan(Y)
        if not np.isfinite(X).all() or np.isinf(Y).any() or (missing.any(-1) != missing.all(-1)).any():
            raise ValueError("X must be finite, and each row of Y finite or NaN as a whole; fill the row")

    @property
    def n_samples(self) -> int:
        """N, the number of sequences."""
        return int(self.X.shape[0])

    @property
    def steps(self) -> int:
        """T, the length of the longest."""
        return int(self.X.shape[1])

    @property
    def each_step(self) -> bool:
        """Whether steps have targets, and not the sequence as a whole."""
        return self.Y.ndim == 3

    @property
    def counted(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which steps have a target, shape (N, T); of each sequence as a whole, (N,)."""
        return ~np.isnan(self.Y[..., 0])

    @property
    def numbers(self) -> Array:
        """The numbers of the symbols, shape (N, T), for a network with an embedding; for one-hot inputs only."""
        if not ((self.X == 0.0) | (self.X == 1.0)).all() or (self.X.sum(-1) != 1.0).any():
            raise ValueError(f"numbers of symbols need one-hot inputs, but those of {self.name!r} are none; use X")
        numbers: Array = self.X.argmax(-1).astype(np.float64)
        return numbers

    def take(self, rows: ArrayLike) -> "Sequences":
        """Return the same set with only these sequences, in this order; `rows` are indices, shape (n,)."""
        index = np.asarray(rows, dtype=np.int64)
        return replace(self, X=self.X[index], Y=self.Y[index])


def one_hot_symbols(numbers: ArrayLike, n_symbols: int) -> Array:
    """Return the numbers of symbols, of any shape (...), one-hot: (..., n_symbols)."""
    hot: Array = np.eye(n_symbols)[np.asarray(numbers, np.intp)]
    return hot
