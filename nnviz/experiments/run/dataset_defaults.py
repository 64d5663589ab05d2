"""What a data set changes in the settings when it is chosen, so that it can be learned well."""

from typing import Any

from nnviz.datasets import DATASETS, SEQUENCE_DATASETS
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.own_data import OWN, OwnData
from nnviz.experiments.run.sequence_layers import RecurrentSettings

DATASET_SPECIFIC = (
    "image_layers",
    "sequence_layers",
    "hidden",
    "batch_size",
    "train_share",
    "initializer",
    "learning_rate",
    "features",
    "scaling",
    "target_scaling",
)
"""Settings that are the usual ones again when data of another kind are chosen."""

FEW_ROWS = 10
"""Rows of a table from which on some are kept for the test at first; with fewer, all are trained on."""

DATASET_DEFAULTS: dict[str, dict[str, Any]] = {
    **{
        name: {
            "hidden": (HiddenSettings(units=32, activation="relu"),),
            "batch_size": 32,
            "train_share": 0.8,
            "initializer": "he_normal",
        }
        for name, info in DATASETS.items()
        if info.shape is not None
    },
    **{
        name: {"hidden": (HiddenSettings(units=8),), "train_share": 0.8}
        for name, info in DATASETS.items()
        if info.n_features == 1
    },
    **{
        name: {
            "sequence_layers": (RecurrentSettings(),),
            "hidden": (),
            "batch_size": 32,
            "train_share": 0.8,
            "optimizer": "adam",
            "learning_rate": 0.01,
            "clip_norm": 1.0,
        }
        for name in SEQUENCE_DATASETS
    },
    "iris": {"hidden": (HiddenSettings(units=8),), "train_share": 0.7},
    "wine": {"hidden": (HiddenSettings(units=8),), "train_share": 0.7},
}
"""Settings that a data set changes, so that it can be learned well."""


def dataset_defaults(name: str, own: OwnData | None) -> dict[str, Any]:
    """Return the settings that a data set changes: own images are treated like the digits, other tables like iris."""
    if name != OWN or own is None or own.plane:
        return DATASET_DEFAULTS.get(name, {})
    return DATASET_DEFAULTS["iris" if own.shape is None else "digits"]


def is_small_table(name: str, own: OwnData | None) -> bool:
    """Return whether these are the rows of a table, and too few to keep some of them for a test."""
    return name == OWN and own is not None and not own.plane and own.n_samples < FEW_ROWS
