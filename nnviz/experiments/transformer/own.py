"""A small transformer that learns the lines of a person's own task, and what it says to a line that it never saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnviz.datasets import Continuations
from nnviz.engine import (
    Array,
    Batch,
    Network,
    Rules,
    TrainState,
    TransformerArchitecture,
    optimizer,
    softmax,
)
from nnviz.experiments.attending.accuracy import symbol_accuracy, whole_accuracy
from nnviz.experiments.attending.heads import weights
from nnviz.experiments.attending.recipe import LOSS
from nnviz.experiments.recording.recording import Moment, Recording, Task, spaced
from nnviz.experiments.transformer.own_lines import OwnLines, own_lines
from nnviz.experiments.transformer.own_settings import OwnFields

STEPS = 300
WIDTH, HEADS, HIDDEN, RATE = 32, 2, 64, 0.003


@dataclass(frozen=True)
class OwnTask(Task):
    """One network that learns all lines but one, each step from all of them.

    Attributes
    ----------
    text : str
    held : int
        The line that is held out, from 0; -1 for none.
    blocks, seed : int
    """

    text: str
    held: int
    blocks: int
    seed: int

    @property
    def data(self) -> OwnLines:
        """The lines."""
        return own_lines(self.text)

    @property
    def trained(self) -> Continuations:
        """The lines that are trained on."""
        return self.data.sequences(tuple(i for i in range(len(self.data.lines)) if i != self.held))

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(STEPS, 60, most=5)

    def start(self) -> tuple[TrainState, ...]:
        """Return the network before the first step."""
        data = self.data
        architecture = TransformerArchitecture(
            symbols=len(data.names),
            steps=data.steps,
            width=WIDTH,
            blocks=self.blocks,
            heads=HEADS,
            hidden=HIDDEN,
            gains=False,
        )
        return (TrainState.start(architecture.build(self.seed), Rules(LOSS, optimizer("adam"), RATE), self.seed),)

    def batch(self, step: int) -> Batch:
        """Return all lines that are trained on, at every step."""
        data = self.trained
        return Batch(data.X, data.Y)

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the loss, and of trained lines and of the one held out the shares of right symbols and whole outputs.

        Where no line is held out, its shares are those of the lines that are trained on.
        """
        network, data = networks[0], self.trained
        A = network.forward(data.X).A
        kinds = [(data, A)]
        if self.held >= 0:
            held = self.data.sequences((self.held,))
            kinds.append((held, network.forward(held.X).A))
        both = [kinds[0], kinds[-1]]
        return {
            "loss": np.atleast_1d(LOSS.measure(A, data.Y).L),
            "symbols": np.array([symbol_accuracy(logits, one) for one, logits in both]),
            "whole": np.array([whole_accuracy(network, one, logits) for one, logits in both]),
        }


def task_of(now: OwnFields) -> OwnTask:
    """Return what the settings ask for."""
    count = len(own_lines(now.own_lines).lines)
    return OwnTask(now.own_lines, min(now.own_held, count) - 1, now.own_blocks, now.own_seed)


def shown_line(now: OwnFields) -> int:
    """Return the line that is looked at, from 0."""
    return min(now.own_shown, len(own_lines(now.own_lines).lines)) - 1


class Answer(NamedTuple):
    """What a network says to an input, symbol by symbol, each time the most probable one.

    Attributes
    ----------
    numbers : ndarray of int
        Of the symbols, the end among them if it came.
    probabilities : ndarray
        Of each.
    """

    numbers: Array
    probabilities: Array


def answer(network: Network, data: OwnLines, given: str) -> Answer:
    """Let a network go on from an input until it says that its output ends, or there is no more place.

    Parameters
    ----------
    network : Network
    data : OwnLines
    given : str

    Raises
    ------
    ValueError
        If the input has unknown characters or is too long.
    """
    begun = data.numbers_of(given)
    end = len(data.names) - 1
    read = np.full((1, data.steps), end, np.float64)
    read[0, : len(begun)] = begun
    numbers: list[int] = []
    probabilities: list[float] = []
    for step in range(len(begun) - 1, data.steps):
        P = softmax(network.forward(read).A[0, step])
        numbers.append(int(P.argmax()))
        probabilities.append(float(P.max()))
        if numbers[-1] == end:
            break
        if step + 1 < data.steps:
            read[0, step + 1] = numbers[-1]
    return Answer(np.array(numbers, np.float64), np.array(probabilities))


def pictures(now: OwnFields, recording: Recording, frames: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Returns
    -------
    dict
        ``loss``, ``symbols``, ``whole``; of the line that is shown and of the last block ``P``, shape (frames, heads,
        T, T) with the T symbols of this line alone, and ``said``, as many symbols as its true output and the end have.
    """
    assert isinstance(recording.task, OwnTask)
    data, index = recording.task.data, shown_line(now)
    line, one = data.lines[index], data.sequences((index,))
    length = len(line.given) + 1 + len(line.answer)
    P, said = [], []
    for frame in frames:
        network = recording.state[0].network.with_theta(frame.thetas[0])
        with np.errstate(all="ignore"):
            P.append(weights(network, network.forward(one.X))[0, -1, :, :length, :length])
            found = answer(network, data, line.given).numbers[: len(line.answer) + 1]
        filled = np.full(len(line.answer) + 1, len(data.names) - 1, np.float64)
        filled[: len(found)] = found
        said.append(filled)
    return {
        **{name: np.stack([frame.measured[name] for frame in frames]) for name in ("loss", "symbols", "whole")},
        "P": np.stack(P),
        "said": np.stack(said),
    }


def rows(recording: Recording) -> list[dict[str, object]]:
    """Return every line with what the network says to it now."""
    task, network = recording.task, recording.state[0].network
    assert isinstance(task, OwnTask)
    found: list[dict[str, object]] = []
    for i, line in enumerate(task.data.lines):
        said = task.data.text(answer(network, task.data, line.given).numbers)
        kind = "held out" if i == task.held else "trained on"
        found.append(
            {"line": i + 1, "input": line.given, "output": line.answer, "said": said, "correct": said == line.answer}
            | {"kind": kind}
        )
    return found
