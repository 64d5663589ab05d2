"""An LSTM layer: a cell carries its state from step to step, and gates decide what is kept, written and shown."""

from typing import ClassVar

import numpy as np

from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.engine.arrays import Array, product
from nnviz.engine.layers.recurrent.clamps import Clamp, hold, release
from nnviz.engine.layers.recurrent.unrolled import Recurrent, UnrolledGradients, UnrolledTrace, by_sample
from nnviz.engine.layers.recurrent.workspace import Workspace
from nnviz.engine.tensors import inline, record, tensor, unlisted


@record
class LSTM(Recurrent["LSTMTrace"]):
    r"""``c_t = f_t c_{t-1} + i_t g_t`` and ``h_t = o_t tanh(c_t)``.

    Hochreiter and Schmidhuber 1997, "Long short-term memory", with the forget gate of Gers, Schmidhuber and Cummins
    2000, "Learning to forget". The input gate i, forget gate f and output gate o are sigmoids, the candidate g a tanh;
    columns in the order i, f, o, g (PyTorch: i, f, g, o). No peepholes. There is one bias; PyTorch has two, whose sum
    it is.

    Attributes
    ----------
    W_xh : ndarray, shape (..., d, 4 m)
    W_hh : ndarray, shape (..., m, 4 m)
    b : ndarray, shape (..., 4 m)
    steps, h0, truncation, clamps
        See `Recurrent`. With f held at 1 and i at 0 the cell is the carousel of 1997: it keeps its state for ever.
    c0 : ndarray, shape (..., m), or None
        The cell's state before the first step, learned; None starts at zero.

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
    c0: Array | None = tensor("c_0", r"c_0 \leftarrow c_0 - \eta\, \mathrm{d}c_0", axes=("unit",), default=None)
    truncation: int | None = None
    clamps: tuple[Clamp, ...] = ()

    gates: ClassVar[tuple[str, ...]] = ("i", "f", "o", "g")
    initial: ClassVar[tuple[str, ...]] = ("h0", "c0")

    def forward(self, X: Array, rng: np.random.Generator | None = None, memory: Workspace | None = None) -> "LSTMTrace":
        """Go through the steps: one product for all gates, then the cell, then what of it is shown."""
        W_hh, held = self.W_hh, self.held()
        i, f, o, g = self.columns.values()
        XW = self.linear_in_x(X, memory)
        Z, (before, H) = XW, self.states(self.h0, XW, memory)  # Z is written over XW, step by step
        c_before, C = self.states(self.c0, XW, memory)
        I, F, O, G, S = (self.empty(XW, self.units, memory) for _ in range(5))  # noqa: E741 - the letters of the paper
        for t in range(self.steps):
            Z[t] = XW[t] + product(before[t], W_hh)
            I[t] = sigmoid(Z[t][..., i])
            F[t] = sigmoid(Z[t][..., f])
            O[t] = sigmoid(Z[t][..., o])
            G[t] = np.tanh(Z[t][..., g])
            if held:
                hold(held, t, i=I, f=F, o=O, g=G)
            C[t] = F[t] * c_before[t] + I[t] * G[t]
            S[t] = np.tanh(C[t])
            H[t] = O[t] * S[t]
        Z, I, F, O, G, C, S, H = map(by_sample, (Z, I, F, O, G, C, S, H))  # noqa: E741
        return LSTMTrace(X, self, Z, I, F, O, G, C, S, H, before, c_before)

    def backward(
        self, trace: "LSTMTrace", dA: Array, need_dX: bool = True, memory: Workspace | None = None
    ) -> "LSTMGradients":
        r"""Backpropagation through time.

        h_t goes into the output and the gates of the step after: dh_t = da_t + dz_{t+1} W_hh^T. c_t goes into h_t and,
        times f, into c_{t+1}: dc_t = dh_t o_t (1 - tanh(c_t)^2) + dc_{t+1} f_{t+1}. This second way has no weight and
        no squashing in it: where f is 1, nothing is lost. The gates: di = dc g, df = dc c_{t-1}, do = dh tanh(c),
        dg = dc i, each times the slope of its sigmoid or tanh.
        """
        W_xh, W_hh, held, c_before = self.W_xh, self.W_hh, self.held(), trace.c_before
        i, f, o, g = self.columns.values()
        X, dA = self.by_step(trace.X), self.by_step(dA)
        I, F, O, G, S = map(self.by_step, (trace.I, trace.F, trace.O, trace.G, trace.S))  # noqa: E741
        dH, dC, dZ = (self.empty(S, width, memory) for width in (self.units, self.units, g.stop))
        for t, goes_on in self.backwards():
            if goes_on:
                dH[t] = dA[t] + product(dZ[t + 1], W_hh.mT)
                dC[t] = dH[t] * O[t] * (1.0 - S[t] * S[t]) + dC[t + 1] * F[t + 1]
            else:
                dH[t] = dA[t]
                dC[t] = dH[t] * O[t] * (1.0 - S[t] * S[t])
            dZ[t][..., i] = dC[t] * G[t] * I[t] * (1.0 - I[t])
            dZ[t][..., f] = dC[t] * c_before[t] * F[t] * (1.0 - F[t])
            dZ[t][..., o] = dH[t] * S[t] * O[t] * (1.0 - O[t])
            dZ[t][..., g] = dC[t] * I[t] * (1.0 - G[t] * G[t])
            if held:
                release(held, t, dZ, self.columns)
        dW_xh, dW_hh, db = self.weight_gradients(X, trace.before, dZ, dZ)
        dh0 = np.add.reduce(product(dZ[0], W_hh.mT), -2) if self.h0 is not None else None
        dc0 = np.add.reduce(dC[0] * F[0], -2) if self.c0 is not None else None
        dX = by_sample(product(dZ, W_xh.mT)) if need_dX else None
        return LSTMGradients(by_sample(dA), by_sample(dH), by_sample(dC), by_sample(dZ), dW_xh, dW_hh, db, dh0, dc0, dX)


_STATE = ("sample", "step", "unit")
_GATES = ("sample", "step", "gate and unit")


@record
class LSTMTrace(UnrolledTrace):
    """The tensors of all steps, and the weights that all of them used."""

    X: Array = tensor("x_t", r"x_t", axes=("sample", "step", "feature"))
    layer: LSTM = inline()
    Z: Array = tensor("z_t", r"z_t = x_t W_{xh} + h_{t-1} W_{hh} + b", axes=_GATES, computed_by="LSTM.forward")
    I: Array = tensor("i_t", r"i_t = \sigma(z_t^{(i)})", axes=_STATE, computed_by="LSTM.forward")  # noqa: E741
    F: Array = tensor("f_t", r"f_t = \sigma(z_t^{(f)})", axes=_STATE, computed_by="LSTM.forward")
    O: Array = tensor("o_t", r"o_t = \sigma(z_t^{(o)})", axes=_STATE, computed_by="LSTM.forward")  # noqa: E741
    G: Array = tensor("g_t", r"g_t = \tanh(z_t^{(g)})", axes=_STATE, computed_by="LSTM.forward")
    C: Array = tensor("c_t", r"c_t = f_t \odot c_{t-1} + i_t \odot g_t", axes=_STATE, computed_by="LSTM.forward")
    S: Array = tensor("s_t", r"s_t = \tanh(c_t)", axes=_STATE, computed_by="LSTM.forward")
    H: Array = tensor("h_t", r"h_t = o_t \odot s_t", axes=_STATE, computed_by="LSTM.forward")
    before: Array = unlisted()
    c_before: Array = unlisted()


@record
class LSTMGradients(UnrolledGradients):
    """The tensors of backpropagation through time."""

    dA: Array = tensor(r"\mathrm{d}a_t", r"\mathrm{d}a_t = \partial L / \partial a_t", axes=_STATE)
    dH: Array = tensor(
        r"\mathrm{d}h_t",
        r"\mathrm{d}h_t = \mathrm{d}a_t + \mathrm{d}z_{t+1} W_{hh}^\top",
        axes=_STATE,
        computed_by="LSTM.backward",
    )
    dC: Array = tensor(
        r"\mathrm{d}c_t",
        r"\mathrm{d}c_t = \mathrm{d}h_t \odot o_t \odot (1 - s_t^2) + \mathrm{d}c_{t+1} \odot f_{t+1}",
        axes=_STATE,
        computed_by="LSTM.backward",
    )
    dZ: Array = tensor(
        r"\mathrm{d}z_t",
        r"\mathrm{d}z_t^{(i)} = \mathrm{d}c_t\, g_t\, i_t (1 - i_t), \quad "
        r"\mathrm{d}z_t^{(f)} = \mathrm{d}c_t\, c_{t-1}\, f_t (1 - f_t), \quad "
        r"\mathrm{d}z_t^{(o)} = \mathrm{d}h_t\, s_t\, o_t (1 - o_t), \quad "
        r"\mathrm{d}z_t^{(g)} = \mathrm{d}c_t\, i_t (1 - g_t^2)",
        axes=_GATES,
        computed_by="LSTM.backward",
    )
    dW_xh: Array = tensor(
        r"\mathrm{d}W_{xh}",
        r"\mathrm{d}W_{xh} = \sum_t x_t^\top\, \mathrm{d}z_t",
        axes=("feature", "gate and unit"),
        computed_by="Recurrent.weight_gradients",
    )
    dW_hh: Array = tensor(
        r"\mathrm{d}W_{hh}",
        r"\mathrm{d}W_{hh} = \sum_t h_{t-1}^\top\, \mathrm{d}z_t",
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
        r"\mathrm{d}h_0 = \sum_i \mathrm{d}z_{1,i} W_{hh}^\top",
        axes=("unit",),
        computed_by="LSTM.backward",
    )
    dc0: Array | None = tensor(
        r"\mathrm{d}c_0",
        r"\mathrm{d}c_0 = \sum_i \mathrm{d}c_{1,i} \odot f_{1,i}",
        axes=("unit",),
        computed_by="LSTM.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}x_t",
        r"\mathrm{d}x_t = \mathrm{d}z_t W_{xh}^\top",
        axes=("sample", "step", "feature"),
        computed_by="LSTM.backward",
    )
