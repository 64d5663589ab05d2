"""The same step of a recurrent network in PyTorch: a loop over its cells, eagerly on one thread of the CPU."""

from collections.abc import Callable

import torch

from benchmarks.cases import LEARNING_RATE
from benchmarks.recurrent import RecurrentCase

torch.set_num_threads(1)

CELLS = {"elman": torch.nn.RNNCell, "gru": torch.nn.GRUCell, "lstm": torch.nn.LSTMCell}


class Unrolled(torch.nn.Module):
    """A cell, called once per step, and a linear layer on its last state."""

    def __init__(self, case: RecurrentCase):
        super().__init__()
        self.case = case
        self.cell = CELLS[case.cell](case.n_in, case.units, dtype=torch.float64)
        self.head = torch.nn.Linear(case.units, case.n_out, dtype=torch.float64)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        h = X.new_zeros(len(X), self.case.units)
        c = torch.zeros_like(h)
        for t in range(X.shape[1]):
            if self.case.cell == "lstm":
                h, c = self.cell(X[:, t], (h, c))
            else:
                h = self.cell(X[:, t], h)
        return self.head(h)


def pytorch_step(case: RecurrentCase) -> Callable[[], None]:
    """Return a function that takes the next training step each time it is called."""
    X, Y = (torch.tensor(array) for array in case.samples())
    labels, model, measure = Y.argmax(1), Unrolled(case), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> None:
        optimizer.zero_grad()
        measure(model(X), labels).backward()
        optimizer.step()

    return step
