"""The same transformer in PyTorch, eagerly on one thread of the CPU, written out as people who learn it do."""

from collections.abc import Callable

import torch

from benchmarks.cases import LEARNING_RATE
from benchmarks.transformer import TransformerCase

torch.set_num_threads(1)


class Block(torch.nn.Module):
    """Causal attention and an MLP, each behind a layer norm and beside a residual connection."""

    def __init__(self, case: TransformerCase):
        super().__init__()
        d, m = case.width, case.hidden
        self.case = case
        self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(d, dtype=torch.float64) for _ in range(2))
        self.qkv = torch.nn.Linear(d, 3 * d, bias=False, dtype=torch.float64)
        self.out = torch.nn.Linear(d, d, bias=False, dtype=torch.float64)
        self.up = torch.nn.Linear(d, m, dtype=torch.float64)
        self.down = torch.nn.Linear(m, d, dtype=torch.float64)
        self.register_buffer("later", torch.triu(torch.ones(case.steps, case.steps, dtype=torch.bool), 1))

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Return the tokens after the block."""
        heads = self.case.heads
        d_k = self.case.width // heads
        by_head = self.qkv(self.norms[0](X)).split(self.case.width, -1)
        Q, K, V = (part.view(len(X), -1, heads, d_k).transpose(1, 2) for part in by_head)
        S = (Q @ K.transpose(-2, -1)) / d_k**0.5
        O = S.masked_fill(self.later, float("-inf")).softmax(-1) @ V  # noqa: E741
        X = X + self.out(O.transpose(1, 2).reshape(X.shape))
        return X + self.down(torch.relu(self.up(self.norms[1](X))))


class Transformer(torch.nn.Module):
    """Embedding, learned positions, blocks, a last norm, logits."""

    def __init__(self, case: TransformerCase):
        super().__init__()
        self.embedding = torch.nn.Embedding(case.symbols, case.width, dtype=torch.float64)
        self.positions = torch.nn.Parameter(torch.zeros(case.steps, case.width, dtype=torch.float64))
        self.blocks = torch.nn.Sequential(*(Block(case) for _ in range(case.blocks)))
        self.norm = torch.nn.LayerNorm(case.width, dtype=torch.float64)
        self.head = torch.nn.Linear(case.width, case.symbols, bias=False, dtype=torch.float64)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Return the logits of every step."""
        return self.head(self.norm(self.blocks(self.embedding(X) + self.positions)))


def pytorch_step(case: TransformerCase) -> Callable[[], None]:
    """Return a function that takes the next training step each time it is called."""
    X, Y = (torch.tensor(array) for array in case.samples())
    symbols, labels = X.long(), Y.argmax(-1).ravel()
    model, measure = Transformer(case), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> None:
        optimizer.zero_grad()
        measure(model(symbols).flatten(0, 1), labels).backward()
        optimizer.step()

    return step
