"""A recipe: a task on sequences, a recurrent network and its start, trained for many seeds in lockstep."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np

from nnviz.datasets import SEQUENCES, Sequences, sequences
from nnviz.engine import (
    Array,
    Batch,
    Loss,
    Network,
    PerStepLoss,
    Purpose,
    RecurrentArchitecture,
    RecurrentStart,
    Rules,
    TrainState,
    generator,
    initializer,
    loss,
    optimizer,
    take_steps,
)
from nnviz.experiments.run.stepwise import EvenTrajectory

STARTS = {"orthogonal": "orthogonal", "gaussian": "lecun_normal"}
"""Rules for the first W_hh, by the names of the engine's initializers; at gain 1 both have a spectral radius near 1."""

TEST_SEQUENCES = 256
TEST_SEED = 2**31 - 1
"""The seed of the sequences that are measured; training draws its own at every step, so that none is memorized."""

_LOSSES = {"classes": "categorical_cross_entropy", "binary": "binary_cross_entropy", "regression": "mean_squared_error"}


@dataclass(frozen=True)
class Recipe:
    """What is trained, and how; two equal recipes give the same numbers.

    Attributes
    ----------
    task : str
        One of `SEQUENCES`.
    length : int
        T; of `copy` and `reverse` the length of the word.
    cell : {'elman', 'gru', 'lstm'}
    units : int
    start : {'orthogonal', 'gaussian'}
        Of W_hh.
    gain : float
        Its spectral radius, about.
    memory_bias : float
        First bias of the forget gate or update gate.
    chrono : bool
        True draws that bias for memories of up to T steps (Tallec and Ollivier 2018).
    settings : tuple of (str, value)
        Of the task, such as ``("delay", 5)``.
    rate, clip : float
        Adam's learning rate, and the largest norm of the gradient.
    batch : int
        Sequences of a step, drawn anew for each; all seeds see the same.
    seeds : int
        Networks in lockstep; network r has the weights of seed `first_seed` + r.
    first_seed : int
        Also the seed of the sequences.
    steps : int
        Of training, at most.
    stride : int
        Steps between two measurements.
    to_the_end : bool
        False ends the training where every network has solved the task.
    """

    task: str
    length: int
    cell: str
    units: int = 16
    start: str = "orthogonal"
    gain: float = 1.0
    memory_bias: float = 1.0
    chrono: bool = False
    settings: tuple[tuple[str, Any], ...] = ()
    rate: float = 0.01
    clip: float | None = 1.0
    batch: int = 32
    seeds: int = 20
    first_seed: int = 0
    steps: int = 1500
    stride: int = 25
    to_the_end: bool = False

    @property
    def solved_from(self) -> float:
        """The score from which a network has solved the task."""
        return -0.01 if SEQUENCES[self.task].kind == "regression" else 0.99

    @property
    def measured(self) -> Sequences:
        """The sequences that every network is measured on."""
        return measured_sequences(self.task, self.length, self.settings)

    @property
    def loss(self) -> Loss:
        """The loss: per step where every step has a target."""
        of_one = loss(_LOSSES[SEQUENCES[self.task].kind])
        return PerStepLoss(of_one) if self.measured.each_step else of_one

    def networks(self) -> Network:
        """Draw the weights of all seeds."""
        data = self.measured
        start = RecurrentStart(
            initializer(STARTS[self.start], gain=self.gain),
            memory_bias=self.memory_bias,
            chrono=max(3, data.steps) if self.chrono else None,
        )
        architecture = RecurrentArchitecture(
            self.cell, data.steps, data.X.shape[2], self.units, data.Y.shape[-1], data.each_step, start=start
        )
        return architecture.build(*range(self.first_seed, self.first_seed + self.seeds))

    def state(self) -> TrainState:
        """Return the state before the first step."""
        rules = Rules(self.loss, optimizer("adam"), self.rate, clip_norm=self.clip)
        return TrainState.start(self.networks(), rules, self.first_seed)

    def sequences_of(self, step: int) -> Batch:
        """Return the sequences of a step of training."""
        rng = generator(self.first_seed, Purpose.DATA, step)
        drawn = sequences(self.task, rng=rng, samples=self.batch, steps=self.length, **dict(self.settings))
        return Batch(drawn.X, drawn.Y)


@lru_cache(maxsize=64)
def measured_sequences(task: str, length: int, settings: tuple[tuple[str, Any], ...] = ()) -> Sequences:
    """Return sequences of a task that no training draws."""
    return sequences(task, rng=TEST_SEED, samples=TEST_SEQUENCES, steps=length, **dict(settings))


def score(A: Array, data: Sequences) -> Array:
    """Return the accuracy over all targets, or minus the mean squared error of numbers, for each network; shape (...).

    Parameters
    ----------
    A : ndarray, shape (..., *shape of data.Y)
        Logits, or numbers.
    data : Sequences
    """
    counted = data.counted
    A, Y = A[..., counted, :], data.Y[counted]
    if data.kind == "regression":
        found = -((A - Y) ** 2).mean((-2, -1))
    elif data.kind == "binary":
        found = ((A > 0.0) == (Y > 0.5)).mean((-2, -1))
    else:
        found = (A.argmax(-1) == Y.argmax(-1)).mean(-1)
    return np.where(np.isfinite(A).all((-2, -1)), found, np.nan)


@dataclass(frozen=True, eq=False)
class Measured:
    """One moment.

    Attributes
    ----------
    step : int
    loss, score : ndarray, shape (R,)
        On the measured sequences, of every network; see `score`.
    """

    step: int
    loss: Array
    score: Array


@dataclass(frozen=True, eq=False)
class Training(EvenTrajectory[TrainState, Measured]):
    """A recipe up to some step.

    Attributes
    ----------
    recipe : Recipe
    """

    recipe: Recipe

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.state.step

    @property
    def total(self) -> int:
        """Steps at most."""
        return self.recipe.steps

    @property
    def stride(self) -> int:
        """Steps between two measurements."""
        return self.recipe.stride

    @property
    def solved_at(self) -> Array:
        """After how many steps each network had solved the task; NaN where it has not yet. Shape (R,)."""
        scores = np.stack([frame.score for frame in self.frames])
        solved = scores >= self.recipe.solved_from
        steps = np.array([frame.step for frame in self.frames], np.float64)
        return np.where(solved.any(0), steps[solved.argmax(0)], np.nan)

    @property
    def solved(self) -> int:
        """How many networks have solved the task."""
        return int(np.isfinite(self.solved_at).sum())

    @property
    def median(self) -> float:
        """The median steps to the solution, over the networks that have solved it; NaN if none has."""
        at = self.solved_at[np.isfinite(self.solved_at)]
        return float(np.median(at)) if at.size else float("nan")

    @property
    def done(self) -> bool:
        """Whether all steps are taken, or all networks have solved the task and nothing more is asked for."""
        return super().done or (not self.recipe.to_the_end and self.solved == self.recipe.seeds)

    def next_frame(self) -> Self:
        """Return it at its next measurement; one that is done as it is."""
        if self.done:
            return self
        steps = min(self.stride, self.total - self.step)
        state = take_steps(self.state, self.recipe.sequences_of, steps, while_finite=False)
        return replace(self, state=state, frames=(*self.frames, _measure(self.recipe, state)))


def begin(recipe: Recipe) -> Training:
    """Draw the weights and measure the networks before the first step.

    Raises
    ------
    ValueError
        If the task, the network or a number is out of its limits.

    Examples
    --------
    >>> training = begin(Recipe("parity", 8, "lstm", units=8, seeds=3, steps=500)).run_to_end()
    >>> training.solved
    3
    """
    state = recipe.state()
    return Training(state, (_measure(recipe, state),), recipe)


@np.errstate(over="ignore", invalid="ignore")
def _measure(recipe: Recipe, state: TrainState) -> Measured:
    data = recipe.measured
    A = state.network.forward(data.X).A
    L = recipe.loss.measure(A, data.Y).L
    R = recipe.seeds
    return Measured(state.step, np.broadcast_to(L, (R,)), np.broadcast_to(score(A, data), (R,)))
