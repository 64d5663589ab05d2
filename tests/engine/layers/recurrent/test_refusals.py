"""What does not fit is refused in words."""

import numpy as np
import pytest

from nnviz.engine import (
    GRU,
    LSTM,
    Clamp,
    Dense,
    Elman,
    Embedding,
    LastStep,
    Network,
    PerStep,
    PerStepLoss,
    RecurrentArchitecture,
    RecurrentStart,
    activation,
    loss,
    with_steps,
)
from tests.engine.layers.recurrent.specimens import layer

TANH = activation("tanh")
ONES = np.ones


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Elman(ONES((2, 3)), ONES((3, 4)), ONES(3), TANH, 5), r"W_hh of shape \(..., m, m\)"),
        (lambda: Elman(ONES((2, 4)), ONES((3, 3)), ONES(3), TANH, 5), "W_xh of shape"),
        (lambda: GRU(ONES((2, 6)), ONES((3, 6)), ONES(6), 5), "3 columns, one for each gate"),
        (lambda: LSTM(ONES((2, 12)), ONES((3, 12)), ONES(11), 5), r"b of shape \(..., 4 m\)"),
        (lambda: Elman(ONES(3), ONES(3), ONES(3), TANH, 5), "W_xh of shape"),
        (lambda: Elman(ONES((2, 3)), ONES((3, 3)), ONES(3), "tanh", 5), "activation to be an instance"),
        (lambda: Elman(ONES((2, 3)), np.full((3, 3), np.nan), ONES(3), TANH, 5), "finite numbers in W_hh"),
        (lambda: Elman(ONES((2, 3)), ONES((3, 3)), ONES(3), TANH, 0), "steps as a whole number"),
        (lambda: Elman(ONES((2, 3)), ONES((3, 3)), ONES(3), TANH, 5, truncation=0), "truncation as a whole number"),
        (lambda: Elman(ONES((2, 3)), ONES((3, 3)), ONES(3), TANH, 5, ONES(4)), r"h0 of shape \(3,\)"),
        (lambda: layer("elman").with_clamps(Clamp("f", 1.0)), "has no gates"),
        (lambda: layer("lstm").with_clamps(Clamp("u", 1.0)), "one of i, f, o, g"),
        (lambda: layer("gru").with_clamps(Clamp("u", 1.0, unit=5)), "a unit below 5"),
        (lambda: layer("gru").with_clamps("u"), r"as Clamp\(gate, value\)"),
        (lambda: Clamp("f", np.nan), "a finite number"),
        (lambda: Clamp("f", 1.0, step=-1), "step as a whole number"),
        (lambda: LastStep(0, 3), "steps as a whole number"),
        (lambda: PerStep(LastStep(2, 3), 2), "dense to be an instance of Dense"),
        (lambda: PerStep(Dense(ONES((3, 1)), None, TANH), 0), "steps as a whole number"),
        (lambda: Embedding(ONES(3), 2), "a row for each symbol"),
        (lambda: Embedding(ONES((3, 2)), 2).forward(np.array([[0.0, 3.0]])), "from 0 to 2, got 3"),
        (lambda: Embedding(ONES((3, 2)), 2).forward(np.array([[0.5, 1.0]])), "from 0 to 2, got 0.5"),
        (lambda: Embedding(ONES((3, 2)), 2).forward(np.array([[np.nan, 1.0]])), "from 0 to 2, got nan"),
        (lambda: PerStepLoss("huber"), "loss to be an instance of Loss"),
        (lambda: PerStepLoss(PerStepLoss(loss("huber"))), "per step already"),
        (lambda: PerStepLoss(loss("huber")).forward(ONES((2, 3)), ONES((2, 3))), r"shape \(N, T, n_out\)"),
        (
            lambda: PerStepLoss(loss("huber")).forward(ONES((1, 2, 1)), np.full((1, 2, 1), np.nan)),
            "at one step at least",
        ),
        (lambda: PerStepLoss(loss("huber")).forward(ONES((1, 1, 2)), np.array([[[1.0, np.nan]]])), "NaN in part"),
        (lambda: RecurrentArchitecture("rnn", 2, 2, 2, 2), "one of elman, gru, lstm"),
        (lambda: RecurrentArchitecture("gru", 2, 2, 0, 2), "units as a whole number"),
        (lambda: RecurrentArchitecture("gru", 2, 2, 5000, 2), "expected 1 to 4096 units"),
        (lambda: RecurrentArchitecture("gru", 1001, 2, 5, 2), "at most 1000 steps"),
        (lambda: RecurrentArchitecture("lstm", 5, 4, 16, 4).build(*range(200000)), "at most 20,000,000 parameters"),
        (lambda: RecurrentStart(memory_bias=np.inf), "finite number as the bias"),
        (lambda: RecurrentStart(chrono=2), "at least 3"),
        (lambda: with_steps(RecurrentArchitecture("gru", 5, 2, 2, 2).build(0), 0), "steps as a whole number"),
        (lambda: Network((layer("gru"), Dense(ONES((5, 1)), None, TANH))), "expected layer 1 to take samples of 6 x 5"),
        (
            lambda: layer("lstm").forward(ONES((2, 7, 3))),
            r"X of shape \(..., N, 6, 3\), got .* see with_steps",
        ),
        (lambda: layer("elman").forward(ONES((6, 3))), r"X of shape \(..., N, 6, 3\)"),
        (lambda: LastStep(4, 3).forward(ONES((2, 5, 3))), r"X of shape \(..., N, 4, 3\)"),
        (lambda: PerStep(Dense(ONES((3, 1)), None, TANH), 4).forward(ONES((2, 5, 3))), r"X of shape \(..., N, 4, 3\)"),
        (lambda: Embedding(ONES((3, 2)), 2).forward(ONES((2, 3))), r"X of shape \(..., N, 2\)"),
        (lambda: Network((layer("gru"),)).forward(np.ones((2, 5, 3))), r"expected X of shape \(..., N, 6, 3\)"),
    ],
)
def test_it_says_what_was_expected(make, says):
    with pytest.raises(ValueError, match=says):
        make()
