"""The race itself: every contestant is a stack of networks, one a seed, and all take their steps together."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Batch, Batches, Dense, StepRecord, TrainState, take_steps, train_step
from nnviz.experiments.activation_race.settings import RaceSettings
from nnviz.experiments.run.preparation import PreparedData, prepare
from nnviz.experiments.run.run import Run, architecture, rules
from nnviz.experiments.run.settings import RunSettings


@dataclass(frozen=True, eq=False)
class Contestant:
    """One contestant: R networks of one shape, one for each seed, on the leading axis.

    Attributes
    ----------
    title : str
    settings : RunSettings
        As the Playground knows them, with the first seed.
    per_epoch : int
        Steps of one epoch.
    state : TrainState
        Its network's parameters have shape (R, n_parameters).
    last : StepRecord or None
        The last step; None before the first.
    """

    title: str
    settings: RunSettings
    per_epoch: int
    state: TrainState
    last: StepRecord | None = None


@dataclass(frozen=True, eq=False)
class Race:
    """A moment of a race.

    The race counts the steps of the contestant that takes the fewest in an epoch; where batch sizes differ, the others
    take more in the same time, so that all have seen the same number of samples.

    Attributes
    ----------
    settings : RaceSettings
    data : PreparedData
        The same for all.
    contestants : tuple of Contestant
    step : int
    """

    settings: RaceSettings
    data: PreparedData
    contestants: tuple[Contestant, ...]
    step: int = 0

    @property
    def per_epoch(self) -> int:
        """Steps of the race in one epoch."""
        return min(contestant.per_epoch for contestant in self.contestants)

    @property
    def epoch(self) -> float:
        """Passes over the training data."""
        return self.step / self.per_epoch

    @property
    def last_step(self) -> int:
        """Where the race ends."""
        return self.settings.epochs * self.per_epoch

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.step >= self.last_step


def start_race(settings: RaceSettings) -> Race:
    """Prepare the data and draw the weights of every contestant for every seed.

    Network r of each contestant is the Playground's run with the same settings and seed: weights and order of batches
    come from the seed alone, layer by layer, so that contestants share the weights of every layer whose place and
    shape agree.

    Parameters
    ----------
    settings : RaceSettings

    Raises
    ------
    ValueError
        If a contestant's networks are too large together.
    """
    chosen = settings.contestant_settings
    data = prepare(chosen[0])
    contestants = []
    for title, one in zip(settings.titles, chosen, strict=True):
        state = TrainState.start(architecture(one).build(*settings.seed_numbers), rules(one))
        contestants.append(Contestant(title, one, -(-len(data.train.X) // one.batch_size), state))
    return Race(settings, data, tuple(contestants))


def advance_race(race: Race, steps: int) -> Race:
    """Take so many steps with all contestants, or fewer if the race ends on the way.

    A network whose numbers are no longer finite does not stop the others.

    Parameters
    ----------
    race : Race
        Stays as it is.
    steps : int
    """
    goal = min(race.step + steps, race.last_step)
    if goal <= race.step:
        return race
    contestants = [_advance_to(race, contestant, _own_step(race, contestant, goal)) for contestant in race.contestants]
    return replace(race, contestants=tuple(contestants), step=goal)


def _own_step(race: Race, contestant: Contestant, step: int) -> int:
    """Return how many steps a contestant has taken at a step of the race; at the end of an epoch, a whole epoch."""
    clock = race.per_epoch
    return (step * contestant.per_epoch + clock // 2) // clock


def _advance_to(race: Race, contestant: Contestant, step: int) -> Contestant:
    state, last = contestant.state, contestant.last
    if state.step < step:
        ahead = step - 1 - state.step
        state = take_steps(state, lambda k: _batch(race, contestant, k), ahead, while_finite=False)
        last = train_step(state, _batch(race, contestant, state.step))
        state = last.after
    return replace(contestant, state=state, last=last)


def next_record(race: Race, contestant: Contestant) -> StepRecord:
    """Return the record of a contestant's next step, without taking it."""
    return train_step(contestant.state, _batch(race, contestant, contestant.state.step))


def _batch(race: Race, contestant: Contestant, step: int) -> Batch:
    """Return every network's batch, each in the order of its own seed: X of shape (R, N, n_in)."""
    epoch, k = divmod(step, contestant.per_epoch)
    train, size = race.data.train, contestant.settings.batch_size
    rows = _orders(len(train.X), race.settings.seed_numbers, epoch)[:, k * size : (k + 1) * size]
    return Batch(train.X[rows], train.Y[rows])


@lru_cache(maxsize=16)
def _orders(n: int, seeds: tuple[int, ...], epoch: int) -> NDArray[np.intp]:
    """Return in which order each seed takes n samples in an epoch, shape (R, n): a batch of all of them tells it."""
    nothing = np.zeros((n, 0))
    return np.stack([Batches(nothing, nothing, n, seed).indices(epoch) for seed in seeds])


def member_run(race: Race, k: int, member: int) -> Run:
    """Return one network of one contestant as a run of the Playground, with the record of its last step.

    Parameters
    ----------
    race : Race
    k : int
        Which contestant.
    member : int
        Which of its networks, from 0.

    Returns
    -------
    Run
        The same numbers, but for the rounding of the last step, which is taken again for this network alone.
    """
    contestant = race.contestants[k]
    settings = contestant.settings.changed(seed=race.settings.seed_numbers[member])
    run = Run(settings, race.data, _one_state(contestant.state, member))
    if contestant.last is None:
        return run
    before = replace(run, state=_one_state(contestant.last.before, member))
    return replace(run, last=before.next_record())


def _one_state(state: TrainState, member: int) -> TrainState:
    vectors = {name: vector[member] for name, vector in state.memory.vectors.items()}
    network = state.network.with_theta(state.network.theta[member])
    return replace(state, network=network, memory=replace(state.memory, **vectors))


def same_start(race: Race) -> tuple[bool, ...]:
    """Return, for each layer that every contestant has, whether all contestants begin with the same weights in it.

    Parameters
    ----------
    race : Race
        At any step: the first weights are drawn again.
    """
    networks = [architecture(contestant.settings).build(race.settings.first_seed) for contestant in race.contestants]
    layers = [[layer.W for layer in network.layers if isinstance(layer, Dense)] for network in networks]
    return tuple(all(np.array_equal(W, weights[0]) for W in weights) for weights in zip(*layers, strict=False))
