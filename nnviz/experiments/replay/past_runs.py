"""The past runs of a session: settings, steps and results, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from nnviz.datasets import Dataset
from nnviz.experiments.replay.recipe import RunRecipe
from nnviz.experiments.run.choice import in_words
from nnviz.experiments.run.image_layers import in_words as image_layer_in_words
from nnviz.experiments.run.own_data import OWN
from nnviz.experiments.run.sequence_layers import in_words as sequence_layer_in_words
from nnviz.experiments.run.settings import RunSettings

MAX_PAST_RUNS = 30
"""How many past runs are kept; the oldest go first."""

ALWAYS_SHOWN = ("dataset", "hidden", "learning_rate", "seed")
"""Settings that are shown even if all runs agree."""

_RESOLVED = {
    "head": "head_name",
    "loss": "loss_choice",
    "scaling": "scaling_name",
    "target_scaling": "target_scaling_name",
}
_LEFT_OUT = frozenset({"own", "view"})


@dataclass(frozen=True, eq=False)
class PastRun:
    """One run, as it was when another one replaced it.

    Attributes
    ----------
    number : int
        1 for the first of the session.
    recipe : RunRecipe
        How to reproduce it.
    epoch, train_loss, test_loss, train_accuracy, test_accuracy : float
        The last point of its learning curves; accuracies are NaN for regression.
    train_rmse, test_rmse : float or None
        Errors in the target's own units, where it has some.
    ended : str
        Why it stopped; empty if it could have gone on.
    own : Dataset or None
        Own data that its recipe needs.
    """

    number: int
    recipe: RunRecipe
    epoch: float
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    train_rmse: float | None = None
    test_rmse: float | None = None
    ended: str = ""
    own: Dataset | None = None

    @property
    def settings(self) -> RunSettings:
        """Its settings at the end."""
        return self.recipe.settings

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.recipe.step

    @property
    def title(self) -> str:
        """One line that identifies it."""
        info = self.settings.info
        kinds = ("image_layers", "sequence_layers", "hidden")
        layers = [_text(self.settings, name) for name in kinds if getattr(self.settings, name)]
        return f"Run {self.number}: {info.title}, {' | '.join(layers) or 'none'}, step {self.step:,}"


def add_past_run(
    past: Sequence[PastRun],
    recipe: RunRecipe,
    row: Sequence[float],
    ended: str = "",
    own: Dataset | None = None,
) -> tuple[PastRun, ...]:
    """Add a run to the past runs.

    Parameters
    ----------
    past : sequence of PastRun
    recipe : RunRecipe
        How to reproduce its last step.
    row : six or eight numbers
        The last point of its learning curves: step, epoch, train_loss, test_loss, train_accuracy, test_accuracy; and
        train_rmse, test_rmse where the target has units of its own.
    ended : str
        Why it stopped.
    own : Dataset, optional
        Kept only where the recipe needs it.

    Returns
    -------
    tuple of PastRun
        Oldest first. A run without a step, or one already there, is not added; a run that continued a past one
        replaces it.
    """
    if recipe.step == 0:
        return tuple(past)
    same = next((i for i, one in enumerate(past) if _passes_through(recipe, one.recipe)), None)
    if same is not None and past[same].step == recipe.step:
        return tuple(past)
    number = past[same].number if same is not None else max((one.number for one in past), default=0) + 1
    needed = own if recipe.start.dataset == OWN else None
    _, epoch, train_loss, test_loss, train_accuracy, test_accuracy, *rest = row
    train_rmse, test_rmse = rest or (None, None)
    seen = (epoch, train_loss, test_loss, train_accuracy, test_accuracy, train_rmse, test_rmse)
    run = PastRun(number, recipe, *seen, ended, needed)
    kept = [one for i, one in enumerate(past) if i != same]
    return (*kept, run)[-MAX_PAST_RUNS:]


def _passes_through(recipe: RunRecipe, earlier: RunRecipe) -> bool:
    """Return whether a recipe passes through the end of an earlier one."""
    here = recipe.at(earlier.step)
    return earlier.step <= recipe.step and here.start == earlier.start and here.changes == earlier.changes


def comparison_rows(past: Sequence[PastRun]) -> list[dict[str, Any]]:
    """Return a row for each run, newest first: its number, its results, and the settings in which any two differ."""
    names = [name for name in RunSettings.model_fields if name not in _LEFT_OUT]
    texts = {name: [_text(one.settings, name) for one in past] for name in names}
    shown = [name for name in names if name in ALWAYS_SHOWN or len(set(texts[name])) > 1]
    rows = []
    for i, one in reversed(list(enumerate(past))):
        settings = {setting_title(name): texts[name][i] for name in shown}
        rows.append({"run": one.number} | _results(one) | settings | _progress(one))
    optional = ("changes", "ended", "test RMSE", "training RMSE")
    empty = {name for name in optional if not any(row[name] for row in rows)}
    return [{name: value for name, value in row.items() if name not in empty} for row in rows]


def _results(one: PastRun) -> dict[str, Any]:
    """Return a run's results; None where a number does not exist, or the test part is the training part."""
    results = {
        "test accuracy": one.test_accuracy,
        "test loss": one.test_loss,
        "test RMSE": one.test_rmse,
        "training accuracy": one.train_accuracy,
        "training loss": one.train_loss,
        "training RMSE": one.train_rmse,
    }
    told = {name for name in results if not (one.settings.trains_on_all and name.startswith("test"))}
    return {
        name: value if name in told and value is not None and isfinite(value) else None
        for name, value in results.items()
    }


def _progress(one: PastRun) -> dict[str, Any]:
    return {"steps": one.step, "epochs": one.epoch, "changes": len(one.recipe.changes), "ended": one.ended}


def setting_title(name: str) -> str:
    """Return the name of a setting in words."""
    return {
        "dataset": "data",
        "hidden": "hidden layers",
        "image_layers": "convolution and pooling",
        "sequence_layers": "recurrent layers",
        "seed": "seed",
        "penalty_rate": "penalty's rate",
    }.get(name, name.replace("_", " "))


def _text(settings: RunSettings, name: str) -> str:
    """Return a setting as a person reads it."""
    if name == "hidden":
        layers = [f"{part.units} {in_words(part.activation)}" for part in settings.hidden]
        dropout = [f", dropout {part.dropout:g}" if part.dropout else "" for part in settings.hidden]
        return " | ".join(layer + more for layer, more in zip(layers, dropout, strict=True)) or "none"
    if name == "image_layers":
        return " | ".join(image_layer_in_words(layer) for layer in settings.image_layers) or "none"
    if name == "sequence_layers":
        return " | ".join(sequence_layer_in_words(layer) for layer in settings.sequence_layers) or "none"
    value = getattr(settings, _RESOLVED.get(name, name))
    if isinstance(value, tuple):
        return ", ".join(f"{part:g}" if isinstance(part, float) else part for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else in_words(str(value)).replace("_", " ")
