"""The step of PyTorch that is timed beside ours is the same step: `make parity`."""

import numpy as np
import pytest
import torch

from benchmarks.cases import Case
from benchmarks.pytorch_peer import LOSSES, network

CASES = [
    Case((2, 4, 1), 10, "tanh", "binary_cross_entropy"),
    Case((2, 4, 1), 10, "relu", "mean_squared_error"),
    Case((6, 4, 3), 8, "relu", "categorical_cross_entropy"),
]


@pytest.mark.parametrize("case", CASES)
def test_pytorch_takes_the_same_step_on_the_same_samples(case):
    X, Y = case.samples()
    state = case.start()
    model = network(case)
    dense = [part for part in model if isinstance(part, torch.nn.Linear)]
    with torch.no_grad():
        for part, layer in zip(dense, state.network.layers, strict=True):
            part.weight[:], part.bias[:] = torch.tensor(layer.W.T.copy()), torch.tensor(layer.b.copy())
    targets = torch.tensor(Y).argmax(1) if case.loss == "categorical_cross_entropy" else torch.tensor(Y)
    theirs = LOSSES[case.loss]()(model(torch.tensor(X)), targets).item()
    ours = state.rules.loss.forward(state.network.forward(X).A, Y).L
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
