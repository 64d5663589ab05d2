"""Ten ways in which a network does not learn, each with a network that has it and the remedies that help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.experiments.clinic.patient import Patient
from nnviz.experiments.diagnosis.learning import smooth
from nnviz.experiments.run import advance
from nnviz.experiments.settings import HiddenSettings, Settings

Changes = Mapping[str, Any]


@dataclass(frozen=True)
class Remedy:
    """One treatment.

    Attributes
    ----------
    name, title : str
    why : str
        What it does to the cause.
    changes : callable
        Takes the ill settings and returns the fields that the remedy changes.
    since : int
        The step from which on the treated network goes on with the ill one's weights; 0 starts again.
    heals : bool
        Whether it is expected to help; a treatment that comes too late is worth seeing too.
    right_labels : bool
        Whether the labels are put back in order.
    """

    name: str
    title: str
    why: str
    changes: Callable[[Settings], Changes] = lambda _: {}
    since: int = 0
    heals: bool = True
    right_labels: bool = False

    def of(self, patient: Patient) -> Patient:
        """Return the treated patient."""
        settings = patient.settings.changed(**self.changes(patient.settings))
        before = patient if self.since else None
        shuffled = patient.shuffled and not self.right_labels
        return Patient(settings, patient.steps, patient.stride, patient.early, shuffled, before, self.since)


@dataclass(frozen=True)
class Case:
    """One failure.

    Attributes
    ----------
    name, title : str
    sign : str
        By which `diagnose` names it: a name in `SIGNS`.
    look : str
        Where to look, in a sentence that doesn't give it away.
    settings : Settings
        The network that has it, with every seed.
    steps, stride : int
        How long it is trained, and how often it is looked at.
    remedies : tuple of Remedy
    shuffled : bool
        Whether its labels are shuffled.
    """

    name: str
    title: str
    sign: str
    look: str
    settings: Settings
    steps: int
    stride: int
    remedies: tuple[Remedy, ...]
    shuffled: bool = False

    def patient(self, seed: int = 0) -> Patient:
        """Return the ill network of a seed."""
        return self.of(self.settings.changed(seed=seed, data_seed=seed))

    def of(self, settings: Settings) -> Patient:
        """Return another network as a patient of this kind."""
        return Patient(settings, self.steps, self.stride, shuffled=self.shuffled)

    def remedy(self, name: str) -> Remedy:
        """Return a remedy.

        Raises
        ------
        ValueError
            If the case has none of that name; those that it has are listed.
        """
        found = next((remedy for remedy in self.remedies if remedy.name == name), None)
        if found is None:
            known = ", ".join(remedy.name for remedy in self.remedies)
            raise ValueError(f"expected a remedy of {self.title!r}, one of {known}, got {name!r}")
        return found


def layers(*units: int, activation: str = "tanh") -> tuple[HiddenSettings, ...]:
    """Return hidden layers of one activation."""
    return tuple(HiddenSettings(units=n, activation=activation) for n in units)


def with_layers(settings: Settings, **changes: Any) -> dict[str, Any]:
    """Return the change that gives every hidden layer other fields."""
    return {"hidden": tuple(part.model_copy(update=changes) for part in settings.hidden)}


@lru_cache(maxsize=64)
def best_epoch(patient: Patient) -> int:
    """Return the epoch in which a patient's test loss, a mean over five looks, is lowest.

    Parameters
    ----------
    patient : Patient
    """
    run = patient.begin()
    epochs, losses = [run.epoch], [run.evaluation.test_loss]
    while run.step < patient.steps and run.stop is None:
        run = advance(run, patient.next_look(run.step) - run.step)
        epochs.append(run.epoch)
        losses.append(run.evaluation.test_loss)
    return max(1, round(epochs[int(smooth(np.array(losses)).argmin())]))


LATE = 200
"""The step at which dead units are treated: by then they are dead for sure."""

_DEAD = (
    Remedy(
        "leaky",
        "leaky ReLU, same weights",
        f"The same dead weights, from step {LATE} on with leaky ReLU at a rate of 0.03: a negative sum now has a slope "
        "of 0.01 instead of 0, so a gradient comes through and moves the weights.",
        lambda ill: with_layers(ill, activation="leaky_relu") | {"learning_rate": 0.03},
        since=LATE,
    ),
    Remedy(
        "late",
        "smaller steps, too late",
        f"The same dead weights, from step {LATE} on at a rate of 0.03, still ReLU: 0.03 times a gradient of 0 is 0.",
        lambda _: {"learning_rate": 0.03},
        since=LATE,
        heals=False,
    ),
    Remedy(
        "early",
        "smaller steps from the start",
        "At a rate of 0.03 no step throws a unit to where every sample gives a negative sum.",
        lambda _: {"learning_rate": 0.03},
    ),
)
_SATURATED = (
    Remedy(
        "glorot",
        "weights drawn to fit",
        "Glorot's weights keep the sums near 0, where sigmoid has its largest slope.",
        lambda _: {"initializer": "glorot_uniform"},
    ),
    Remedy(
        "relu",
        "ReLU with He's weights",
        "ReLU has slope 1 for every positive sum, however large.",
        lambda ill: with_layers(ill, activation="relu") | {"initializer": "he_normal", "learning_rate": 0.1},
    ),
)
_DIVERGED = (
    Remedy(
        "rate",
        "a smaller rate",
        "Below 2 over the curvature a deviation shrinks from step to step instead of growing.",
        lambda _: {"learning_rate": 0.01},
    ),
    Remedy(
        "clip",
        "clip the gradient",
        "The gradient keeps its direction, but no step is longer than the rate times 1.",
        lambda _: {"clip_norm": 1.0},
    ),
)
_SYMMETRIC = (
    Remedy(
        "random",
        "random weights",
        "Units that begin different get different gradients and come to do different things.",
        lambda ill: {"initializer": "he_normal" if ill.hidden[0].activation == "relu" else "glorot_uniform"},
    ),
)
_LINEAR = (
    Remedy(
        "tanh",
        "tanh in the hidden layers",
        "A bend between two matrices keeps them from becoming one.",
        lambda ill: with_layers(ill, activation="tanh"),
    ),
    Remedy(
        "relu",
        "ReLU in the hidden layers",
        "One bend at 0 in each unit is enough.",
        lambda ill: with_layers(ill, activation="relu") | {"initializer": "he_normal"},
    ),
)
_SLOW = (
    Remedy(
        "rate",
        "a larger rate",
        "The direction was right all along; 0.1 makes the steps as long as they can usefully be.",
        lambda _: {"learning_rate": 0.1},
    ),
    Remedy(
        "adam",
        "Adam, rate 0.01",
        "Adam divides each step by the gradient's usual size: now the rate alone says how long a step is.",
        lambda _: {"optimizer": "adam", "learning_rate": 0.01},
    ),
)
_OVERFITTING = (
    Remedy(
        "data",
        "more samples",
        "Eight times as many: noise that differs from sample to sample averages out.",
        lambda _: {"train_share": 0.8},
    ),
    Remedy(
        "l2",
        "L2 penalty 0.1",
        "Large weights cost something: sharp bends around single points no longer pay.",
        lambda _: {"penalty": "l2", "penalty_rate": 0.1},
    ),
    Remedy(
        "dropout",
        "dropout 0.7",
        "Units are silenced at random, so none can rely on a detail that only one sample has.",
        lambda ill: with_layers(ill, dropout=0.7),
    ),
    Remedy(
        "stop",
        "early stop",
        "Stop in the epoch in which the test loss of the ill network was lowest.",
        lambda ill: {"max_epochs": best_epoch(CASES["overfitting"].of(ill))},
    ),
)
_UNSCALED = (
    Remedy(
        "standardize",
        "standardize the inputs",
        "Every input gets mean 0 and standard deviation 1, by what the training samples show.",
        lambda _: {"scaling": "standardize"},
    ),
)
_WRONG_LOSS = (
    Remedy(
        "cross_entropy",
        "cross-entropy",
        "Its gradient at the output is P − Y, without the slope P (1 − P): largest where the answer is most wrong.",
        lambda _: {"head": "sigmoid", "loss": "binary_cross_entropy"},
    ),
)
_SHUFFLED = (
    Remedy(
        "labels",
        "the labels that belong to the samples",
        "Nothing was wrong with the network.",
        right_labels=True,
    ),
)

_BY_HEART = Settings(dataset="gauss", noise=50.0, train_share=0.1, hidden=layers(16, 16, activation="relu")).changed(
    initializer="he_normal", optimizer="adam", learning_rate=0.01
)

_ALL = (
    Case(
        "dead",
        "Dead ReLU",
        "dead",
        "Each row of the mask is a hidden unit, each column a sample. Which cells are empty?",
        Settings(hidden=layers(8, 8, activation="relu")).changed(
            initializer="he_normal", optimizer="adam", learning_rate=1.0
        ),
        600,
        8,
        _DEAD,
    ),
    Case(
        "saturated",
        "Saturated",
        "saturated",
        "The mask shows the slope of each unit on each sample. How much of a gradient can get through?",
        Settings(hidden=layers(8, activation="sigmoid"), initializer="normal(std=50)", learning_rate=0.5),
        500,
        10,
        _SATURATED,
    ),
    Case(
        "diverged",
        "Divergence",
        "diverged",
        "The tensors of a step in the order in which they are computed, by their largest number. Which bursts first?",
        Settings(dataset="reg-plane", hidden=layers(4, activation="relu"), learning_rate=0.2),
        60,
        1,
        _DIVERGED,
    ),
    Case(
        "symmetric",
        "Zero weights",
        "symmetric",
        "Every unit of the first layer as a line through its weights. How many lines do you see?",
        Settings(initializer="zeros", hidden=layers(8), learning_rate=0.3),
        400,
        5,
        _SYMMETRIC,
    ),
    Case(
        "linear",
        "Linear stack",
        "linear",
        "Below each network: all its matrices multiplied to one, and what that one matrix gets wrong.",
        Settings(hidden=layers(8, 8, activation="identity")),
        400,
        5,
        _LINEAR,
    ),
    Case(
        "too_small",
        "Tiny rate",
        "too_small",
        "How much of its size does a step change of the weights of each layer?",
        Settings(hidden=layers(8, 8), learning_rate=1e-5),
        400,
        5,
        _SLOW,
    ),
    Case(
        "overfitting",
        "Overfitting",
        "overfitting",
        "The full line is the training loss, the dashed one the test loss. When do they part?",
        _BY_HEART,
        500,
        5,
        _OVERFITTING,
    ),
    Case(
        "unscaled",
        "Unscaled",
        "unscaled",
        "The standard deviation of every input, on a scale of powers of ten.",
        Settings().changed(dataset="wine", scaling="none", hidden=layers(8)),
        400,
        5,
        _UNSCALED,
    ),
    Case(
        "wrong_loss",
        "Wrong loss",
        "sure_and_wrong",
        "Every sample by what the output says, and by the correction that it sends back.",
        Settings(hidden=layers(8, activation="relu"), head="sigmoid", loss="mean_squared_error").changed(
            initializer="normal(std=4)", learning_rate=0.03
        ),
        400,
        5,
        _WRONG_LOSS,
    ),
    Case(
        "shuffled",
        "Shuffled labels",
        "unrelated",
        "The share of right answers: full on the training samples, dashed on the test samples.",
        Settings(train_share=0.2, hidden=layers(16, 16), optimizer="adam", learning_rate=0.03),
        500,
        5,
        _SHUFFLED,
        shuffled=True,
    ),
)

CASES: dict[str, Case] = {case.name: case for case in _ALL}
"""Every case by its name."""
