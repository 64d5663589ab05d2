"""What positions are good for: a small transformer learns a task with and without them, several seeds of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array, Batch, Network, TrainState
from nnviz.experiments.attending.accuracy import symbol_accuracy, whole_accuracy
from nnviz.experiments.attending.heads import weights
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.attention.positions_settings import POSITION_KINDS, PositionsFields, PositionTaskName
from nnviz.experiments.recording.recording import Recording, Task, spaced

SEEDS = 5
"""Networks of each kind."""


@dataclass(frozen=True)
class PositionTask(Task):
    """Transformers without positions, with learned and with sinusoidal ones learn from the same sequences.

    Each has one block with a causal mask and no MLP; the task is to say six heard symbols again, or backwards.

    Attributes
    ----------
    task : {'reverse', 'copy'}
    steps : int
    seed : int
    seeds : int
        Networks of each kind.
    """

    task: PositionTaskName = "reverse"
    steps: int = 200
    seed: int = 0
    seeds: int = SEEDS

    @staticmethod
    def of(settings: PositionsFields) -> "PositionTask":
        """Return the comparison of the settings."""
        return PositionTask(settings.position_task, settings.position_steps, settings.position_seed)

    def recipe(self, kind: str) -> TransformerRecipe:
        """Return how the networks with one kind of positions are trained."""
        return TransformerRecipe(self.task, positions=kind, seeds=self.seeds, first_seed=self.seed)

    @property
    def data(self) -> Continuations:
        """The sequences on which is measured."""
        return self.recipe("none").measured

    @property
    def tokens(self) -> tuple[str, ...]:
        """The symbols that are read of the sequence whose weights are drawn."""
        return tuple(self.data.symbols[k] for k in self.data.numbers[0, :-1])

    @property
    def stops(self) -> tuple[int, ...]:
        """Every few steps."""
        return spaced(self.steps, 8, most=10)

    def start(self) -> tuple[TrainState, ...]:
        """Return an ensemble for each kind."""
        return tuple(self.recipe(kind).state() for kind in POSITION_KINDS)

    def batch(self, step: int) -> Batch:
        """Return 32 sequences, drawn anew for each step."""
        return self.recipe("none").batch_of(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return ``symbols`` and ``whole`` (kinds, seeds), and ``P`` (kinds, T, T).

        The first two are both accuracies, on sequences that no training draws; the last are the weights of the first
        network of each kind on one of these sequences.
        """
        data = self.data
        symbols = [np.atleast_1d(symbol_accuracy(one.forward(data.X).A, data)) for one in networks]
        whole = [np.atleast_1d(whole_accuracy(one, data)) for one in networks]
        P = [weights(one, one.forward(data.X[:1])).reshape(-1, data.steps, data.steps)[0] for one in networks]
        return {"symbols": np.array(symbols), "whole": np.array(whole), "P": np.array(P)}


def rows(recording: Recording) -> list[dict[str, object]]:
    """Return a line for each network at the last moment.

    Parameters
    ----------
    recording : Recording
        Of a `PositionTask`.
    """
    task, now = recording.task, recording.end
    assert isinstance(task, PositionTask)
    return [
        {
            "positions": kind,
            "network": task.seed + r,
            "steps": now.step,
            "symbols_right": float(now.measured["symbols"][k, r]),
            "whole_sequences_right": float(now.measured["whole"][k, r]),
        }
        for k, kind in enumerate(POSITION_KINDS)
        for r in range(task.seeds)
    ]
