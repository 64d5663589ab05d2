"""The last step: of a sequence of states only the one that has seen all of it goes on."""

import numpy as np

from nnviz.engine.arrays import Array
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.recurrent.unrolled import check_steps
from nnviz.engine.parameters import is_whole
from nnviz.engine.tensors import record, tensor


@record
class LastStep(Layer["LastStepTrace"]):
    """``A = X[..., -1, :]``: from (N, T, m) to (N, m), so that any head can follow.

    Sequences of unequal length end at different steps: read all of them (`PerStep`) and count the last one alone
    (`PerStepLoss`).

    Attributes
    ----------
    steps, units : int
        T and m.

    Raises
    ------
    ValueError
        If one is no whole number of at least 1.
    """

    steps: int
    units: int

    def __post_init__(self) -> None:
        for name, value in (("steps", self.steps), ("units", self.units)):
            if not (is_whole(value) and value >= 1):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {value!r}")
        self.__dict__.update(in_shape=(self.steps, self.units), out_shape=(self.units,))

    def with_steps(self, steps: int) -> "LastStep":
        """Return the layer for sequences of another length."""
        return LastStep(steps, self.units)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "LastStepTrace":
        """Take the last step."""
        check_steps(X, self.in_shape)
        A = X[..., -1, :]
        return LastStepTrace(X, A)

    def backward(self, trace: "LastStepTrace", dA: Array, need_dX: bool = True) -> "LastStepGradients":
        """Give the gradient to the last step; no other step was looked at, so theirs is zero."""
        if not need_dX:
            return LastStepGradients(dA, None)
        dX = np.zeros((*dA.shape[:-1], self.steps, self.units))
        dX[..., -1, :] = dA
        return LastStepGradients(dA, dX)


@record
class LastStepTrace(LayerTrace):
    """All steps, and the last."""

    X: Array = tensor("h_t", r"h_t", axes=("sample", "step", "unit"))
    A: Array = tensor("h_T", r"h_T", axes=("sample", "unit"), computed_by="LastStep.forward")


@record
class LastStepGradients(LayerGradients):
    """The gradients of the last step, and of all."""

    dA: Array = tensor(r"\mathrm{d}h_T", r"\partial L / \partial h_T", axes=("sample", "unit"))
    dX: Array | None = tensor(
        r"\mathrm{d}a_t",
        r"\mathrm{d}a_t = \mathbf{1}[t = T]\, \mathrm{d}h_T",
        axes=("sample", "step", "unit"),
        computed_by="LastStep.backward",
    )
