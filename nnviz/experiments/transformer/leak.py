"""The leak: the same transformer with and without its causal mask learns to predict every next symbol, in lockstep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import Continuations
from nnviz.engine import Array, Batch, Network, TrainState, one_hot, with_steps
from nnviz.experiments.attending.accuracy import ensemble_of
from nnviz.experiments.attending.recipe import LOSS, TransformerRecipe
from nnviz.experiments.letters.dependence import dependence
from nnviz.experiments.recording.recording import Moment, Recording, Task, member, spaced
from nnviz.experiments.transformer.leak_settings import LeakFields

SEEDS = 3
MEASURED = 48
"""Sequences that are measured at every frame."""

BAND = (0.0, 0.5, 1.0)
"""The least, the median and the largest over the seeds."""

CONTESTANTS = ("with the mask", "without it")
"""The rows of every array."""

ALMOST_NONE = 0.05
"""Fewer sequences than this share are as good as none."""


@dataclass(frozen=True)
class Leak(Task):
    """Two ensembles from one start, on the same sequences: with the causal mask, and without.

    Attributes
    ----------
    task : str
    steps, seed, seeds : int
    """

    task: str = "sort"
    steps: int = 300
    seed: int = 0
    seeds: int = SEEDS

    @property
    def recipes(self) -> tuple[TransformerRecipe, TransformerRecipe]:
        """How they are trained: with the mask, without."""
        masked, open_ = (
            TransformerRecipe(
                self.task,
                heads=2 if self.task == "sort" else 1,
                hidden=64 if self.task == "sort" else 0,
                causal=causal,
                seeds=self.seeds,
                first_seed=self.seed,
            )
            for causal in (True, False)
        )
        return masked, open_

    @property
    def measured(self) -> Continuations:
        """The sequences that every network is measured on."""
        return self.recipes[0].measured.take(slice(MEASURED))

    @property
    def stops(self) -> tuple[int, ...]:
        """The steps at which a moment is kept."""
        return spaced(self.steps, 24, most=8)

    def start(self) -> tuple[TrainState, ...]:
        """Return both ensembles before the first step."""
        return tuple(recipe.state() for recipe in self.recipes)

    def batch(self, step: int) -> Batch:
        """Return new sequences; every next symbol is asked for, those among them that are drawn at random."""
        data = self.recipes[0].sequences_of(step)
        return Batch(data.X, every_next(data))

    def measure(self, networks: tuple[Network, ...], before: Mapping[str, Array]) -> dict[str, Array]:
        """Return the loss, and how many sequences are continued without a fault, of every network: (2, seeds)."""
        data = self.measured
        Y = every_next(data)
        loss = [LOSS.measure(network.forward(data.X).A, Y).L for network in networks]
        whole = [(generated(network, data) == data.numbers).all(-1).mean(-1) for network in networks]
        shape = (len(CONTESTANTS), self.seeds)
        return {"loss": np.array(loss).reshape(shape), "whole": np.array(whole).reshape(shape)}


def every_next(data: Continuations) -> Array:
    """Return the symbol that follows each, one-hot, shape (N, T, symbols)."""
    symbols = len(data.symbols)
    return one_hot(data.targets.reshape(-1), symbols).reshape(*data.targets.shape, symbols)


def generated(network: Network, data: Continuations) -> NDArray[np.intp]:
    """Return the sequences as a network goes on with what is given, by its most probable symbol each time.

    It reads what is there so far and nothing behind it, since there is nothing yet: so without a mask, too.

    Returns
    -------
    ndarray of int, shape (..., N, T + 1)
    """
    said = np.zeros((*ensemble_of(network), *data.numbers.shape), np.intp)
    said[..., : data.given] = data.numbers[:, : data.given]
    for step in range(data.given, data.steps + 1):
        read = said[..., :step].astype(np.float64)
        said[..., step] = with_steps(network, step).forward(read).A[..., -1, :].argmax(-1)
    return said


def least_loss(task: Leak) -> tuple[float, float]:
    """Return the least loss that is possible with the mask and without, in nats a symbol.

    With it, nobody can know the symbols that are drawn at random, all of those that are given but the first: each costs
    the log of how many symbols there are. Without it, the next symbol is among those that are read.
    """
    data = task.measured
    return (data.given - 1) * float(np.log(len(data.symbols))) / data.steps, 0.0


def task_of(settings: LeakFields) -> Leak:
    """Return what the settings ask for."""
    return Leak(settings.leak_task, settings.leak_steps, settings.leak_seed)


def sequence_of(settings: LeakFields) -> Continuations:
    """Return the one sequence that is looked at."""
    return task_of(settings).measured.take(slice(settings.leak_sample - 1, settings.leak_sample))


def maps_of(networks: Sequence[Network], data: Continuations) -> Array:
    """Return how much the logit of each true next symbol depends on each symbol that is read, (2, T, T).

    Of the first seed's networks; row t: the norms of d logit_t / d embedding_s.
    """
    steps = np.arange(data.steps)
    return np.stack([dependence(member(one, 0), data.X, steps, data.targets[0]) for one in networks])


def pictures(settings: LeakFields, recording: Recording, frames: Sequence[Moment]) -> dict[str, Array]:
    """Return what is drawn of some moments, each array stacked over them.

    Returns
    -------
    dict
        ``loss`` and ``whole`` (medians, with ``low`` and ``high`` behind their names for the band over the seeds),
        shape (frames, 2). Of the sequence that is looked at ``slopes with`` and ``slopes without``, shape
        (frames, 1, T, T), and ``later``, the largest entry of both above the diagonal, (frames, 2); ``said with`` and
        ``said without``, what the first seed's networks generate, (frames, T + 1 - given).
    """
    data = sequence_of(settings)
    found: dict[str, Array] = {}
    for name in ("loss", "whole"):
        low, middle, high = np.quantile(np.array([frame.measured[name] for frame in frames]), BAND, axis=-1)
        found |= {f"{name} low": low, name: middle, f"{name} high": high}
    slopes, said = [], []
    for frame in frames:
        networks = [one.network.with_theta(theta) for one, theta in zip(recording.state, frame.thetas, strict=True)]
        slopes.append(maps_of(networks, data))
        said.append([generated(member(one, 0), data)[0, data.given :] for one in networks])
    maps = np.array(slopes)
    found["later"] = np.triu(maps, 1).max((-2, -1))
    for k, name in enumerate(("with", "without")):
        found[f"slopes {name}"] = maps[:, k, None]
        found[f"said {name}"] = np.array(said, np.float64)[:, k]
    return found


@dataclass(frozen=True)
class Result:
    """Where both have come to, the medians over the seeds: with the mask, without.

    Attributes
    ----------
    loss, whole : tuple of float
    later : tuple of float
        The largest norm of a derivative with respect to a later symbol, over one sequence.
    """

    loss: tuple[float, float]
    whole: tuple[float, float]
    later: tuple[float, float]


def result(recording: Recording, data: Continuations) -> Result:
    """Return where both have come to.

    Parameters
    ----------
    recording : Recording
    data : Continuations
        The one sequence whose derivatives are taken.
    """
    loss, whole = (np.median(recording.end.measured[name], axis=-1).tolist() for name in ("loss", "whole"))
    later = np.triu(maps_of(recording.networks(), data), 1).max((-2, -1)).tolist()
    return Result(tuple(loss), tuple(whole), tuple(later))


def rows(recording: Recording) -> list[dict[str, object]]:
    """Return a row for each moment, for a table: the medians over the seeds."""
    found: list[dict[str, object]] = []
    for frame in recording.frames:
        row: dict[str, object] = {"step": frame.step}
        for name, title in (("loss", "loss"), ("whole", "whole sequences")):
            for contestant, value in zip(CONTESTANTS, np.median(frame.measured[name], axis=-1), strict=True):
                row[f"{title} {contestant}"] = float(value)
        found.append(row)
    return found
