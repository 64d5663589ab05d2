"""A training that can be begun: a network, its data and its steps, with or without a remedy; a seed gives one run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine import Purpose, generator
from nnviz.experiments.run.preparation import PreparedData
from nnviz.experiments.run.run import Run, advance, architecture, rules, start
from nnviz.experiments.run.settings import RunSettings


@dataclass(frozen=True)
class Training:
    """A training that can be begun.

    Attributes
    ----------
    settings : RunSettings
    steps : int
        How long it is trained.
    stride : int
        Steps from one frame to the next.
    early_frames : int
        So many of the first steps have a frame each.
    shuffled : bool
        Whether the labels are shuffled among all samples, so that they do not depend on the inputs.
    before : Training or None
        Whose weights it goes on with, without the remedy until step `from_step`.
    from_step : int
        A step that has a frame.
    """

    settings: RunSettings
    steps: int
    stride: int = 1
    early_frames: int = 0
    shuffled: bool = False
    before: "Training | None" = None
    from_step: int = 0

    def begin(self) -> Run:
        """Return the run before its first step, or where the remedy sets in."""
        if self.before is not None:
            return _with_remedy(advance(self.before.begin(), self.from_step), self.settings)
        run = start(self.settings)
        return replace(run, data=with_shuffled_labels(run.data, self.settings.data_seed)) if self.shuffled else run

    def at(self, step: int) -> Run:
        """Return the run at a step of its own training; one without the remedy before it sets in."""
        if self.before is not None and step < self.from_step:
            return self.before.at(step)
        run = self.begin()
        return advance(run, step - run.step)

    def next_step(self, step: int) -> int:
        """Return the step of the frame that follows the one of a step."""
        return min(self.steps, step + 1 if step < self.early_frames else (step // self.stride + 1) * self.stride)

    def first(self) -> Run:
        """Return the run of the first frame: where a remedy is applied later, it begins without."""
        return self.begin() if self.before is None else self.before.begin()

    def over(self, run: Run) -> bool:
        """Return whether a run of this training has no further frame."""
        return run.stop is not None or run.step >= self.steps

    def following(self, run: Run) -> Run:
        """Return the run of the next frame."""
        step = self.next_step(run.step)
        sets_in = self.before is not None and step == self.from_step
        return self.begin() if sets_in else advance(run, step - run.step)

    def runs(self) -> Iterator[Run]:
        """Yield the run of each frame."""
        run = self.first()
        yield run
        while not self.over(run):
            run = self.following(run)
            yield run

    @property
    def n_frames(self) -> int:
        """How many frames there are, if the training does not end before its time."""
        step, count = 0, 1
        while step < self.steps:
            step, count = self.next_step(step), count + 1
        return count

    @property
    def in_playground(self) -> bool:
        """Whether the Playground can train the same network: its settings say everything."""
        return not self.shuffled and self.before is None


def _with_remedy(run: Run, settings: RunSettings) -> Run:
    """Go on with the same weights under settings that may have another activation."""
    network = architecture(settings).build(settings.seed).with_theta(run.state.network.theta)
    state = replace(run.state, network=network).with_rules(rules(settings))
    return Run(settings, run.data, state, run.offset)


def with_shuffled_labels(data: PreparedData, seed: int) -> PreparedData:
    """Shuffle the labels among all samples, those of the test part too.

    Parameters
    ----------
    data : PreparedData
        Stays as it is.
    seed : int
    """
    n = len(data.train.X)
    order = generator(seed, Purpose.DATA, 1).permutation(n + len(data.test.X))
    Y = np.concatenate([data.train.Y, data.test.Y])[order]
    labels = np.concatenate([data.train.labels, data.test.labels])[order]
    train = replace(data.train, Y=Y[:n], labels=labels[:n])
    test = replace(data.test, Y=Y[n:], labels=labels[n:])
    return replace(data, train=train, test=test)
