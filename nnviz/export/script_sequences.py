"""The part of a script that holds recurrent layers, unrolled: forward pass, and backpropagation through time."""

from typing import Any

from nnviz.engine import GRU, LSTM, Elman, LastStep, PerStep
from nnviz.engine.activations.identity_and_step import IDENTITY
from nnviz.engine.activations.sigmoids import sigmoid
from nnviz.export.engine_source import activation_call
from nnviz.export.layer_text import LayerText

SEQUENCE_LAYERS = (Elman, GRU, LSTM, LastStep, PerStep)
"""What is written here."""


def sequence_text(layer: Any, k: int) -> LayerText:
    """Return the lines of a layer on sequences, the k-th layer with weights.

    Raises
    ------
    ValueError
        If a recurrent layer has learned initial states, truncated gradients or gates that are held by hand.
    """
    if isinstance(layer, PerStep):
        return _per_step(layer, k)
    if isinstance(layer, LastStep):
        return _last_step(layer)
    if layer.h0 is not None or layer.truncation is not None or layer.clamps:
        raise ValueError(
            "expected a recurrent layer that starts at zero, goes back to the first step and has no gate held by hand; "
            "save the weights instead"
        )
    if isinstance(layer, Elman):
        return _elman(layer, k)
    return _gru(layer, k) if isinstance(layer, GRU) else _lstm(layer, k)


def _title(layer: Any, k: int, name: str) -> str:
    (steps, features), (_, units) = layer.in_shape, layer.out_shape
    return f"# Layer {k}: {steps} steps of {features} -> {units}, {name}; all steps use the same weights"


def _weight_gradients(k: int, dHW: str) -> tuple[str, ...]:
    """Return the sums over all steps, and the way on to the layer below, which the first layer has none of."""
    return (
        f'dW_xh{k} = np.tensordot(kept["X{k}"], dZ, ((0, 1), (0, 1)))  # the sum over samples and steps',
        f'dW_hh{k} = np.tensordot(kept["H{k}"][:, :-1], {dHW}, ((0, 1), (0, 1)))',
        f"db{k} = dZ.sum(axis=(0, 1))",
        *([f"dA = dZ @ W_xh{k}.T"] if k > 1 else []),
    )


def _elman(layer: Elman, k: int) -> LayerText:
    steps, m = layer.steps, layer.units
    title = _title(layer, k, f"Elman, {layer.activation.title}")
    call = activation_call(layer.activation, False).format(f"Z{k}[:, t]")
    slope = activation_call(layer.activation, True).format(f'kept["Z{k}"][:, t], kept["H{k}"][:, t + 1]')
    straight = layer.activation is IDENTITY
    return LayerText(
        (
            title,
            f"X{k}, Z{k}, H{k} = A, np.zeros((len(A), {steps}, {m})), np.zeros((len(A), {steps + 1}, {m}))",
            f"for t in range({steps}):",
            f"    Z{k}[:, t] = X{k}[:, t] @ W_xh{k} + b{k} + H{k}[:, t] @ W_hh{k}",
            f"    H{k}[:, t + 1] = {f'Z{k}[:, t]' if straight else call}",
            f"A = H{k}[:, 1:]",
        ),
        (
            title.partition(";")[0] + ": backpropagation through time",
            f"dZ, dh_next = np.zeros((len(dA), {steps}, {m})), 0.0",
            f"for t in reversed(range({steps})):",
            "    dh = dA[:, t] + dh_next  # h goes into the output, and into the step after",
            f"    dZ[:, t] = {'dh' if straight else f'dh * {slope}'}",
            f"    dh_next = dZ[:, t] @ W_hh{k}.T",
            *_weight_gradients(k, "dZ"),
        ),
        (f"X{k}", f"Z{k}", f"H{k}"),
        () if straight else (layer.activation.f, layer.activation.df),
    )


def _gru(layer: GRU, k: int) -> LayerText:
    steps, m = layer.steps, layer.units
    r, u, n = f":{m}", f"{m}:{2 * m}", f"{2 * m}:"
    kept = tuple(f"{name}{k}" for name in ("X", "H", "R", "U", "N", "HN"))
    return LayerText(
        (
            _title(layer, k, "GRU"),
            f"X{k}, H{k} = A, np.zeros((len(A), {steps + 1}, {m}))",
            f"R{k}, U{k}, N{k}, HN{k} = (np.zeros((len(A), {steps}, {m})) for _ in range(4))",
            f"for t in range({steps}):",
            f"    x, hw = X{k}[:, t] @ W_xh{k} + b{k}, H{k}[:, t] @ W_hh{k}  # columns: r, u, n",
            f"    R{k}[:, t] = sigmoid(x[:, {r}] + hw[:, {r}])  # reset gate",
            f"    U{k}[:, t] = sigmoid(x[:, {u}] + hw[:, {u}])  # update gate: keeps the old state where it is near 1",
            f"    HN{k}[:, t] = hw[:, {n}]",
            f"    N{k}[:, t] = np.tanh(x[:, {n}] + R{k}[:, t] * HN{k}[:, t])  # candidate",
            f"    H{k}[:, t + 1] = U{k}[:, t] * H{k}[:, t] + (1.0 - U{k}[:, t]) * N{k}[:, t]",
            f"A = H{k}[:, 1:]",
        ),
        (
            _title(layer, k, "GRU").partition(";")[0] + ": backpropagation through time",
            f"dZ, dHW, dh_next = np.zeros((len(dA), {steps}, {3 * m})), np.zeros((len(dA), {steps}, {3 * m})), 0.0",
            f"for t in reversed(range({steps})):",
            f'    h, r, u, n, hn = (kept[name][:, t] for name in ("H{k}", "R{k}", "U{k}", "N{k}", "HN{k}"))',
            "    dh = dA[:, t] + dh_next  # h goes into the output, and into the step after",
            "    dn = dh * (1.0 - u) * (1.0 - n * n)",
            "    du = dh * (h - n) * u * (1.0 - u)",
            "    dr = dn * hn * r * (1.0 - r)",
            "    dZ[:, t] = np.concatenate([dr, du, dn], axis=-1)",
            "    dHW[:, t] = np.concatenate([dr, du, dn * r], axis=-1)",
            f"    dh_next = dh * u + dHW[:, t] @ W_hh{k}.T",
            *_weight_gradients(k, "dHW"),
        ),
        kept,
        (sigmoid,),
    )


def _lstm(layer: LSTM, k: int) -> LayerText:
    steps, m = layer.steps, layer.units
    kept = tuple(f"{name}{k}" for name in ("X", "H", "C", "I", "F", "O", "G"))
    return LayerText(
        (
            _title(layer, k, "LSTM"),
            f"X{k}, H{k}, C{k} = A, *(np.zeros((len(A), {steps + 1}, {m})) for _ in range(2))",
            f"I{k}, F{k}, O{k}, G{k} = (np.zeros((len(A), {steps}, {m})) for _ in range(4))",
            f"for t in range({steps}):",
            f"    z = X{k}[:, t] @ W_xh{k} + b{k} + H{k}[:, t] @ W_hh{k}  # columns: i, f, o, g",
            f"    I{k}[:, t] = sigmoid(z[:, :{m}])  # input gate: how much is written",
            f"    F{k}[:, t] = sigmoid(z[:, {m}:{2 * m}])  # forget gate: how much is kept",
            f"    O{k}[:, t] = sigmoid(z[:, {2 * m}:{3 * m}])  # output gate: how much is shown",
            f"    G{k}[:, t] = np.tanh(z[:, {3 * m}:])  # candidate: what is written",
            f"    C{k}[:, t + 1] = F{k}[:, t] * C{k}[:, t] + I{k}[:, t] * G{k}[:, t]",
            f"    H{k}[:, t + 1] = O{k}[:, t] * np.tanh(C{k}[:, t + 1])",
            f"A = H{k}[:, 1:]",
        ),
        (
            _title(layer, k, "LSTM").partition(";")[0] + ": backpropagation through time",
            f"dZ, dh_next, dc_next = np.zeros((len(dA), {steps}, {4 * m})), 0.0, 0.0",
            f"for t in reversed(range({steps})):",
            f'    i, f, o, g = (kept[name][:, t] for name in ("I{k}", "F{k}", "O{k}", "G{k}"))',
            f'    before, s = kept["C{k}"][:, t], np.tanh(kept["C{k}"][:, t + 1])',
            "    dh = dA[:, t] + dh_next  # h goes into the output, and into the step after",
            "    dc = dh * o * (1.0 - s * s) + dc_next  # c goes into h, and times f into the c after",
            "    di, df = dc * g * i * (1.0 - i), dc * before * f * (1.0 - f)",
            "    do, dg = dh * s * o * (1.0 - o), dc * i * (1.0 - g * g)",
            "    dZ[:, t] = np.concatenate([di, df, do, dg], axis=-1)",
            f"    dh_next, dc_next = dZ[:, t] @ W_hh{k}.T, dc * f",
            *_weight_gradients(k, "dZ"),
        ),
        kept,
        (sigmoid,),
    )


def _last_step(layer: LastStep) -> LayerText:
    title = "# Only the last state goes on: it has seen the whole sequence"
    return LayerText(
        (title, "A = A[:, -1]"),
        (title, f"last, dA = dA, np.zeros((len(dA), {layer.steps}, {layer.units}))", "dA[:, -1] = last"),
    )


def _per_step(layer: PerStep, k: int) -> LayerText:
    dense = layer.dense
    straight = dense.activation is IDENTITY
    title = f"# Layer {k}, the same at each of {layer.steps} steps: {dense.n_in} -> {dense.n_out}"
    title += "" if straight else f", {dense.activation.title}"
    call = activation_call(dense.activation, False).format(f"Z{k}")
    slope = activation_call(dense.activation, True).format(f'kept["Z{k}"], kept["A{k}"]')
    linear = f"X{k} @ W{k}" if dense.b is None else f"X{k} @ W{k} + b{k}"
    backward = (
        title,
        "dZ = dA" if straight else f"dZ = dA * {slope}",
        f'dW{k} = np.tensordot(kept["X{k}"], dZ, ((0, 1), (0, 1)))',
        *([] if dense.b is None else [f"db{k} = dZ.sum(axis=(0, 1))"]),
        *([f"dA = dZ @ W{k}.T"] if k > 1 else []),
    )
    if straight:
        return LayerText((title, f"X{k} = A", f"A = {linear}"), backward, (f"X{k}",))
    forward = (title, f"X{k} = A", f"Z{k} = {linear}", f"A = A{k} = {call}")
    return LayerText(forward, backward, (f"X{k}", f"Z{k}", f"A{k}"), (dense.activation.f, dense.activation.df))
