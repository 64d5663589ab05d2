"""The lines of backpropagation through time as a textbook has them, and each with one mistake."""

from collections.abc import Sequence

import numpy as np

from nnviz.engine import Array

Gates = Sequence[Array]


def state_gradient(dA_t: Array, from_next: Array | float) -> Array:
    """Add what comes from the step's output and what comes back from the step after."""
    dh: Array = dA_t + from_next
    return dh


def state_gradient_of_this_step(dA_t: Array) -> Array:
    """Forget what comes back from the step after."""
    dh = dA_t
    return dh


def state_gradient_cut(dA_t: Array, from_next: Array | float, t: int, T: int) -> Array:
    """Let nothing back across the middle."""
    dh: Array = dA_t + from_next * (t + 1 != T // 2)
    return dh


def through_weights(dz_next: Array, W_hh: Array) -> Array:
    """Go back through the weights, which the forward pass went through from left to right."""
    from_next: Array = dz_next @ W_hh.mT
    return from_next


def through_weights_not_transposed(dz_next: Array, W_hh: Array) -> Array:
    """Take the matrix as it stands in the forward pass."""
    from_next: Array = dz_next @ W_hh
    return from_next


def through_gates(dz_next: Gates, W_hh: Gates) -> Array:
    """Go back through the weights of each gate."""
    from_next: Array = np.sum([dz @ W.mT for dz, W in zip(dz_next, W_hh, strict=True)], 0)
    return from_next


def through_gates_not_transposed(dz_next: Gates, W_hh: Gates) -> Array:
    """Take each gate's matrix as it stands in the forward pass."""
    from_next: Array = np.sum([dz @ W for dz, W in zip(dz_next, W_hh, strict=True)], 0)
    return from_next


def elman_slope(dh: Array, h: Array) -> Array:
    """Multiply by the slope of tanh, 1 - h^2."""
    dz: Array = dh * (1 - h * h)
    return dz


def elman_slope_forgotten(dh: Array) -> Array:
    """Forget the slope of tanh."""
    dz = dh
    return dz


def gru_candidate(dh: Array, u: Array, n: Array) -> Array:
    """Multiply by what the update gate lets in of the candidate, and by the slope of its tanh."""
    dz_n: Array = dh * (1 - u) * (1 - n * n)
    return dz_n


def gru_candidate_slope_forgotten(dh: Array, u: Array) -> Array:
    """Forget the slope of tanh."""
    dz_n: Array = dh * (1 - u)
    return dz_n


def lstm_shown(dh: Array, o: Array, s: Array) -> Array:
    """Go from the state to the cell: s = tanh(c), and the output gate shows it."""
    shown: Array = dh * o * (1 - s * s)
    return shown


def lstm_shown_slope_forgotten(dh: Array, o: Array) -> Array:
    """Forget the slope of tanh."""
    shown: Array = dh * o
    return shown


def lstm_cell_gradient(shown: Array, carried: Array | float) -> Array:
    """Add what comes back along the cell from the step after, dc f there."""
    dc: Array = shown + carried
    return dc


def lstm_cell_gradient_of_this_step(shown: Array) -> Array:
    """Forget what comes back along the cell."""
    dc = shown
    return dc


def lstm_cell_gradient_cut(shown: Array, carried: Array | float, t: int, T: int) -> Array:
    """Let nothing back across the middle."""
    dc: Array = shown + carried * (t + 1 != T // 2)
    return dc


def lstm_candidate(dc: Array, i: Array, g: Array) -> Array:
    """Multiply by what the input gate lets in of the candidate, and by the slope of its tanh."""
    dz_g: Array = dc * i * (1 - g * g)
    return dz_g


def lstm_candidate_slope_forgotten(dc: Array, i: Array) -> Array:
    """Forget the slope of tanh."""
    dz_g: Array = dc * i
    return dz_g


def state_before(H: Array, t: int) -> Array:
    """Take the state of the step before, from the second step on."""
    h: Array = H[t - 1]
    return h


def state_before_reset(H: Array, t: int, T: int) -> Array:
    """Start at zero again in the middle, as if a new sequence began there."""
    h: Array = H[t - 1] * (t != T // 2)
    return h
