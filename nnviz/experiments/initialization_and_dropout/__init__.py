"""Dropout: its masks, their expectation, training against evaluation, and what it does against overfitting."""

from nnviz.experiments.initialization_and_dropout.masks import Masks, draw_masks
from nnviz.experiments.initialization_and_dropout.overfitting import (
    RATES,
    DropoutTraining,
    SeedComparison,
    TwoModes,
    compare_seeds,
    train_with_dropout,
    two_modes,
)
from nnviz.experiments.initialization_and_dropout.settings import InitializationAndDropoutSettings

__all__ = [
    "RATES",
    "Masks",
    "SeedComparison",
    "InitializationAndDropoutSettings",
    "DropoutTraining",
    "TwoModes",
    "compare_seeds",
    "draw_masks",
    "train_with_dropout",
    "two_modes",
]
