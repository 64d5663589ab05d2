"""A patient is a network with its data and its steps, before or after a treatment; the same seed gives the same run."""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine import Purpose, generator
from nnviz.experiments.run.preparation import Prepared
from nnviz.experiments.run.run import Run, advance, plan, rules, start
from nnviz.experiments.run.settings import Settings


@dataclass(frozen=True)
class Patient:
    """A training that can be begun.

    Attributes
    ----------
    settings : Settings
    steps : int
        How long it is trained.
    stride : int
        Steps from one look to the next.
    early : int
        So many of the first steps are looked at one by one.
    shuffled : bool
        Whether the labels were dealt out anew among all samples, so that inputs foretell nothing.
    before : Patient or None
        Whose weights it goes on with, untreated until step `since`.
    since : int
        A step that is looked at.
    """

    settings: Settings
    steps: int
    stride: int = 1
    early: int = 0
    shuffled: bool = False
    before: "Patient | None" = None
    since: int = 0

    def begin(self) -> Run:
        """Return the run before its first step, or where the treatment sets in."""
        if self.before is not None:
            return _treated(advance(self.before.begin(), self.since), self.settings)
        run = start(self.settings)
        return replace(run, data=with_shuffled_labels(run.data, self.settings.data_seed)) if self.shuffled else run

    def at(self, step: int) -> Run:
        """Return the run at a step of its own training; an untreated one before the treatment sets in."""
        if self.before is not None and step < self.since:
            return self.before.at(step)
        run = self.begin()
        return advance(run, step - run.step)

    def next_look(self, step: int) -> int:
        """Return the step of the look that follows the one at a step."""
        return min(self.steps, step + 1 if step < self.early else (step // self.stride + 1) * self.stride)

    @property
    def looks(self) -> int:
        """How many looks there are, if the training does not end before its time."""
        step, count = 0, 1
        while step < self.steps:
            step, count = self.next_look(step), count + 1
        return count

    @property
    def in_playground(self) -> bool:
        """Whether the Playground can train the same network: its settings say everything."""
        return not self.shuffled and self.before is None


def _treated(run: Run, settings: Settings) -> Run:
    """Go on with the same weights under settings that may have another activation."""
    network = plan(settings).build(settings.seed).with_theta(run.state.network.theta)
    state = replace(run.state, network=network).with_rules(rules(settings))
    return Run(settings, run.data, state, run.offset)


def with_shuffled_labels(data: Prepared, seed: int) -> Prepared:
    """Deal out the labels anew among all samples, those of the test part too.

    Parameters
    ----------
    data : Prepared
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
