"""Backpropagation through time written out as in a textbook, step by step, with any of its mistakes in it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from nnviz.engine import GRU, LSTM, Array, Elman
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.recurrence import mistaken_lines as lines
from nnviz.experiments.recurrence.check_settings import RecurrentMistake

Mistakes = Collection[RecurrentMistake]
ByStep = dict[str, Array]
"""The tensors of a forward pass, each of shape (T, ..., N, n)."""


def backward(layer: Recurrent[Any], of: ByStep, dA: Array, mistakes: Mistakes = ()) -> dict[str, Array]:
    """Return the gradients of a recurrent layer's weights and inputs.

    Parameters
    ----------
    layer : Elman (with tanh), GRU or LSTM
    of : mapping of str to ndarray
        Inputs ``X``, the states ``before`` each step and what the cell computed, by the names of its trace.
    dA : ndarray, shape (T, ..., N, m)
        What comes from the outputs.
    mistakes : collection of RecurrentMistake
        Made all at once; that of the forward pass, ``reset``, changes nothing here.

    Returns
    -------
    dict of str to ndarray
        dW_xh, dW_hh, db and dX; the last of shape (T, ..., N, d).
    """
    steps = _STEPS[type(layer)](layer, of, dA, mistakes)
    dZ, dHW = np.stack([dz for dz, _ in steps]), np.stack([dhw for _, dhw in steps])
    dW_xh = (of["X"].mT @ dZ).sum(0)
    dW_hh = (of["before"].mT @ dHW).sum(0)
    db = dZ.sum((0, -2))
    dX = dZ @ layer.W_xh.mT
    return {"dW_xh": dW_xh, "dW_hh": dW_hh, "db": db, "dX": dX}


def _elman(layer: Elman, of: ByStep, dA: Array, mistakes: Mistakes) -> list[tuple[Array, Array]]:
    H, T = of["H"], len(dA)
    from_next: Array | float = 0.0
    back = lines.through_weights_not_transposed if "transpose" in mistakes else lines.through_weights
    found = []
    for t in reversed(range(T)):
        dh = _state_gradient(dA[t], from_next, t, T, mistakes)
        dz = lines.elman_slope_forgotten(dh) if "slope" in mistakes else lines.elman_slope(dh, H[t])
        from_next = back(dz, layer.W_hh)
        found.append((dz, dz))
    return found[::-1]


def _gru(layer: GRU, of: ByStep, dA: Array, mistakes: Mistakes) -> list[tuple[Array, Array]]:
    T, before = len(dA), of["before"]
    from_next: Array | float = 0.0
    found = []
    for t in reversed(range(T)):
        r, u, n = of["R"][t], of["U"][t], of["N"][t]
        dh = _state_gradient(dA[t], from_next, t, T, mistakes)
        forgotten = "slope" in mistakes
        dz_n = lines.gru_candidate_slope_forgotten(dh, u) if forgotten else lines.gru_candidate(dh, u, n)
        dz_u = dh * (before[t] - n) * u * (1 - u)
        dz_r = dz_n * of["HN"][t] * r * (1 - r)
        from_next = dh * u + _through(layer, (dz_r, dz_u, dz_n * r), mistakes)
        found.append((np.concatenate((dz_r, dz_u, dz_n), -1), np.concatenate((dz_r, dz_u, dz_n * r), -1)))
    return found[::-1]


def _lstm(layer: LSTM, of: ByStep, dA: Array, mistakes: Mistakes) -> list[tuple[Array, Array]]:
    T = len(dA)
    from_next: Array | float = 0.0
    carried: Array | float = 0.0
    found = []
    for t in reversed(range(T)):
        i, f, o, g, s = (of[name][t] for name in ("I", "F", "O", "G", "S"))
        dh = _state_gradient(dA[t], from_next, t, T, mistakes)
        forgotten = "slope" in mistakes
        shown = lines.lstm_shown_slope_forgotten(dh, o) if forgotten else lines.lstm_shown(dh, o, s)
        dc = _cell_gradient(shown, carried, t, T, mistakes)
        dz_g = lines.lstm_candidate_slope_forgotten(dc, i) if forgotten else lines.lstm_candidate(dc, i, g)
        dz_i, dz_f = dc * g * i * (1 - i), dc * of["c_before"][t] * f * (1 - f)
        gates = (dz_i, dz_f, dh * s * o * (1 - o), dz_g)
        from_next, carried = _through(layer, gates, mistakes), dc * f
        dz = np.concatenate(gates, -1)
        found.append((dz, dz))
    return found[::-1]


_STEPS: dict[type, Callable[..., list[tuple[Array, Array]]]] = {Elman: _elman, GRU: _gru, LSTM: _lstm}


def _state_gradient(dA_t: Array, from_next: Array | float, t: int, T: int, mistakes: Mistakes) -> Array:
    if "time" in mistakes:
        return lines.state_gradient_of_this_step(dA_t)
    if "cut" in mistakes:
        return lines.state_gradient_cut(dA_t, from_next, t, T)
    return lines.state_gradient(dA_t, from_next)


def _cell_gradient(shown: Array, carried: Array | float, t: int, T: int, mistakes: Mistakes) -> Array:
    if "time" in mistakes:
        return lines.lstm_cell_gradient_of_this_step(shown)
    if "cut" in mistakes:
        return lines.lstm_cell_gradient_cut(shown, carried, t, T)
    return lines.lstm_cell_gradient(shown, carried)


def _through(layer: Recurrent[Any], gates: Sequence[Array], mistakes: Mistakes) -> Array:
    back = lines.through_gates_not_transposed if "transpose" in mistakes else lines.through_gates
    return back(gates, [layer.W_hh[..., columns] for columns in layer.columns.values()])
