"""An embedding: each symbol has a row of numbers of its own, which are learned."""

from math import prod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.arrays import Array, finite
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.recurrent.unrolled import check_steps
from nnviz.engine.parameters import is_whole
from nnviz.engine.tensors import inline, record, tensor


@record
class Embedding(Layer["EmbeddingTrace"]):
    """``A = W[X]``: the row of W with the symbol's number. The same as a one-hot vector times W, without the product.

    The gradient of a row is the sum of the gradients of all places where its symbol stood: X_onehot^T dA.

    Attributes
    ----------
    W : ndarray, shape (..., symbols, d)
    steps : int
        T: X has shape (..., N, T) and holds the numbers of symbols, counted from 0.

    Raises
    ------
    ValueError
        If W is no matrix of finite numbers, or steps no whole number of at least 1.

    Examples
    --------
    >>> layer = Embedding(np.array([[1.0, 2.0], [3.0, 4.0]]), steps=3)
    >>> layer.forward(np.array([[1.0, 0.0, 1.0]])).A[0].tolist()
    [[3.0, 4.0], [1.0, 2.0], [3.0, 4.0]]
    """

    W: Array = tensor("W", r"W \leftarrow W - \eta\, \mathrm{d}W", axes=("symbol", "unit"))
    steps: int

    penalised: ClassVar[tuple[str, ...]] = ("W",)

    def __post_init__(self) -> None:
        self.__dict__.update(W=finite(self.W, "W"))
        if self.W.ndim < 2:
            raise ValueError(f"expected W of shape (..., symbols, d), a row for each symbol, got {self.W.shape}")
        if not (is_whole(self.steps) and self.steps >= 1):
            raise ValueError(f"expected steps as a whole number of at least 1, got {self.steps!r}")
        self.__dict__.update(in_shape=(self.steps,), out_shape=(self.steps, self.W.shape[-1]))

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The table."""
        return ("W",)

    @property
    def symbols(self) -> int:
        """How many symbols there are."""
        return int(self.W.shape[-2])

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of W."""
        return self.W.shape[:-2]

    def with_parameters(self, *arrays: Array) -> "Embedding":
        """Return the layer with another table; nothing is checked again."""
        layer = object.__new__(Embedding)
        layer.__dict__.update(self.__dict__, W=arrays[0])
        return layer

    def with_steps(self, steps: int) -> "Embedding":
        """Return the layer for sequences of another length."""
        return Embedding(self.W, steps)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "EmbeddingTrace":
        """Look the rows up.

        Raises
        ------
        ValueError
            If an entry of X is not the number of a symbol.
        """
        check_steps(X, self.in_shape)
        W, symbols = self.W.reshape(-1, self.W.shape[-1]), self._places(X)
        A = W[symbols]
        return EmbeddingTrace(X, self, A)

    def backward(self, trace: "EmbeddingTrace", dA: Array, need_dX: bool = True) -> "EmbeddingGradients":
        """Add up the gradients of the places of each symbol; between two symbols there is nothing, so X has none.

        The places are sorted by symbol, and each run of equal symbols is summed: ``np.add.at`` would go entry by entry.
        """
        symbols, leading, d = self._places(trace.X), dA.shape[:-3], dA.shape[-1]
        if len(leading) > len(self.ensemble):  # several batches through one table: a gradient for each
            batch = np.arange(prod(leading)).reshape(*leading, 1, 1)
            symbols = symbols % self.symbols + self.symbols * batch
        order = np.argsort(symbols, axis=None, kind="stable")
        in_order = symbols.reshape(-1)[order]
        first = np.flatnonzero(np.diff(in_order, prepend=-1))
        dW = np.zeros((prod(leading) * self.symbols, d))
        dW[in_order[first]] = np.add.reduceat(dA.reshape(-1, d)[order], first)
        return EmbeddingGradients(dA, dW.reshape(*leading, self.symbols, d), None)

    def _numbers(self, X: Array) -> NDArray[np.intp]:
        """Return the numbers of the symbols, shape (..., N, T)."""
        with np.errstate(invalid="ignore"):
            numbers = X.astype(np.intp)
        wrong = (numbers != X) | (numbers < 0) | (numbers >= self.symbols)
        if wrong.any():
            raise ValueError(
                f"expected the numbers of symbols, whole and from 0 to {self.symbols - 1}, got {X[wrong][0]:g}; "
                "number the symbols from 0"
            )
        return numbers

    def _places(self, X: Array) -> NDArray[np.intp]:
        """Return the rows of all tables of the ensemble, one below the other: shape (*ensemble, N, T)."""
        numbers, ensemble = self._numbers(X), self.ensemble
        if not ensemble:
            return numbers
        network = np.arange(prod(ensemble)).reshape(*ensemble, 1, 1)
        return numbers + self.symbols * network


@record
class EmbeddingTrace(LayerTrace):
    """Symbols, table and what was looked up."""

    X: Array = tensor("s_t", r"s_t", axes=("sample", "step"))
    layer: Embedding = inline()
    A: Array = tensor("x_t", r"x_t = W_{s_t}", axes=("sample", "step", "unit"), computed_by="Embedding.forward")


@record
class EmbeddingGradients(LayerGradients):
    """The gradients of what was looked up, and of the table."""

    dA: Array = tensor(r"\mathrm{d}x_t", r"\partial L / \partial x_t", axes=("sample", "step", "unit"))
    dW: Array = tensor(
        r"\mathrm{d}W",
        r"\mathrm{d}W_s = \sum_{t:\, s_t = s} \mathrm{d}x_t",
        axes=("symbol", "unit"),
        computed_by="Embedding.backward",
    )
    dX: Array | None
