"""The step of PyTorch that is timed beside ours is the same step: `make parity`."""

import numpy as np
import pytest
import torch

from benchmarks.cases import Case
from benchmarks.convolution_case import ConvolutionCase
from benchmarks.pytorch_peer import LOSSES, convolutional_network, network

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


def test_pytorch_takes_the_same_convolutional_step_on_the_same_samples():
    case = ConvolutionCase()
    X, Y = case.samples()
    state = case.start()
    model = convolutional_network(case)
    trained = [part for part in model if hasattr(part, "weight")]
    ours = [layer for layer in state.network.layers if layer.parameters]
    with torch.no_grad():
        for part, layer in zip(trained, ours, strict=True):
            weights, biases = (torch.tensor(array.copy()) for array in layer.parameters)
            if isinstance(part, torch.nn.Linear):  # theirs reads all places of a channel, ours all channels of a place
                size = (2, 2, case.channels[-1], case.classes)
                part.weight[:] = weights.reshape(size).permute(3, 2, 0, 1).reshape(case.classes, -1)
            else:
                part.weight[:] = weights.permute(3, 2, 0, 1)
            part.bias[:] = biases
    theirs = torch.nn.CrossEntropyLoss()(model(torch.tensor(X)), torch.tensor(Y).argmax(1)).item()
    np.testing.assert_allclose(state.rules.loss.forward(state.network.forward(X).A, Y).L, theirs, rtol=1e-12)
