"""What a race is: who runs, in what one thing they differ, and what is the same for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from nnviz.datasets import DATASETS
from nnviz.engine import check_work
from nnviz.experiments.address.codecs import among
from nnviz.experiments.address.echo import echo
from nnviz.experiments.address.record import AddressRecord, OldKeys
from nnviz.experiments.address.seeds import FirstSeed, Seed
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.run.choice import (
    CHOICE_KINDS,
    ActivationChoice,
    InitializerChoice,
    OptimizerChoice,
    canonical,
    in_words,
    name_of,
    values_of,
)
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.settings import RunSettings

Vary = Literal["activation", "learning_rate", "initializer", "optimizer", "depth", "width", "batch_size"]
Criterion = Literal["test_loss", "train_loss", "test_accuracy"]

MIN_CONTESTANTS, MAX_CONTESTANTS = 2, 6
"""Contestants."""

MAX_DEPTH, MAX_WIDTH = 10, 64

RACE_DATASETS = tuple(name for name, info in DATASETS.items() if info.kind != "regression")
"""Data with classes: only there an answer is right or wrong."""

CRITERIA: dict[str, str] = {"test_loss": "test loss", "train_loss": "training loss", "test_accuracy": "test accuracy"}
"""By what the winner is found."""


@dataclass(frozen=True)
class Hyperparameter:
    """One thing in which contestants may differ.

    Attributes
    ----------
    title : str
        As a person says it.
    usual : tuple of str
        Who runs unless others are chosen.
    read : callable
        Turns the text of an address into the value; raises ValueError for one that is not legal.
    name : callable
        What a contestant with this value is called.
    known : tuple of str
        The names to choose from; for numbers some that are often tried.
    """

    title: str
    usual: tuple[str, ...]
    read: Callable[[str], Any]
    name: Callable[[Any], str]
    known: tuple[str, ...]


def _choice(kind: str) -> Callable[[str], str]:
    return lambda text: canonical(kind, text)


def _called(kind: str) -> Callable[[str], str]:
    """Return what names a choice: its title, and in brackets what has not its usual value."""

    def title(text: str) -> str:
        made = CHOICE_KINDS[kind].make(name_of(text), **values_of(kind, text))
        _, bracket, values = in_words(text).partition(" (")
        return f"{made.title}{bracket}{values}"

    return title


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 7 and low <= int(text) <= high):
            raise ValueError(f"expected a whole number from {low} to {high}, got '{echo(text)}'; choose another one")
        return int(text)

    return read


def _rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not (isfinite(value) and 0.0 < value <= 100.0):
        raise ValueError(f"expected a learning rate above 0 and at most 100, got '{echo(text)}'; choose another one")
    return value


HYPERPARAMETERS: dict[str, Hyperparameter] = {
    "activation": Hyperparameter(
        "activation",
        ("relu", "sigmoid", "leaky_relu"),
        _choice("activation"),
        _called("activation"),
        CHOICE_KINDS["activation"].names,
    ),
    "learning_rate": Hyperparameter(
        "learning rate",
        ("0.01", "0.1", "1"),
        _rate,
        lambda rate: f"η = {rate:g}",
        ("0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3"),
    ),
    "initializer": Hyperparameter(
        "initial weights",
        ("normal", "glorot_uniform", "he_normal"),
        _choice("initializer"),
        _called("initializer"),
        CHOICE_KINDS["initializer"].names,
    ),
    "optimizer": Hyperparameter(
        "optimizer",
        ("sgd", "momentum", "adam"),
        _choice("optimizer"),
        _called("optimizer"),
        CHOICE_KINDS["optimizer"].names,
    ),
    "depth": Hyperparameter(
        "depth",
        ("1", "2", "4"),
        _whole(1, MAX_DEPTH),
        lambda n: counted(n, "hidden layer"),
        tuple(str(n) for n in range(1, MAX_DEPTH + 1)),
    ),
    "width": Hyperparameter(
        "width",
        ("2", "4", "16"),
        _whole(1, MAX_WIDTH),
        lambda n: counted(n, "unit per layer", "units per layer"),
        ("1", "2", "3", "4", "8", "16", "32", "64"),
    ),
    "batch_size": Hyperparameter(
        "batch size",
        ("1", "10", "100"),
        _whole(1, 20_000),
        lambda n: f"batches of {n}",
        ("1", "2", "5", "10", "20", "50", "100", "250"),
    ),
}
"""All of them by the names of the settings."""


class RaceSettings(AddressRecord):
    """All that decides a race; the same settings give the same numbers.

    ``contestants`` are the values of the thing that varies, as texts; () means the usual ones. The field of that thing
    itself is not used.
    """

    vary: Vary = "activation"
    contestants: tuple[str, ...] = Field((), max_length=MAX_CONTESTANTS)
    dataset: Annotated[str, among(*RACE_DATASETS, what="data with classes, one")] = "circle"
    noise: float = Field(0.0, ge=0.0, le=50.0)
    activation: ActivationChoice = "relu"
    learning_rate: float = Field(0.1, gt=0.0, le=100.0)
    initializer: InitializerChoice = "glorot_uniform"
    optimizer: OptimizerChoice = "sgd"
    depth: int = Field(2, ge=1, le=MAX_DEPTH)
    width: int = Field(8, ge=1, le=MAX_WIDTH)
    batch_size: int = Field(10, ge=1, le=20_000)
    seeds: int = Field(20, ge=10, le=100)
    first_seed: FirstSeed = 0
    data_seed: Seed = 0
    epochs: int = Field(100, ge=1, le=1000)
    target_accuracy: Annotated[float, OldKeys("solved")] = Field(0.9, ge=0.5, le=1.0)
    """From this share of right answers on the test part on, a seed counts as solved."""
    criterion: Annotated[Criterion, OldKeys("judge")] = "test_loss"

    @model_validator(mode="after")
    def _can_run(self) -> Self:
        if not MIN_CONTESTANTS <= len(self.entries) <= MAX_CONTESTANTS:
            raise ValueError(
                f"expected {MIN_CONTESTANTS} to {MAX_CONTESTANTS} contestants, got {len(self.entries)}; "
                "add or leave out some"
            )
        values = self.values
        if len(set(values)) < len(values):
            raise ValueError(
                f"expected each contestant once, got '{echo(', '.join(self.entries))}'; name each only once"
            )
        chosen = self.contestant_settings  # each of them is checked
        check_work(chosen[0].n_evaluated, *(one.widths for one in chosen), copies=self.seeds)
        return self

    @property
    def entries(self) -> tuple[str, ...]:
        """The contestants as texts: the chosen ones or the usual ones."""
        return self.contestants or HYPERPARAMETERS[self.vary].usual

    @property
    def values(self) -> tuple[Any, ...]:
        """The value of the thing that varies, for each contestant."""
        return tuple(HYPERPARAMETERS[self.vary].read(text) for text in self.entries)

    @property
    def titles(self) -> tuple[str, ...]:
        """What each contestant is called."""
        return tuple(HYPERPARAMETERS[self.vary].name(value) for value in self.values)

    @property
    def seed_numbers(self) -> tuple[int, ...]:
        """The seeds of every contestant's networks."""
        return tuple(range(self.first_seed, self.first_seed + self.seeds))

    @property
    def contestant_settings(self) -> tuple[RunSettings, ...]:
        """Each contestant as the Playground's settings, with the first seed."""
        return tuple(self._playground({self.vary: value}) for value in self.values)

    def _playground(self, change: dict[str, Any]) -> RunSettings:
        wanted = {name: getattr(self, name) for name in HYPERPARAMETERS} | change
        layer = HiddenSettings(units=wanted.pop("width"), activation=wanted.pop("activation"))
        hidden = (layer,) * wanted.pop("depth")
        noise = self.noise if "noise" in DATASETS[self.dataset].parameters else 0.0
        base = RunSettings().changed(dataset=self.dataset)
        return base.changed(hidden=hidden, noise=noise, seed=self.first_seed, data_seed=self.data_seed, **wanted)

    def with_vary(self, vary: str) -> Self:
        """Return a race of other contestants, the usual ones, that differ in another thing."""
        return self.changed(vary=vary, contestants=())
