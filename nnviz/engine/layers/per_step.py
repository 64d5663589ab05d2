"""A dense layer at every step: the same weights read the state of each step, one after the other."""

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import Array
from nnviz.engine.layers.dense import Dense, DenseTrace
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.recurrent.unrolled import check_steps
from nnviz.engine.parameters import check_kind, is_whole
from nnviz.engine.tensors import inline, record, tensor


@record
class PerStep(Layer["PerStepTrace"]):
    """``A = g(X W + b)`` for sequences X, shape (..., N, T, n_in): each step of each sample is a row of its own.

    Attributes
    ----------
    dense : Dense
    steps : int
        T.

    Raises
    ------
    ValueError
        If the layer is not dense, or steps no whole number of at least 1.
    """

    dense: Dense = inline()
    steps: int

    penalised = Dense.penalised

    def __post_init__(self) -> None:
        check_kind(self.dense, Dense, "dense", 'PerStep(Dense(W, b, activation("tanh")), steps=20)')
        if not (is_whole(self.steps) and self.steps >= 1):
            raise ValueError(f"expected steps as a whole number of at least 1, got {self.steps!r}")
        features, units = self.dense.W.shape[-2:]
        self.__dict__.update(in_shape=(self.steps, features), out_shape=(self.steps, units))

    @property
    def W(self) -> Array:
        """The weights of the dense layer."""
        return self.dense.W

    @property
    def b(self) -> Array | None:
        """The biases of the dense layer."""
        return self.dense.b

    @property
    def activation(self) -> Activation:
        """That of the dense layer."""
        return self.dense.activation

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Those of the dense layer."""
        return self.dense.parameter_names

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the dense layer."""
        return self.dense.ensemble

    def with_parameters(self, *arrays: Array) -> "PerStep":
        """Return the layer with other weights and biases; nothing is checked again."""
        layer = object.__new__(PerStep)
        layer.__dict__.update(self.__dict__, dense=self.dense.with_parameters(*arrays))
        return layer

    def with_steps(self, steps: int) -> "PerStep":
        """Return the layer for sequences of another length."""
        return PerStep(self.dense, steps)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "PerStepTrace":
        """Compute the dense layer on all rows at once."""
        check_steps(X, self.in_shape)
        rows = self.dense.forward(_rows(X), rng)
        return PerStepTrace(X, self.dense, self._by_step(rows.Z), self._by_step(rows.A))

    def backward(self, trace: "PerStepTrace", dA: Array, need_dX: bool = True) -> "PerStepGradients":
        """Apply the dense layer's chain rule to all rows at once: dW and db sum over samples and steps."""
        rows = DenseTrace(_rows(trace.X), self.dense, _rows(trace.Z), _rows(trace.A))
        found = self.dense.backward(rows, _rows(dA), need_dX)
        dX = None if found.dX is None else self._by_step(found.dX)
        return PerStepGradients(dA, self._by_step(found.dZ), found.dW, found.db, dX)

    def _by_step(self, rows: Array) -> Array:
        return rows.reshape(*rows.shape[:-2], -1, self.steps, rows.shape[-1])


def _rows(V: Array) -> Array:
    """Return sequences (..., N, T, n) with one row for each step of each sample: (..., N T, n)."""
    return V.reshape(*V.shape[:-3], -1, V.shape[-1])


@record
class PerStepTrace(LayerTrace):
    """The tensors of all steps, and the weights that all of them used."""

    X: Array = tensor("h_t", r"h_t", axes=("sample", "step", "feature"))
    dense: Dense = inline()
    Z: Array = tensor("z_t", r"z_t = h_t W + b", axes=("sample", "step", "unit"), computed_by="Dense.forward")
    A: Array = tensor("y_t", r"y_t = g(z_t)", axes=("sample", "step", "unit"), computed_by="Dense.forward")


@record
class PerStepGradients(LayerGradients):
    """The tensors of the backward pass."""

    dA: Array = tensor(r"\mathrm{d}y_t", r"\partial L / \partial y_t", axes=("sample", "step", "unit"))
    dZ: Array = tensor(
        r"\mathrm{d}z_t",
        r"\mathrm{d}z_t = \mathrm{d}y_t \odot g'(z_t)",
        axes=("sample", "step", "unit"),
        computed_by="Dense.backward",
    )
    dW: Array = tensor(
        r"\mathrm{d}W",
        r"\mathrm{d}W = \sum_t h_t^\top\, \mathrm{d}z_t",
        axes=("feature", "unit"),
        computed_by="Dense.backward",
    )
    db: Array | None = tensor(
        r"\mathrm{d}b", r"\mathrm{d}b = \sum_t \sum_i \mathrm{d}z_{t,i}", axes=("unit",), computed_by="Dense.backward"
    )
    dX: Array | None = tensor(
        r"\mathrm{d}h_t",
        r"\mathrm{d}h_t = \mathrm{d}z_t W^\top",
        axes=("sample", "step", "feature"),
        computed_by="Dense.backward",
    )
