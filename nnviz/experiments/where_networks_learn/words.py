"""Axes, their values and measures in the words of a page."""

from collections.abc import Iterable

from nnviz.datasets import DATASETS
from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.run.choice import name_of
from nnviz.experiments.sweep import Axis, Experiment, Value
from nnviz.experiments.where_networks_learn.learning_map import LearningMap

AXES = {
    "activation": "activation",
    "dataset": "data",
    "depth": "hidden layers",
    "weight_scale": "weight scale",
    "learning_rate": "learning rate",
    "units": "units per layer",
    "batch_size": "batch size",
}

MEASURES = {
    "solved": "share solved",
    "solved_epoch": "epochs until solved",
    "train_loss": "final loss",
    "first_gradient": "‖dW‖ of layer 1 at the start",
}
"""What may be coloured, where an experiment measures it."""


_BARE = ("activation", "dataset")


def axis_title(name: str) -> str:
    """Return what an axis is called."""
    return AXES.get(name, name.replace("_", " "))


def value_text(name: str, value: Value) -> str:
    """Return a value as a label: four digits of a number, the title of an activation or of data."""
    if not isinstance(value, str):
        return f"{value:.4g}"
    if name == "activation" and name_of(value) == value and value in ACTIVATIONS:
        return activation(value).title
    return DATASETS[value].title if name == "dataset" and value in DATASETS else value


def labels(axis: Axis) -> list[str]:
    """Return the labels of an axis."""
    return [value_text(axis.name, value) for value in axis.values]


def setting_text(name: str, value: Value) -> str:
    """Return one setting in running text, such as "weight scale 1.41" or "3 hidden layers"."""
    if name == "depth" and isinstance(value, int):
        return counted(value, "hidden layer")
    return value_text(name, value) if name in _BARE else f"{axis_title(name)} {value_text(name, value)}"


def point_text(point: Iterable[tuple[str, Value]]) -> str:
    """Return some settings in words."""
    return ", ".join(setting_text(name, value) for name, value in point)


def fixed_text(shown: LearningMap) -> str:
    """Return what all cells of a map share: activation and data, and the other axes of its sweep."""
    settings = [(name, value) for name, value in shown.sweep.settings if name in _BARE]
    return point_text([*settings, *shown.fixed])


def measures_of(kind: Experiment) -> dict[str, str]:
    """Return the measures of an experiment that may be coloured, with their titles."""
    known = {one.name for one in kind.measures}
    return {name: title for name, title in MEASURES.items() if name in known}
