"""Echo: which symbols of the past a state holds, unit by unit, while networks learn to say what came d steps before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Sequences
from nnviz.engine import Array
from nnviz.experiments.recurrence.cell_race import CELLS, STRIDE, CellRace, at_the_start
from nnviz.experiments.recurrence.echo_settings import ECHO_NETWORKS, LONGEST_DELAY, EchoFields
from nnviz.experiments.recurrence.memory_settings import MemoryStart
from nnviz.experiments.recurrence.network_settings import CELL_TITLES, Cell
from nnviz.experiments.recurrence.recipe import Recipe, Training

SYMBOLS = 4
STEPS = 20
"""T, the length of a sequence."""

BEYOND = 3
"""So many steps beyond the delay the state is asked, too."""

READABLE = 0.9
"""From this accuracy of its read-out on, the state holds a symbol."""

RIDGE = 1e-6
"""Times the number of states, on the diagonal of the read-out's normal equations: units may be alike."""


@dataclass(frozen=True)
class EchoTask:
    """What decides a race.

    Attributes
    ----------
    delay : int
        d: the target of a step is the symbol of d steps before.
    units : int
    start : {'orthogonal', 'gaussian'}
        Rule for the first W_hh.
    steps : int
        Of training, at most.
    seed : int
    seeds : int
        Networks of each cell.
    """

    delay: int = 5
    units: int = 24
    start: MemoryStart = "orthogonal"
    steps: int = 400
    seed: int = 0
    seeds: int = ECHO_NETWORKS

    @staticmethod
    def of(settings: EchoFields) -> "EchoTask":
        """Return the race of the settings."""
        return EchoTask(
            settings.echo_delay, settings.echo_units, settings.echo_start, settings.echo_steps, settings.echo_seed
        )

    def recipe(self, cell: Cell) -> Recipe:
        """Return how the networks of one cell are trained."""
        return Recipe(
            "echo",
            STEPS,
            cell,
            units=self.units,
            start=self.start,
            settings=(("symbols", SYMBOLS), ("delay", self.delay)),
            seeds=self.seeds,
            first_seed=self.seed,
            steps=self.steps,
            stride=STRIDE,
        )

    @property
    def others(self) -> Iterator["EchoTask"]:
        """The race at all delays, this one among them; the rest stays."""
        return (replace(self, delay=delay) for delay in range(1, LONGEST_DELAY + 1))

    @property
    def asked(self) -> int:
        """How many delays the state is asked for: 0 to d + 3."""
        return self.delay + BEYOND + 1


@dataclass(frozen=True, eq=False)
class EchoFrame:
    """One moment; the first axis of every array but the last is the cell, as `CELLS`, the second the network.

    Attributes
    ----------
    step : int
    accuracy : ndarray, shape (3, R)
        Of the networks' own answers, on sequences that no training draws.
    read_out : ndarray, shape (3, R, d + 4)
        How often a linear read-out of all units names the symbol of k steps before: fitted by least squares to one
        half of the measured sequences, asked on the other half.
    shares : ndarray, shape (3, R, units, d + 4)
        Which share of a unit's variance the symbol of k steps before explains; see `explained_shares`.
    states : ndarray, shape (3, R, T, units)
        Over the first of the measured sequences.
    answers : ndarray, shape (3, R, T)
        The numbers of the symbols that are said on it.
    solved : ndarray, shape (3,)
        The share of the networks that have reached 99 % at some measurement.
    """

    step: int
    accuracy: Array
    read_out: Array
    shares: Array
    states: Array
    answers: Array
    solved: Array


@dataclass(frozen=True, eq=False)
class EchoRace(CellRace[EchoTask, EchoFrame]):
    """The race up to some step."""

    @staticmethod
    def measure(state: tuple[Training, ...]) -> EchoFrame:
        """Return what the states hold, and what the networks say."""
        read, shares, states, answers = map(np.stack, zip(*map(_look, state), strict=True))
        return EchoFrame(
            max(one.step for one in state),
            np.stack([one.end.score for one in state]),
            read,
            shares,
            states,
            answers,
            np.array([one.solved / one.recipe.seeds for one in state]),
        )


def begin_echo(task: EchoTask) -> EchoRace:
    """Draw the weights of all networks, and measure them.

    Parameters
    ----------
    task : EchoTask

    Examples
    --------
    >>> race = begin_echo(EchoTask(delay=2, units=16, steps=100, seeds=2)).run_to_end()
    >>> race.of("elman").solved, bool(race.end.read_out[0, 0, :3].min() > 0.9)
    (2, True)
    """
    state = at_the_start(task)
    return EchoRace(state, (EchoRace.measure(state),), task)


def _look(training: Training) -> tuple[Array, Array, Array, Array]:
    recipe, data = training.recipe, training.recipe.measured
    trace = training.state.network.forward(data.X)
    R, asked = recipe.seeds, dict(recipe.settings)["delay"] + BEYOND + 1
    states: Any = trace.layers[0]
    H = states.H.reshape(R, *data.X.shape[:2], recipe.units)
    answers = trace.A.reshape(R, *data.Y.shape)[:, 0].argmax(-1)
    symbols = data.X.argmax(-1)
    kept = H[:, 0].astype(np.float32)
    return read_out(H, symbols, asked), explained_shares(H, symbols, asked), kept, answers


def _past(symbols: Array, asked: int) -> Array:
    """Return the symbols of k = 0, 1, ... steps before, at all steps that have so many before them: (K, N, T')."""
    T = symbols.shape[1]
    return np.stack([symbols[:, asked - 1 - k : T - k] for k in range(asked)])


def read_out(H: Array, symbols: Array, asked: int) -> Array:
    """Return how often a linear read-out of all units names the symbol of k steps before.

    For each k a linear model of the units is fitted by least squares to the one-hot symbol, on the first half of the
    sequences (Jaeger 2001, "Short term memory in echo state networks", with the squared correlation in place of the
    accuracy); what is returned is its accuracy on the others.

    Parameters
    ----------
    H : ndarray, shape (R, N, T, units)
    symbols : ndarray of int, shape (N, T)
    asked : int
        K; so many delays, from 0 on.

    Returns
    -------
    ndarray, shape (R, K)
    """
    R, N, T, units = H.shape
    half, n_symbols = N // 2, int(symbols.max()) + 1
    past = _past(symbols, asked)
    A = np.concatenate([H[:, :, asked - 1 :], np.ones((R, N, T - asked + 1, 1))], -1)
    fitted, other = (part.reshape(R, -1, units + 1) for part in (A[:, :half], A[:, half:]))
    Y = np.eye(n_symbols)[past[:, :half].reshape(asked, -1)].transpose(1, 0, 2).reshape(fitted.shape[1], -1)
    A_T = np.swapaxes(fitted, -1, -2)
    W = np.linalg.solve(A_T @ fitted + RIDGE * fitted.shape[1] * np.eye(units + 1), A_T @ Y)
    said = (other @ W).reshape(R, -1, asked, n_symbols).argmax(-1)
    right: Array = (said == past[:, half:].reshape(asked, -1).T).mean(1)
    return right


def explained_shares(H: Array, symbols: Array, asked: int) -> Array:
    """Return which share of a unit's variance the symbol of k steps before explains.

    That is the variance of the unit's mean for each symbol over its whole variance (the correlation ratio, Pearson
    1905). The symbols of different steps are drawn independently of each other: so the shares of all delays add up to
    at most 1, apart from chance, and a unit that were one place of a shift register had all in one.

    Parameters
    ----------
    H : ndarray, shape (R, N, T, units)
    symbols : ndarray of int, shape (N, T)
    asked : int
        K.

    Returns
    -------
    ndarray, shape (R, units, K)
        NaN for a unit that never changes.
    """
    R, units = H.shape[0], H.shape[-1]
    H = H[:, :, asked - 1 :].reshape(R, -1, units)
    H = H - H.mean(1, keepdims=True)
    hot = np.eye(int(symbols.max()) + 1)[_past(symbols, asked).reshape(asked, -1)]
    count = hot.sum(1)
    sums = np.swapaxes(hot, -1, -2).reshape(-1, H.shape[1]) @ H
    between = (sums.reshape(R, asked, -1, units) ** 2 / np.maximum(count, 1.0)[..., None]).sum(2)
    whole = (H**2).sum(1)[:, None]
    shares: Array = np.divide(between, whole, out=np.full_like(between, np.nan), where=whole > 0)
    return np.swapaxes(shares, -1, -2)


def best_delays(shares: Array) -> NDArray[np.intp]:
    """Return the delay whose symbol explains most of each unit, shape (...) of shares (..., K)."""
    return np.asarray(np.nan_to_num(shares, nan=-1.0).argmax(-1))


def in_order(shares: Array) -> NDArray[np.intp]:
    """Return the units by the delay that they carry best, and for each delay the purest first: shape (..., units)."""
    most = np.nan_to_num(shares, nan=0.0).max(-1)
    order = np.lexsort((-most, best_delays(shares)), axis=-1)
    return np.asarray(order)


def held(read_out: Array) -> NDArray[np.intp]:
    """Return how many delays from 0 on without a gap can be read out of the state: shape (...) of (..., K)."""
    return np.asarray(np.logical_and.accumulate(read_out >= READABLE, axis=-1).sum(-1))


def shown_sequence(task: EchoTask) -> Sequences:
    """Return the one sequence that the strips show."""
    return task.recipe("elman").measured.take([0])


def rows(race: EchoRace, cell: Cell, k: int) -> list[dict[str, Any]]:
    """Return a line for each unit of a network, in the order of the picture: what explains its variance."""
    shares = race.end.shares[CELLS.index(cell), k]
    return [
        {"cell": CELL_TITLES[cell], "network": race.task.seed + k, "unit": int(unit) + 1}
        | {f"delay_{delay}": float(share) for delay, share in enumerate(shares[unit])}
        for unit in in_order(shares)
    ]
