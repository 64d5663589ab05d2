"""An Elman layer: the plain recurrent network, a dense layer that also sees its own output of the step before."""

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.recurrent.clamps import Clamp
from nnviz.engine.layers.recurrent.unrolled import Recurrent, UnrolledGradients, UnrolledTrace, by_sample
from nnviz.engine.layers.recurrent.workspace import Workspace
from nnviz.engine.parameters import check_kind
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class Elman(Recurrent["ElmanTrace"]):
    r"""``h_t = g(x_t W_xh + h_{t-1} W_hh + b)`` at every step, with one set of weights.

    Elman 1990, "Finding structure in time", Cognitive Science 14.

    Attributes
    ----------
    W_xh : ndarray, shape (..., d, m)
    W_hh : ndarray, shape (..., m, m)
    b : ndarray, shape (..., m)
    activation : Activation
        Any; usually tanh.
    steps, h0, truncation, clamps
        See `Recurrent`; there is no gate to hold.

    Raises
    ------
    ValueError
        If shapes do not fit, an entry is not finite, the activation is none, or steps or truncation are below one.

    Examples
    --------
    >>> from nnviz.engine import activation
    >>> layer = Elman(np.ones((1, 2)), np.eye(2), np.zeros(2), activation("identity"), steps=3)
    >>> layer.forward(np.ones((1, 3, 1))).H[0].tolist()
    [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
    """

    W_xh: Array = tensor("W_{xh}", r"W_{xh} \leftarrow W_{xh} - \eta\, \mathrm{d}W_{xh}", axes=("feature", "unit"))
    W_hh: Array = tensor("W_{hh}", r"W_{hh} \leftarrow W_{hh} - \eta\, \mathrm{d}W_{hh}", axes=("unit", "unit"))
    b: Array = tensor("b", r"b \leftarrow b - \eta\, \mathrm{d}b", axes=("unit",))
    activation: Activation
    steps: int
    h0: Array | None = tensor("h_0", r"h_0 \leftarrow h_0 - \eta\, \mathrm{d}h_0", axes=("unit",), default=None)
    truncation: int | None = None
    clamps: tuple[Clamp, ...] = ()

    def __post_init__(self) -> None:
        check_kind(self.activation, Activation, "activation", 'activation("tanh")')
        super().__post_init__()

    def forward(
        self, X: Array, rng: np.random.Generator | None = None, memory: Workspace | None = None
    ) -> "ElmanTrace":
        """Go through the steps: z_t from the input and the state before, h_t = g(z_t)."""
        W_hh, g = self.W_hh, self.activation.f_of_float64
        XW = self.linear_in_x(X, memory)
        Z, (before, H) = XW, self.states(self.h0, XW, memory)  # Z is written over XW, step by step
        for t in range(self.steps):
            Z[t] = XW[t] + product(before[t], W_hh)
            H[t] = g(Z[t])
        return ElmanTrace(X, self, by_sample(Z), by_sample(H), before)

    def backward(
        self, trace: "ElmanTrace", dA: Array, need_dX: bool = True, memory: Workspace | None = None
    ) -> "ElmanGradients":
        r"""Backpropagation through time (Werbos 1990): from the last step to the first.

        h_t goes into the output and into the step after: dh_t = da_t + dz_{t+1} W_hh^T. Then dz_t = dh_t * g'(z_t).
        All steps use the same weights, so dW_hh = sum over t of h_{t-1}^T dz_t, and dW_xh = sum over t of x_t^T dz_t.
        """
        W_xh, W_hh, dg = self.W_xh, self.W_hh, self.activation.df_of_float64
        X, Z, H, dA = map(self.by_step, (trace.X, trace.Z, trace.H, dA))
        dH, dZ = (self.empty(Z, self.units, memory) for _ in range(2))
        for t, goes_on in self.backwards():
            if goes_on:  # noqa: SIM108 - the app shows the line that counts
                dH[t] = dA[t] + product(dZ[t + 1], W_hh.mT)
            else:
                dH[t] = dA[t]
            dZ[t] = dH[t] * dg(Z[t], H[t])
        dW_xh, dW_hh, db = self.weight_gradients(X, trace.before, dZ, dZ)
        dh0 = np.add.reduce(product(dZ[0], W_hh.mT), -2) if self.h0 is not None else None
        dX = by_sample(product(dZ, W_xh.mT)) if need_dX else None
        return ElmanGradients(by_sample(dA), by_sample(dH), by_sample(dZ), dW_xh, dW_hh, db, dh0, dX)


@record
class ElmanTrace(UnrolledTrace):
    """The tensors of all steps, and the weights that all of them used."""

    X: Array = tensor("x_t", r"x_t", axes=("sample", "step", "feature"))
    layer: Elman = inline()
    Z: Array = tensor(
        "z_t",
        r"z_t = x_t W_{xh} + h_{t-1} W_{hh} + b",
        axes=("sample", "step", "unit"),
        computed_by="Elman.forward",
    )
    H: Array = tensor("h_t", r"h_t = g(z_t)", axes=("sample", "step", "unit"), computed_by="Elman.forward")
    before: Array = unlisted()


@record
class ElmanGradients(UnrolledGradients):
    """The tensors of backpropagation through time."""

    dA: Array = tensor(r"\mathrm{d}a_t", r"\mathrm{d}a_t = \partial L / \partial a_t", axes=("sample", "step", "unit"))
    dH: Array = tensor(
        r"\mathrm{d}h_t",
        r"\mathrm{d}h_t = \mathrm{d}a_t + \mathrm{d}z_{t+1} W_{hh}^\top",
        axes=("sample", "step", "unit"),
        computed_by="Elman.backward",
    )
    dZ: Array = tensor(
        r"\mathrm{d}z_t",
        r"\mathrm{d}z_t = \mathrm{d}h_t \odot g'(z_t)",
        axes=("sample", "step", "unit"),
        computed_by="Elman.backward",
    )
    dW_xh: Array = tensor(
        r"\mathrm{d}W_{xh}",
        r"\mathrm{d}W_{xh} = \sum_t x_t^\top\, \mathrm{d}z_t",
        axes=("feature", "unit"),
        computed_by="Recurrent.weight_gradients",
    )
    dW_hh: Array = tensor(
        r"\mathrm{d}W_{hh}",
        r"\mathrm{d}W_{hh} = \sum_t h_{t-1}^\top\, \mathrm{d}z_t",
        axes=("unit", "unit"),
        computed_by="Recurrent.weight_gradients",
    )
    db: Array = tensor(
        r"\mathrm{d}b",
        r"\mathrm{d}b = \sum_t \sum_i \mathrm{d}z_{t,i}",
        axes=("unit",),
        computed_by="Recurrent.weight_gradients",
    )
    dh0: Array | None = tensor(
        r"\mathrm{d}h_0",
        r"\mathrm{d}h_0 = \sum_i \mathrm{d}z_{1,i} W_{hh}^\top",
        axes=("unit",),
        computed_by="Elman.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}x_t",
        r"\mathrm{d}x_t = \mathrm{d}z_t W_{xh}^\top",
        axes=("sample", "step", "feature"),
        computed_by="Elman.backward",
    )
