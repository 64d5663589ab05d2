"""The same training step in PyTorch, eagerly on one thread of the CPU, written as its tutorials write it."""

from collections.abc import Callable
from itertools import pairwise

import torch

from benchmarks.cases import LEARNING_RATE, Case
from benchmarks.convolution_case import ConvolutionCase

torch.set_num_threads(1)

ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
LOSSES = {
    "binary_cross_entropy": torch.nn.BCEWithLogitsLoss,
    "mean_squared_error": torch.nn.MSELoss,
    "categorical_cross_entropy": torch.nn.CrossEntropyLoss,
}


def network(case: Case) -> torch.nn.Sequential:
    """Return the layers of the case, in float64."""
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(case.widths):
        layers += [torch.nn.Linear(n_in, n_out, dtype=torch.float64), ACTIVATIONS[case.activation]()]
    return torch.nn.Sequential(*layers[:-1])


def convolutional_network(case: ConvolutionCase) -> torch.nn.Sequential:
    """Return the layers of the case, in float64; its images have their channels first, as PyTorch wants them."""
    layers: list[torch.nn.Module] = [torch.nn.Unflatten(1, (1, case.side, case.side))]
    for before, after in pairwise((1, *case.channels)):
        layers += [torch.nn.Conv2d(before, after, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
    features = case.channels[-1] * (case.side // 2 ** len(case.channels)) ** 2
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(features, case.classes)).double()


def pytorch_step(case: Case) -> Callable[[], None]:
    """Return a function that takes the next training step each time it is called."""
    X, Y = (torch.tensor(array) for array in case.samples())
    if case.loss == "categorical_cross_entropy":
        Y = Y.argmax(1)  # class numbers: the faster of the two forms that it takes
    return _step(network(case), LOSSES[case.loss](), X, Y)


def pytorch_convolution_step(case: ConvolutionCase) -> Callable[[], None]:
    """Return a function that takes the next training step each time it is called."""
    X, Y = (torch.tensor(array) for array in case.samples())
    return _step(convolutional_network(case), torch.nn.CrossEntropyLoss(), X, Y.argmax(1))


def _step(model: torch.nn.Module, measure: torch.nn.Module, X: torch.Tensor, Y: torch.Tensor) -> Callable[[], None]:
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> None:
        optimizer.zero_grad()
        measure(model(X), Y).backward()
        optimizer.step()

    return step
