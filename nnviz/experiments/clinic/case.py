"""What a case of the clinic is, and what a remedy: a failing network of each seed, and what helps it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from nnviz.experiments.address.echo import echo
from nnviz.experiments.clinic.training import Training
from nnviz.experiments.diagnosis import TITLES
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.settings import RunSettings


@dataclass(frozen=True)
class CaseRemedy:
    """One change that may help.

    Attributes
    ----------
    name, title : str
    why : str
        What it does to the cause.
    changed : callable
        Takes the failing training and returns the settings with the remedy.
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
    changed: Callable[[Training], RunSettings] = lambda failing: failing.settings
    from_step: int = 0
    helps: bool = True
    restore_labels: bool = False

    def of(self, training: Training) -> Training:
        """Return the training with this remedy."""
        before = training if self.from_step else None
        shuffled = training.shuffled and not self.restore_labels
        return Training(
            self.changed(training),
            training.steps,
            training.stride,
            training.early_frames,
            shuffled,
            before,
            self.from_step,
        )


@dataclass(frozen=True)
class Case:
    """One failure.

    Attributes
    ----------
    name : str
    sign : str
        By which `diagnose` names it: a name in `SIGNS`.
    hint : str
        Where to look, in a sentence that doesn't give it away.
    settings : RunSettings
        The network that has it, with every seed.
    steps, stride : int
        How long it is trained, and how many steps lie between two frames.
    make_remedies : callable
        Takes settings and returns what is tried on a network of them.
    shuffled : bool
        Whether its labels are shuffled.
    """

    name: str
    sign: str
    hint: str
    settings: RunSettings
    steps: int
    stride: int
    make_remedies: Callable[[RunSettings], tuple[CaseRemedy, ...]]
    shuffled: bool = False

    @property
    def title(self) -> str:
        """What it is called: the word for its sign, as in the list of diagnoses."""
        return TITLES[self.sign]

    @cached_property
    def remedies(self) -> tuple[CaseRemedy, ...]:
        """What is tried on it."""
        return self.make_remedies(self.settings)

    def training(self, seed: int = 0) -> Training:
        """Return the failing network of a seed."""
        return self.of(self.settings.changed(seed=seed, data_seed=seed))

    def of(self, settings: RunSettings) -> Training:
        """Return another network as a training of this kind."""
        return Training(settings, self.steps, self.stride, shuffled=self.shuffled)

    def remedy(self, name: str) -> CaseRemedy:
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
