"""The same number of parameters in one to four layers: what Adam finds from many seeds, and what it does not find."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nnviz.datasets import dataset
from nnviz.datasets.functions import function
from nnviz.engine import Array, Network
from nnviz.experiments.width_and_depth.ensembles import SEEDS, count_parameters, equal_widths, random_networks, shaken
from nnviz.experiments.width_and_depth.fitting import FitTrajectory, Task, begin, function_task, solved
from nnviz.experiments.width_and_depth.tents import deep_tent, flat_tent

DEPTHS = (1, 2, 3, 4)
TASKS = {
    "saw-1": "zigzag of 2 pieces",
    "saw-2": "zigzag of 4 pieces",
    "saw-3": "zigzag of 8 pieces",
    "saw-4": "zigzag of 16 pieces",
    "spirals": "two spirals",
}
"""What is learned, by name."""

BUDGETS = (120, 250, 340)
"""Parameters that every network has, about."""

SIDE = 28
"""Points along each side of the drawn plane."""

REACH = 2.0
"""The spirals' plane goes from minus this to plus this."""


@dataclass(frozen=True)
class Shape:
    """One shape of network.

    Attributes
    ----------
    title : str
    widths : tuple of int
        From the inputs to the output.
    """

    title: str
    widths: tuple[int, ...]

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return count_parameters(self.widths)


def folds_of(task: str) -> int:
    """Return how often the tent map of a task is folded; 0 for the spirals."""
    return int(task.removeprefix("saw-")) if task.startswith("saw-") else 0


@lru_cache(maxsize=8)
def depth_task(name: str) -> Task:
    """Return the task of that name.

    Parameters
    ----------
    name : str
        Of `TASKS`.

    Raises
    ------
    ValueError
        If it is unknown.
    """
    if name not in TASKS:
        raise ValueError(f"expected a task, one of {', '.join(TASKS)}, got {name!r}")
    if folds := folds_of(name):
        return replace(function_task(function("sawtooth", folds=folds)), frames=250)
    data = dataset("spiral", samples=400)
    X = data.X / 3.0
    at = REACH * (2.0 * np.arange(SIDE) + 1.0 - SIDE) / SIDE
    x, y = np.meshgrid(at, at)
    plane = np.stack([x.ravel(), y.ravel()], 1)
    return Task(X[:200], data.Y[:200], X[200:], data.Y[200:], "binary_cross_entropy", plane, solved=0.05, frames=750)


def shapes(task: str, budget: int) -> tuple[Shape, ...]:
    """Return networks of one to four hidden layers with about the same number of parameters.

    Parameters
    ----------
    task : str
    budget : int
    """
    n_in = 1 if folds_of(task) else 2
    made = [equal_widths(n_in, depth, budget) for depth in DEPTHS]
    titles = ("1 hidden layer", *(f"{depth} hidden layers" for depth in DEPTHS[1:]))
    return tuple(Shape(title, widths) for title, widths in zip(titles, made, strict=True))


def built_shapes(task: str) -> tuple[Shape, ...]:
    """Return the shapes of the two built networks of a zigzag: folded, and flat."""
    return tuple(
        Shape(title, (1, *(layer.n_out or 0 for layer in network.layers)))
        for title, network in zip(("folded", "flat"), built_networks(task), strict=True)
    )


def built_networks(task: str) -> tuple[Network, ...]:
    """Return the zigzag of a task as it is built: folded in k layers, and in one layer."""
    folds = folds_of(task)
    if not folds:
        raise ValueError("expected a zigzag, for which networks can be built, got the spirals")
    return deep_tent(folds), flat_tent(folds)


def begin_depths(
    task: str,
    budget: int = 120,
    seeds: int = SEEDS,
    steps: int = 1500,
    learning_rate: float = 0.01,
    noise: float | None = None,
    seed: int = 0,
) -> FitTrajectory:
    """Begin to train networks of all depths on a task, each from many seeds.

    Hidden units are ReLU for a zigzag and tanh for the spirals.

    Parameters
    ----------
    task : str
        Of `TASKS`.
    budget : int
        Parameters of each network, about.
    seeds : int
        Networks of each shape.
    steps : int
    learning_rate : float
    noise : float, optional
        Starts from the built networks instead, each parameter changed by so much of itself; zigzags only.
    seed : int
        The first.

    Examples
    --------
    >>> trained = begin_depths("saw-1", 120, seeds=2, steps=20).finish()
    >>> [len(errors) for errors in trained.end.errors]
    [2, 2, 2, 2]
    """
    chosen = depth_task(task)
    if noise is not None:
        networks = [shaken(network, noise, seeds, seed) for network in built_networks(task)]
    else:
        kind = "tanh" if chosen.decides else "relu"
        within = (-REACH, REACH) if chosen.decides else (0.0, 1.0)
        networks = [random_networks(shape.widths, kind, seeds, seed, within) for shape in shapes(task, budget)]
    return begin(chosen, networks, steps, learning_rate)


@dataclass(frozen=True, eq=False)
class DepthResult:
    """What was found after training.

    Attributes
    ----------
    shapes : tuple of Shape
    task : Task
    errors : tuple of ndarray, each of shape (S,)
    """

    shapes: tuple[Shape, ...]
    task: Task
    errors: tuple[Array, ...]

    @property
    def solved(self) -> tuple[int, ...]:
        """How many networks of each shape have solved the task."""
        return tuple(solved(self.task, errors) for errors in self.errors)

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each shape: medians and bands over the seeds."""
        rows: list[dict[str, object]] = []
        for shape, errors, count in zip(self.shapes, self.errors, self.solved, strict=True):
            low, middle, high = np.quantile(errors, (0.1, 0.5, 0.9))
            rows.append(
                {
                    "network": shape.title,
                    "units": "-".join(map(str, shape.widths)),
                    "parameters": shape.parameters,
                    "median error": float(middle),
                    "10 % quantile": float(low),
                    "90 % quantile": float(high),
                    "solved": f"{count} of {len(errors)}",
                }
            )
        return rows
