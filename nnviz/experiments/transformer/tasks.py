"""Copy, reverse and sort, learned by a small transformer: how its attention comes to be, and what it says."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import Array, Batch, Network, TrainState
from nnviz.experiments.attending.accuracy import continued, symbol_accuracy, whole_accuracy
from nnviz.experiments.attending.heads import Maps, maps
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe
from nnviz.experiments.inspection import Step
from nnviz.experiments.recording.recording import Moment, Recording, Task, spaced
from nnviz.experiments.transformer.tasks_settings import TASKS_HIDDEN, TASKS_MOST_STEPS, TasksFields

STEPS = {"copy": 240, "reverse": 240, "sort": TASKS_MOST_STEPS}
"""Of training: about twice as many as most seeds need."""

SOLVED = 0.99
"""The share of right symbols from which a network has learned the task."""


@dataclass(frozen=True)
class LearnedTask(Task):
    """One network that learns one task.

    Attributes
    ----------
    recipe : TransformerRecipe
    """

    keeps: ClassVar[int] = 4

    recipe: TransformerRecipe

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(STEPS[self.recipe.task], 60, most=4)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network before the first step."""
        return (self.recipe.state(),)

    def batch(self, step: int) -> Batch:
        """Return new sequences."""
        return self.recipe.batch_of(step)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the loss, and both accuracies: of symbols and of whole sequences."""
        data = self.recipe.measured
        A = networks[0].forward(data.X).A
        return {
            "loss": np.atleast_1d(LOSS.measure(A, data.Y).L),
            "symbols": np.atleast_1d(symbol_accuracy(A, data)),
            "whole": np.atleast_1d(whole_accuracy(networks[0], data, A)),
        }


def task_of(now: TasksFields) -> LearnedTask:
    """Return what the settings ask for."""
    return LearnedTask(
        TransformerRecipe(
            now.tasks_task,
            heads=now.tasks_heads,
            blocks=now.tasks_blocks,
            hidden=TASKS_HIDDEN if now.tasks_mlp else 0,
            causal=now.tasks_causal,
            rate=now.tasks_rate,
            first_seed=now.tasks_seed,
        )
    )


def block_of(now: TasksFields) -> int:
    """Return the block whose attention is shown, from 0."""
    return min(now.tasks_block, now.tasks_blocks) - 1


def sequence_of(now: TasksFields) -> Continuations:
    """Return the one sequence that is looked at: among those with most different symbols, which can be told apart."""
    data = task_of(now).recipe.measured
    different = [len(set(row)) for row in data.numbers[:, : data.given]]
    k = int(np.argsort(np.negative(different), kind="stable")[now.tasks_sample - 1])
    return data.take(slice(k, k + 1))


def place_of(now: TasksFields) -> int:
    """Return the frame that the settings lead to, from 0; it may not have been trained yet."""
    stops = task_of(now).stops
    return min(bisect_left(stops, now.tasks_step), len(stops) - 1)


def step_named(now: TasksFields, step: object) -> int:
    """Return a step at which a moment is kept.

    Raises
    ------
    ValueError
        For any other.
    """
    stops = task_of(now).stops
    if type(step) is not int or step not in stops:
        raise ValueError(f"expected a step at which a moment is kept, one of {stops[:3]} to {stops[-1]}, got {step!r}")
    return step


def frame_of(now: TasksFields, recording: Recording) -> int:
    """Return the frame that the settings lead to, or the newest on the way there."""
    return min(place_of(now), len(recording.frames) - 1)


def pass_at(now: TasksFields, recording: Recording) -> Step:
    """Return every tensor of one forward and backward pass: of that moment, on the one sequence that is looked at."""
    network, data = (
        recording.state[0].network.with_theta(recording.frames[frame_of(now, recording)].thetas[0]),
        sequence_of(now),
    )
    with np.errstate(all="ignore"):
        trace = network.forward(data.X)
        loss = LOSS.forward(trace.A, data.Y)
        return Step(None, trace, loss, network.backward(trace, LOSS.backward(loss)), known=network)


def pictures(now: TasksFields, recording: Recording, frames: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Returns
    -------
    dict
        ``loss``, ``symbols``, ``whole``; of the one sequence that is looked at and of one block ``P`` and ``dP``, shape
        (frames, heads, T, T), and ``said``, the symbols that the network says, shape (frames, T + 1 - given).
    """
    data, block = sequence_of(now), block_of(now)
    found: list[tuple[Maps, Array]] = []
    for frame in frames:
        network = recording.state[0].network.with_theta(frame.thetas[0])
        with np.errstate(all="ignore"):
            found.append((maps(network, data), continued(network, data)[0, data.given :].astype(np.float64)))
    return {
        **{name: np.stack([frame.measured[name] for frame in frames]) for name in ("loss", "symbols", "whole")},
        "P": np.stack([one.P[0, block] for one, _ in found]),
        "dP": np.stack([one.dP[0, block] for one, _ in found]),
        "said": np.stack([said for _, said in found]),
    }


def solved_at(recording: Recording, name: str = "symbols") -> int | None:
    """Return the first step that was measured with 99 % right, or None."""
    return next((frame.step for frame in recording.frames if frame.measured[name][0] >= SOLVED), None)


@dataclass(frozen=True)
class Lines:
    """How much of the attention of the rows that say an answer lies on a line: the largest share among the heads.

    Attributes
    ----------
    diagonal : float
        On the symbols in the order in which they were given.
    anti_diagonal : float
        On the same from the last to the first.
    """

    diagonal: float
    anti_diagonal: float


def lines(recording: Recording) -> Lines:
    """Return how much of the newest attention lies on a line, over all sequences that are measured."""
    assert isinstance(recording.task, LearnedTask)
    data = recording.task.recipe.measured
    n = data.given
    P = maps(recording.state[0].network, data).P[..., n - 1 :, :n]  # (N, blocks, heads, n, n)
    along = np.arange(n)
    straight = P[..., along, along].mean((0, -1)).max()
    against = P[..., along, n - 1 - along].mean((0, -1)).max()
    return Lines(float(straight), float(against))


def rows(recording: Recording) -> list[dict[str, object]]:
    """Return a line for each moment: loss and both accuracies."""
    return [
        {
            "step": frame.step,
            "loss": float(frame.measured["loss"][0]),
            "symbols_right": float(frame.measured["symbols"][0]),
            "whole_sequences_right": float(frame.measured["whole"][0]),
        }
        for frame in recording.frames
    ]
