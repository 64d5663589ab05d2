"""A GRU layer: a gate decides unit by unit how much of the old state stays, another how much of it is seen."""

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.recurrent.clamps import Clamp, hold, release
from nnviz.engine.layers.recurrent.unrolled import Recurrent, UnrolledGradients, UnrolledTrace, by_sample
from nnviz.engine.layers.recurrent.workspace import Workspace
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class GRU(Recurrent["GRUTrace"]):
    r"""``h_t = u_t h_{t-1} + (1 - u_t) n_t``: the update gate u keeps the old state where it is near 1.

    The reset gate r and the candidate n: ``r_t, u_t = sigmoid(...)`` and ``n_t = tanh(x_t W_xn + r_t (h_{t-1} W_hn) +
    b_n)``. Columns in the order r, u, n.

    Conventions differ. u keeps, as z does in Cho et al. 2014, "Learning phrase representations using RNN
    encoder-decoder", eq. 7, and in PyTorch; in Chung et al. 2014 and Keras' drawings 1 - z keeps. r acts on the product
    ``h W_hn``, as in the first version of the paper (arXiv:1406.1078v1), PyTorch and cuDNN, so that one product serves
    all gates; the later version multiplies h by r first. There is one bias; PyTorch's second one is zero here.

    Attributes
    ----------
    W_xh : ndarray, shape (..., d, 3 m)
    W_hh : ndarray, shape (..., m, 3 m)
    b : ndarray, shape (..., 3 m)
    steps, h0, truncation, clamps
        See `Recurrent`.

    Raises
    ------
    ValueError
        If shapes do not fit, an entry is not finite, steps or truncation are below one, or a clamp fits no gate.
    """

    W_xh: Array = tensor(
        "W_{xh}", r"W_{xh} \leftarrow W_{xh} - \eta\, \mathrm{d}W_{xh}", axes=("feature", "gate and unit")
    )
    W_hh: Array = tensor(
        "W_{hh}", r"W_{hh} \leftarrow W_{hh} - \eta\, \mathrm{d}W_{hh}", axes=("unit", "gate and unit")
    )
    b: Array = tensor("b", r"b \leftarrow b - \eta\, \mathrm{d}b", axes=("gate and unit",))
    steps: int
    h0: Array | None = tensor("h_0", r"h_0 \leftarrow h_0 - \eta\, \mathrm{d}h_0", axes=("unit",), default=None)
    truncation: int | None = None
    clamps: tuple[Clamp, ...] = ()

    gates: ClassVar[tuple[str, ...]] = ("r", "u", "n")

    def forward(self, X: Array, rng: np.random.Generator | None = None, memory: Workspace | None = None) -> "GRUTrace":
        """Go through the steps: one product for all gates, then the new state between the old one and the candidate."""
        W_hh, held = self.W_hh, self.held()
        r, u, n = self.columns.values()
        ru = slice(r.start, u.stop)
        XW = self.linear_in_x(X, memory)
        Z, (before, H) = XW, self.states(self.h0, XW, memory)  # Z is written over XW, step by step
        R, U, N, HN = (self.empty(XW, self.units, memory) for _ in range(4))
        for t in range(self.steps):
            HW = product(before[t], W_hh)
            HN[t] = HW[..., n]
            Z[t][..., ru] = XW[t][..., ru] + HW[..., ru]
            R[t] = sigmoid(Z[t][..., r])
            U[t] = sigmoid(Z[t][..., u])
            if held:
                hold(held, t, r=R, u=U)
            Z[t][..., n] = XW[t][..., n] + R[t] * HN[t]
            N[t] = np.tanh(Z[t][..., n])
            if held:
                hold(held, t, n=N)
            H[t] = U[t] * before[t] + (1.0 - U[t]) * N[t]
        HN, Z, R, U, N, H = map(by_sample, (HN, Z, R, U, N, H))
        return GRUTrace(X, self, HN, Z, R, U, N, H, before)

    def backward(
        self, trace: "GRUTrace", dA: Array, need_dX: bool = True, memory: Workspace | None = None
    ) -> "GRUGradients":
        r"""Backpropagation through time.

        h_t goes into the output, through the gates and the candidate of the step after, and straight on, times u:
        dh_t = da_t + dh_{t+1} u_{t+1} + d(hW)_{t+1} W_hh^T. Then du = dh (h_{t-1} - n) and dn = dh (1 - u), each times
        the slope of its gate, and r scales what the candidate sends back into the product.
        """
        W_xh, W_hh, held, before = self.W_xh, self.W_hh, self.held(), trace.before
        r, u, n = self.columns.values()
        X, dA = self.by_step(trace.X), self.by_step(dA)
        HN, R, U, N = map(self.by_step, (trace.HN, trace.R, trace.U, trace.N))
        dH, dZ, dHW = (self.empty(R, width, memory) for width in (self.units, n.stop, n.stop))
        for t, goes_on in self.backwards():
            if goes_on:  # noqa: SIM108 - the app shows the line that counts
                dH[t] = dA[t] + dH[t + 1] * U[t + 1] + product(dHW[t + 1], W_hh.mT)
            else:
                dH[t] = dA[t]
            dZ[t][..., n] = dH[t] * (1.0 - U[t]) * (1.0 - N[t] * N[t])
            dZ[t][..., u] = dH[t] * (before[t] - N[t]) * U[t] * (1.0 - U[t])
            if held:
                release(held, t, dZ, {"n": n, "u": u})
            dZ[t][..., r] = dZ[t][..., n] * HN[t] * R[t] * (1.0 - R[t])
            if held:
                release(held, t, dZ, {"r": r})
            dHW[t] = dZ[t]
            dHW[t][..., n] = dZ[t][..., n] * R[t]
        dW_xh, dW_hh, db = self.weight_gradients(X, before, dZ, dHW)
        dh0 = np.add.reduce(dH[0] * U[0] + product(dHW[0], W_hh.mT), -2) if self.h0 is not None else None
        dX = by_sample(product(dZ, W_xh.mT)) if need_dX else None
        return GRUGradients(by_sample(dA), by_sample(dH), by_sample(dZ), by_sample(dHW), dW_xh, dW_hh, db, dh0, dX)

    def product_gradient(self, gradients: Any) -> Array:
        """Return the gradient of ``h W_hh``: that of Z, in the candidate's columns times r."""
        dHW: Array = gradients.dHW
        return dHW


_GATE = ("sample", "step", "unit")
_GATES = ("sample", "step", "gate and unit")


@record
class GRUTrace(UnrolledTrace):
    """The tensors of all steps, and the weights that all of them used."""

    X: Array = tensor("x_t", r"x_t", axes=("sample", "step", "feature"))
    layer: GRU = inline()
    HN: Array = tensor("h_{t-1} W_{hn}", r"h_{t-1} W_{hn}", axes=_GATE, computed_by="GRU.forward")
    Z: Array = tensor(
        "z_t",
        r"z_t = x_t W_{xh} + h_{t-1} W_{hh} + b, \quad 	ext{for } n\!: x_t W_{xn} + r_t \odot (h_{t-1} W_{hn}) + b_n",
        axes=_GATES,
        computed_by="GRU.forward",
    )
    R: Array = tensor("r_t", r"r_t = \sigma(z_t^{(r)})", axes=_GATE, computed_by="GRU.forward")
    U: Array = tensor("u_t", r"u_t = \sigma(z_t^{(u)})", axes=_GATE, computed_by="GRU.forward")
    N: Array = tensor("n_t", r"n_t = \tanh(z_t^{(n)})", axes=_GATE, computed_by="GRU.forward")
    H: Array = tensor("h_t", r"h_t = u_t \odot h_{t-1} + (1 - u_t) \odot n_t", axes=_GATE, computed_by="GRU.forward")
    before: Array = unlisted()


@record
class GRUGradients(UnrolledGradients):
    """The tensors of backpropagation through time."""

    dA: Array = tensor(r"\mathrm{d}a_t", r"\mathrm{d}a_t = \partial L / \partial a_t", axes=_GATE)
    dH: Array = tensor(
        r"\mathrm{d}h_t",
        r"\mathrm{d}h_t = \mathrm{d}a_t + \mathrm{d}h_{t+1} \odot u_{t+1} + \mathrm{d}(hW)_{t+1} W_{hh}^\top",
        axes=_GATE,
        computed_by="GRU.backward",
    )
    dZ: Array = tensor(
        r"\mathrm{d}z_t",
        r"\mathrm{d}z_t^{(n)} = \mathrm{d}h_t (1 - u_t)(1 - n_t^2), \quad "
        r"\mathrm{d}z_t^{(u)} = \mathrm{d}h_t (h_{t-1} - n_t)\, u_t (1 - u_t), \quad "
        r"\mathrm{d}z_t^{(r)} = \mathrm{d}z_t^{(n)} (h_{t-1} W_{hn})\, r_t (1 - r_t)",
        axes=_GATES,
        computed_by="GRU.backward",
    )
    dHW: Array = tensor(
        r"\mathrm{d}(hW)_t",
        r"\mathrm{d}(hW)_t = \mathrm{d}z_t, \quad \text{for } n\!: \mathrm{d}z_t^{(n)} \odot r_t",
        axes=_GATES,
        computed_by="GRU.backward",
    )
    dW_xh: Array = tensor(
        r"\mathrm{d}W_{xh}",
        r"\mathrm{d}W_{xh} = \sum_t x_t^\top\, \mathrm{d}z_t",
        axes=("feature", "gate and unit"),
        computed_by="Recurrent.weight_gradients",
    )
    dW_hh: Array = tensor(
        r"\mathrm{d}W_{hh}",
        r"\mathrm{d}W_{hh} = \sum_t h_{t-1}^\top\, \mathrm{d}(hW)_t",
        axes=("unit", "gate and unit"),
        computed_by="Recurrent.weight_gradients",
    )
    db: Array = tensor(
        r"\mathrm{d}b",
        r"\mathrm{d}b = \sum_t \sum_i \mathrm{d}z_{t,i}",
        axes=("gate and unit",),
        computed_by="Recurrent.weight_gradients",
    )
    dh0: Array | None = tensor(
        r"\mathrm{d}h_0",
        r"\mathrm{d}h_0 = \sum_i \mathrm{d}h_{1,i} \odot u_{1,i} + \mathrm{d}(hW)_{1,i} W_{hh}^\top",
        axes=("unit",),
        computed_by="GRU.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}x_t",
        r"\mathrm{d}x_t = \mathrm{d}z_t W_{xh}^\top",
        axes=("sample", "step", "feature"),
        computed_by="GRU.backward",
    )
