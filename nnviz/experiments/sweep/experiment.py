"""What can be swept: experiments that turn settings into a task, and a task and seeds into measured numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, TypeAlias, cast

from nnviz.experiments.address.codecs import one_of

Value: TypeAlias = float | int | str
"""A value of one setting, as a settings file or an axis holds it."""


@dataclass(frozen=True)
class Measure:
    """One number that is measured of each network; numbers that there are not are NaN.

    Attributes
    ----------
    name : str
        The column in a table of results.
    title : str
        With its unit, as a figure shows it.
    """

    name: str
    title: str


class Task(Protocol):
    """One combination of settings, ready to be run for any seeds. It is frozen, can be pickled, and holds no arrays."""

    def canonical(self) -> Mapping[str, object]:
        """Return all that decides the numbers but the seed, as JSON knows it: every setting, the usual ones too."""
        ...

    def query(self, seed: int) -> Mapping[str, str]:
        """Return the parameters of the address that shows this very network."""
        ...

    def run(self, seeds: Sequence[int]) -> tuple[tuple[float, ...], ...]:
        """Return a row for each seed: a number for each measure of the experiment.

        The numbers of a seed are the same, bit for bit, whatever other seeds are run beside it.
        """
        ...

    def seconds(self, seeds: int) -> float:
        """Return about how long so many seeds take on this machine, from a few steps that are timed."""
        ...


class MakesTasks(Protocol):
    """Makes the task of an experiment."""

    def __call__(self, values: Mapping[str, Value]) -> Task:
        """Return the task of some settings, the usual ones for the rest.

        Raises
        ------
        SettingError
            If a setting is out of its bounds, or settings do not fit together.
        """
        ...


class SettingError(ValueError):
    """A setting that cannot be used; `name` is the setting, or empty where several do not fit together."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Experiment:
    """What can be swept.

    Attributes
    ----------
    name, title : str
    page : str
        The page that shows one network of it.
    version : int
        Of what is measured and how; tables of another version are refused.
    settings : tuple of str
        What may be fixed or be an axis.
    measures : tuple of Measure
        "solved" is one of them, 1 or 0.
    task : callable
        From settings to a `Task`.
    """

    name: str
    title: str
    page: str
    version: int
    settings: tuple[str, ...]
    measures: tuple[Measure, ...]
    task: MakesTasks

    def index(self, measure: str) -> int:
        """Return the place of a measure in a row.

        Raises
        ------
        ValueError
            If it is none; with those that there are.
        """
        names = [one.name for one in self.measures]
        return names.index(one_of(measure, names))


EXPERIMENTS = {
    "playground": "sweep.playground",
    "depth": "sweep.depth",
    "initialization": "initialization_and_dropout.sweeping",
    "race": "activation_race.sweeping",
}
"""Where each experiment is declared, as `EXPERIMENT`. It is fetched by name: pages know sweeps, and not each other."""


@cache
def experiment(name: str) -> Experiment:
    """Return an experiment.

    Raises
    ------
    ValueError
        If there is none of that name; with those that there are.
    """
    module = import_module(f"nnviz.experiments.{EXPERIMENTS[one_of(name, EXPERIMENTS)]}")
    return cast(Experiment, module.EXPERIMENT)
