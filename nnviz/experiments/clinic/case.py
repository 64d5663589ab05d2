"""What a case of the clinic is, and what a remedy: a failing network of each seed, and what helps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.experiments.address.echo import echo
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.run.settings import HiddenSettings, RunSettings

Changes = Mapping[str, Any]


@dataclass(frozen=True)
class Remedy:
    """One change that may help.

    Attributes
    ----------
    name, title : str
    why : str
        What it does to the cause.
    changes : callable
        Takes the failing training and returns the settings that the remedy changes.
    from_step : int
        The step from which on the changed network goes on with the failing one's weights; 0 starts again.
    helps : bool
        Whether it is expected to help; a remedy that comes too late is worth seeing too.
    restore_labels : bool
        Whether the labels are put back in order.
    """

    name: str
    title: str
    why: str
    changes: Callable[[Training], Changes] = lambda _: {}
    from_step: int = 0
    helps: bool = True
    restore_labels: bool = False

    def of(self, training: Training) -> Training:
        """Return the training with this remedy."""
        settings = training.settings.changed(**self.changes(training))
        before = training if self.from_step else None
        shuffled = training.shuffled and not self.restore_labels
        return Training(
            settings, training.steps, training.stride, training.early_frames, shuffled, before, self.from_step
        )


@dataclass(frozen=True)
class Case:
    """One failure.

    Attributes
    ----------
    name, title : str
    sign : str
        By which `diagnose` names it: a name in `SIGNS`.
    hint : str
        Where to look, in a sentence that doesn't give it away.
    settings : RunSettings
        The network that has it, with every seed.
    steps, stride : int
        How long it is trained, and how many steps lie between two frames.
    remedies : tuple of Remedy
    shuffled : bool
        Whether its labels are shuffled.
    """

    name: str
    title: str
    sign: str
    hint: str
    settings: RunSettings
    steps: int
    stride: int
    remedies: tuple[Remedy, ...]
    shuffled: bool = False

    def training(self, seed: int = 0) -> Training:
        """Return the failing network of a seed."""
        return self.of(self.settings.changed(seed=seed, data_seed=seed))

    def of(self, settings: RunSettings) -> Training:
        """Return another network as a training of this kind."""
        return Training(settings, self.steps, self.stride, shuffled=self.shuffled)

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
            raise ValueError(
                f"expected a remedy of {self.title!r}, one of {known}, got '{echo(name)}'; choose one of them"
            )
        return found


def layers(*units: int, activation: str = "tanh") -> tuple[HiddenSettings, ...]:
    """Return hidden layers of one activation."""
    return tuple(HiddenSettings(units=n, activation=activation) for n in units)


def with_layers(settings: RunSettings, **changes: Any) -> dict[str, Any]:
    """Return the change that gives every hidden layer other fields."""
    return {"hidden": tuple(part.model_copy(update=changes) for part in settings.hidden)}
