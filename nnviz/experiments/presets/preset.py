"""A preset: settings with a question for the class, and an outcome that can be checked."""

from dataclasses import dataclass
from typing import Literal

from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.run.run import Run
from nnviz.experiments.run.settings import RunSettings

Group = Literal["learns", "fails"]


@dataclass(frozen=True)
class Outcome:
    """What will happen, as numbers that can be checked.

    Attributes
    ----------
    epochs : int
        After how many.
    accuracy_from, accuracy_to : float or None
        Limits of the share of test samples that are right.
    loss_to : float or None
        The largest test loss.
    sign : str
        What `diagnose` finds, by its name in `SIGNS`; empty for a run that it is silent about.
    """

    epochs: int
    accuracy_from: float | None = None
    accuracy_to: float | None = None
    loss_to: float | None = None
    sign: str = ""

    def holds(self, run: Run) -> bool:
        """Return whether the numbers of a run lie within these limits; the sign is looked at elsewhere."""
        accuracy, loss = run.evaluation.test_accuracy, run.evaluation.test_loss
        return (
            (self.accuracy_from is None or accuracy >= self.accuracy_from)
            and (self.accuracy_to is None or accuracy <= self.accuracy_to)
            and (self.loss_to is None or loss <= self.loss_to)
        )

    @property
    def sentence(self) -> str:
        """The same in words."""
        parts = []
        if self.accuracy_from is not None:
            parts.append(f"at least {100 * self.accuracy_from:g} % of the test samples are classified correctly")
        if self.accuracy_to is not None:
            parts.append(f"at most {100 * self.accuracy_to:g} % of the test samples are classified correctly")
        if self.loss_to is not None:
            parts.append(f"the test loss is at most {self.loss_to:g}")
        limits = " and ".join(parts) if parts else "training has failed"
        return f"After {counted(self.epochs, 'epoch')}, {limits}."


@dataclass(frozen=True)
class Preset:
    """One set-up.

    Attributes
    ----------
    name, title : str
        For addresses and for people.
    group : {'learns', 'fails'}
    question : str
        To be asked before play is pressed.
    answer : str
        Why it happens.
    settings : RunSettings
    outcome : Outcome
        What happens with these settings, and with other seeds.
    """

    name: str
    title: str
    group: Group
    question: str
    answer: str
    settings: RunSettings
    outcome: Outcome
