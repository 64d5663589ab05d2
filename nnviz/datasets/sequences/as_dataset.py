"""Tasks on sequences as data sets of fixed samples: a row of X holds a sequence, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.datasets.catalogue import DatasetInfo
from nnviz.datasets.record import Dataset
from nnviz.datasets.sequences.catalogue import SEQUENCES, sequences

SEQUENCE_SAMPLES = 2000
"""Sequences that a data set has where nothing else is asked for."""


@dataclass(frozen=True)
class SequenceChoices:
    """What can be chosen about a task; each takes what it knows.

    Attributes
    ----------
    sequence_length : int
        T.
    symbols, delay : int
        Of echo and of the first symbol.
    each_step : bool
        Whether parity is asked for at every step.
    """

    sequence_length: int = 20
    symbols: int = 4
    delay: int = 3
    each_step: bool = True

    def of(self, name: str) -> dict[str, Any]:
        """Return those of a task, by the names that it has for them."""
        return {setting: getattr(self, setting) for setting in SEQUENCES[name].settings}


_STEP = "t = {}: "
"""Before the name of an input in the name of its column."""

_KNOWN = ("first-symbol", "parity", "echo", "adding", "temporal-xor")


@lru_cache(maxsize=256)
def sequence_info(name: str, choices: SequenceChoices) -> DatasetInfo:
    """Return what is known of a task before its sequences are drawn.

    Parameters
    ----------
    name : str
        One of `SEQUENCE_DATASETS`.
    choices : SequenceChoices

    Examples
    --------
    >>> sequence_info("first-symbol", SequenceChoices(sequence_length=6)).shape
    (6, 4)
    """
    task = SEQUENCES[name]
    drawn = sequences(name, samples=1, steps=choices.sequence_length, **choices.of(name))
    n_classes = len(drawn.class_names)
    return DatasetInfo(
        name=name,
        title=task.title,
        kind=task.kind,
        parameters=("samples", "sequence_length", *task.settings),
        n_features=drawn.X[0].size,
        n_classes=n_classes,
        n_samples=SEQUENCE_SAMPLES,
        classes_limits=(n_classes, n_classes),
        class_names=drawn.class_names,
        description=task.description,
        source=drawn.source,
        make=lambda rng, samples: sequence_dataset(name, rng, samples, choices),
        shape=drawn.X.shape[1:],
        each_step=drawn.each_step,
    )


def sequence_dataset(
    name: str,
    rng: np.random.Generator | int = 0,
    samples: int = SEQUENCE_SAMPLES,
    choices: SequenceChoices | None = None,
) -> Dataset:
    """Draw a task as a data set.

    Parameters
    ----------
    name : str
        One of `SEQUENCE_DATASETS`.
    rng : numpy.random.Generator or int
        A whole number is a seed.
    samples : int
    choices : SequenceChoices, optional

    Returns
    -------
    Dataset
        A row of X is a sequence of shape (T, d), step by step; Y has targets of every step, or of the whole sequence.

    Raises
    ------
    ValueError
        If a choice is out of its limits.

    Examples
    --------
    >>> data = sequence_dataset("echo", samples=2, choices=SequenceChoices(sequence_length=5, symbols=2, delay=2))
    >>> data.shape, data.labels.shape, data.labels[0].tolist()[:2]
    ((5, 2), (2, 5), [-1, -1])
    """
    choices = choices or SequenceChoices()
    drawn = sequences(name, rng=rng, samples=samples, steps=choices.sequence_length, **choices.of(name))
    missing = np.isnan(drawn.Y[..., 0])
    if drawn.kind == "regression":
        labels = np.empty(0, np.int64)
    else:
        found = drawn.Y.argmax(-1) if drawn.kind == "classes" else np.nan_to_num(drawn.Y[..., 0])
        labels = np.where(missing, -1, found).astype(np.int64)
    names = tuple(f"{_STEP.format(t + 1)}{symbol}" for t in range(drawn.steps) for symbol in drawn.symbols)
    return Dataset(
        name=drawn.name,
        title=drawn.title,
        kind=drawn.kind,
        X=drawn.X.reshape(drawn.n_samples, -1),
        Y=drawn.Y,
        labels=labels,
        feature_names=names,
        class_names=drawn.class_names,
        shape=drawn.X.shape[1:],
        source=drawn.source,
        licence=drawn.licence,
    )


def symbols_of(name: str, choices: SequenceChoices) -> tuple[str, ...]:
    """Return the names of the inputs of a step."""
    return sequences(name, samples=1, steps=choices.sequence_length, **choices.of(name)).symbols


def symbols_in(columns: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return the names of the inputs of a step, of the names of all columns; none where these are no steps.

    Examples
    --------
    >>> symbols_in(("t = 1: A", "t = 1: B", "t = 2: A", "t = 2: B"), 2)
    ('A', 'B')
    """
    first = _STEP.format(1)
    names = columns[:width]
    return tuple(name.removeprefix(first) for name in names) if all(n.startswith(first) for n in names) else ()


SEQUENCE_DATASETS: Mapping[str, DatasetInfo] = MappingProxyType(
    {name: sequence_info(name, SequenceChoices()) for name in _KNOWN}
)
"""The tasks that a run can be trained on, by their names, as they are where nothing else is chosen."""
