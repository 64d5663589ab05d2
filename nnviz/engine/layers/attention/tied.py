"""One table at both ends: symbols are looked up in it, and the output is compared with its rows."""

from typing import Any

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.layers.attention.multi_head import rows, times
from nnviz.engine.layers.composite import Composite, CompositeGradients
from nnviz.engine.layers.embedding import Embedding
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.tensors import record, tensor


@record
class Tied(Composite["TiedTrace"]):
    """``A = F(W[X]) W^T``: an embedding, some layers, and as logits the products with the rows of the same table.

    Press and Wolf 2017, "Using the output embedding to improve language models". The table's gradient is the sum of
    what comes back from both ends.

    Attributes
    ----------
    layers : tuple of Layer
        The embedding first; then F.

    Raises
    ------
    ValueError
        If the first layer is no embedding, or F does not give what it takes.
    """

    layers: tuple[Layer[Any], ...]

    def __post_init__(self) -> None:
        given, back = self._ends()
        if not self.layers or not isinstance(self.layers[0], Embedding):
            raise ValueError("expected an embedding as the first layer inside, since its table is used at both ends")
        if back != self.layers[0].out_shape:
            raise ValueError(f"expected layers that give {self.layers[0].out_shape}, as the embedding, got {back}")
        self.__dict__.update(in_shape=given, out_shape=(self.layers[0].steps, self.layers[0].symbols))

    @property
    def table(self) -> Array:
        """W, shape (..., symbols, d)."""
        W: Array = getattr(self, "layers[0].W")
        return W

    def with_steps(self, steps: int) -> "Tied":
        """Return the layer for sequences of another length, if all layers inside can."""
        return Tied(tuple(layer.with_steps(steps) for layer in self.layers))  # type: ignore[attr-defined]

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "TiedTrace":
        """Look up, run the layers, and multiply by the table."""
        W, traces, F = self.table, [], X
        for layer in self.layers:
            traces.append(layer.forward(F, rng))
            F = traces[-1].A
        A = times(F, W.mT)
        return TiedTrace(X, tuple(traces), F, A)

    def backward(self, trace: "TiedTrace", dA: Array, need_dX: bool = True) -> "TiedGradients":
        """Apply the chain rule to the product, then to the layers; the table gets the sum of both ends."""
        W = self.table
        dW_out = product_of_rows(dA, trace.F)
        dF = times(dA, W)
        found, back = [], dF
        for i in range(len(self.layers) - 1, -1, -1):
            gradients = self.layers[i].backward(trace.layers[i], back, i > 0)
            found.append(gradients)
            if gradients.dX is not None:
                back = gradients.dX
        dW_in = getattr(found[-1], "dW")  # noqa: B009 - the record of an embedding
        dW = dW_in + dW_out
        return TiedGradients(dA, dF, dW_out, dW, tuple(reversed(found)), None)


def product_of_rows(U: Array, V: Array) -> Array:
    """Return ``U^T V`` with a row for each token of each sample: shape (..., m, n)."""
    found: Array = rows(U).mT @ rows(V)
    return found


_TOKENS = ("sample", "step", "feature")


@record
class TiedTrace(LayerTrace):
    """Symbols, the traces of the layers, what the table is multiplied with, and the logits."""

    X: Array = tensor("X", r"X", axes=("sample", "step"))
    layers: tuple[LayerTrace, ...]
    F: Array = tensor("F", r"F = F(W[X])", axes=_TOKENS)
    A: Array = tensor("A", r"A = F W^\top", axes=("sample", "step", "symbol"), computed_by="Tied.forward")


@record
class TiedGradients(CompositeGradients):
    """The gradients of the logits, of the table from its second use, of both, and those of the layers."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=("sample", "step", "symbol"))
    dF: Array = tensor(r"\mathrm{d}F", r"\mathrm{d}F = \mathrm{d}A\, W", axes=_TOKENS, computed_by="Tied.backward")
    dW_out: Array = tensor(
        r"\mathrm{d}W_{\text{out}}",
        r"\mathrm{d}W_{\text{out}} = \mathrm{d}A^\top F",
        axes=("symbol", "feature"),
        computed_by="Tied.backward",
    )
    dW: Array = tensor(
        r"\mathrm{d}W",
        r"\mathrm{d}W = \mathrm{d}W_{\text{in}} + \mathrm{d}W_{\text{out}}",
        axes=("symbol", "feature"),
        computed_by="Tied.backward",
    )
    layers: tuple[LayerGradients, ...]
    dX: Array | None = None

    def __getattr__(self, name: str) -> Array:
        """Return the gradient of a parameter inside; of the table that of both ends."""
        return self.dW if name == "dlayers[0].W" else super().__getattr__(name)
