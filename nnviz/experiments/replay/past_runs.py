"""The runs of a session: how each was set up, how far it came and how good it was, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from nnviz.datasets import Dataset
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.choice import in_words
from nnviz.experiments.run.own_data import OWN
from nnviz.experiments.run.settings import Settings

MOST = 30
"""How many past runs are kept; the oldest go first."""

ALWAYS = ("dataset", "hidden", "learning_rate", "seed")
"""Settings that are told even where all runs agree."""

_CHOSEN_OR_DEFAULT = {"head": "head_name", "loss": "loss_choice", "scaling": "scaling_name"}
_LEFT_OUT = frozenset({"own", "view"})


@dataclass(frozen=True, eq=False)
class PastRun:
    """One run, as it was when it was left.

    Attributes
    ----------
    number : int
        1 for the first of the session.
    recipe : RunRecipe
        How to come there again.
    epoch, train_loss, test_loss, train_accuracy, test_accuracy : float
        Its last point of the curves; accuracies are NaN for regression.
    ended : str
        Why it ended by itself; empty if it could have gone on.
    own : Dataset or None
        Own data that it needs.
    """

    number: int
    recipe: RunRecipe
    epoch: float
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    ended: str = ""
    own: Dataset | None = None

    @property
    def settings(self) -> Settings:
        """Its settings at the end."""
        return self.recipe.settings

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.recipe.step

    @property
    def title(self) -> str:
        """One line that tells it from others."""
        info = self.settings.info
        return f"Run {self.number}: {info.title}, {_text(self.settings, 'hidden')}, step {self.step:,}"


def remember(
    past: Sequence[PastRun],
    recipe: RunRecipe,
    row: Sequence[float],
    ended: str = "",
    own: Dataset | None = None,
) -> tuple[PastRun, ...]:
    """Add a run that is about to be left.

    Parameters
    ----------
    past : sequence of PastRun
    recipe : RunRecipe
        The way to its last step.
    row : six numbers
        Its last point of the curves: step, epoch, train_loss, test_loss, train_accuracy, test_accuracy.
    ended : str
        Why it ended by itself.
    own : Dataset, optional
        Kept only where the recipe needs it.

    Returns
    -------
    tuple of PastRun
        Oldest first. A run without a step, or one that is there already, is not added; one that went on from where
        it was left takes the place of what it was.
    """
    if recipe.step == 0:
        return tuple(past)
    same = next((i for i, one in enumerate(past) if _leads_through(recipe, one.recipe)), None)
    if same is not None and past[same].step == recipe.step:
        return tuple(past)
    number = past[same].number if same is not None else max((one.number for one in past), default=0) + 1
    _, epoch, train_loss, test_loss, train_accuracy, test_accuracy = row
    needed = own if recipe.start.dataset == OWN else None
    run = PastRun(number, recipe, epoch, train_loss, test_loss, train_accuracy, test_accuracy, ended, needed)
    kept = [one for i, one in enumerate(past) if i != same]
    return (*kept, run)[-MOST:]


def _leads_through(recipe: RunRecipe, earlier: RunRecipe) -> bool:
    """Return whether a recipe passes where an earlier one ended."""
    here = recipe.at(earlier.step)
    return earlier.step <= recipe.step and here.start == earlier.start and here.changes == earlier.changes


def compared(past: Sequence[PastRun]) -> list[dict[str, Any]]:
    """Return a row for each run, newest first: its number, its results, and the settings in which any two differ."""
    names = [name for name in Settings.model_fields if name not in _LEFT_OUT]
    texts = {name: [_text(one.settings, name) for one in past] for name in names}
    shown = [name for name in names if name in ALWAYS or len(set(texts[name])) > 1]
    rows = []
    for i, one in reversed(list(enumerate(past))):
        settings = {title_of(name): texts[name][i] for name in shown}
        rows.append({"run": one.number} | _came_out(one) | settings | _progress(one))
    empty = {name for name in ("changes", "ended") if not any(row[name] for row in rows)}
    return [{name: value for name, value in row.items() if name not in empty} for row in rows]


def _came_out(one: PastRun) -> dict[str, Any]:
    """Return a run's results; None where a number does not exist."""
    results = {
        "test accuracy": one.test_accuracy,
        "test loss": one.test_loss,
        "training accuracy": one.train_accuracy,
        "training loss": one.train_loss,
    }
    return {name: value if isfinite(value) else None for name, value in results.items()}


def _progress(one: PastRun) -> dict[str, Any]:
    return {"steps": one.step, "epochs": one.epoch, "changes": len(one.recipe.changes), "ended": one.ended}


def title_of(name: str) -> str:
    """Return the name of a setting in words."""
    return {"dataset": "data", "hidden": "hidden layers", "seed": "seed", "penalty_rate": "penalty's rate"}.get(
        name, name.replace("_", " ")
    )


def _text(settings: Settings, name: str) -> str:
    """Return a setting as a person reads it."""
    if name == "hidden":
        layers = [f"{part.units} {in_words(part.activation)}" for part in settings.hidden]
        dropout = [f", dropout {part.dropout:g}" if part.dropout else "" for part in settings.hidden]
        return " | ".join(layer + more for layer, more in zip(layers, dropout, strict=True)) or "none"
    value = getattr(settings, _CHOSEN_OR_DEFAULT.get(name, name))
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else in_words(str(value)).replace("_", " ")
