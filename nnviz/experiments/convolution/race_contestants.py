"""Who runs in the race of dense layers against convolutions: the networks for each kind of data, and its samples."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from nnviz.datasets import Dataset, dataset, scaling, split
from nnviz.datasets.pictures import pictures
from nnviz.engine import Architecture, Array, Convolved, Hidden, Pooled, head, initializer, loss
from nnviz.experiments.convolution.race_settings import MOST_SAMPLES, RaceData

Contestant = Literal["linear", "dense", "convolution"]
CONTESTANTS: tuple[Contestant, ...] = ("linear", "dense", "convolution")
"""In the order of every array."""

BARS_NOISE = 15.0
"""Per cent."""


@dataclass(frozen=True)
class Course:
    """How the networks are trained on one kind of data; the same for all of them.

    Attributes
    ----------
    steps, stride : int
        Steps in all, and from frame to frame.
    learning_rate : float
        Of Adam.
    n_test : int
        Samples on which the networks are tested in every frame.
    pace : int
        Milliseconds from frame to frame: about as many as a frame takes to be trained and tested.
    lowest : float
        The accuracy at the foot of the curves.
    what : str
        What a sample is called.
    networks : dict
        The layers before the output, and what they are in words.
    """

    steps: int
    stride: int
    learning_rate: float
    n_test: int
    pace: int
    lowest: float
    what: str
    networks: dict[Contestant, tuple[tuple[Hidden | Convolved | Pooled, ...], str]]


COURSES: dict[RaceData, Course] = {
    "bars": Course(
        steps=160,
        stride=4,
        learning_rate=0.03,
        n_test=300,
        pace=75,
        lowest=0.0,
        what="image",
        networks={
            "linear": ((), "144 - 4"),
            "dense": ((Hidden(64),), "144 - 64 - 4"),
            "convolution": ((Convolved(4), Pooled(window=None)), "4 kernels 3 × 3, global max, 4"),
        },
    ),
    "signals": Course(
        steps=400,
        stride=8,
        learning_rate=0.01,
        n_test=300,
        pace=190,
        lowest=0.0,
        what="signal",
        networks={
            "linear": ((), "40 - 10"),
            "dense": ((Hidden(100), Hidden(100)), "40 - 100 - 100 - 10"),
            "convolution": (
                (
                    Convolved(25, kernel=5, stride=2, padding=1),
                    Convolved(25, stride=2, padding=1),
                    Convolved(25, stride=2, padding=1),
                ),
                "3 × 25 kernels of 5, 3, 3, stride 2, 10",
            ),
        },
    ),
    "digits": Course(
        steps=450,
        stride=9,
        learning_rate=0.01,
        n_test=300,
        pace=100,
        lowest=0.7,
        what="image",
        networks={
            "linear": ((), "64 - 10"),
            "dense": ((Hidden(16),), "64 - 16 - 10"),
            "convolution": (
                (Convolved(4), Pooled(), Convolved(8), Pooled()),
                "4 and 8 kernels 3 × 3, each with max pooling, 10",
            ),
        },
    ),
}
"""Of each kind of data. The networks of the signals have the layers of MNIST-1D's `notebooks/models.py`."""


@dataclass(frozen=True, eq=False)
class Samples:
    """What all networks of a race learn from and are tested on.

    Attributes
    ----------
    data : Dataset
        What the samples to train on are taken from, as they came.
    X, Y : ndarray
        To train on, shuffled where that was asked for.
    X_test, Y_test : ndarray
    places : ndarray of int, shape (d,)
        Which column of the data stands at each place; 0, 1, 2, ... where nothing is shuffled.
    """

    data: Dataset
    X: Array
    Y: Array
    X_test: Array
    Y_test: Array
    places: np.ndarray[tuple[int], np.dtype[np.int64]]


def architecture(data: RaceData, contestant: Contestant) -> Architecture:
    """Return a contestant's network.

    Examples
    --------
    >>> [architecture("bars", one).n_parameters for one in CONTESTANTS]
    [580, 9540, 60]
    >>> [architecture("signals", one).n_parameters for one in CONTESTANTS]
    [410, 15210, 5210]
    >>> [architecture("digits", one).n_parameters for one in CONTESTANTS]
    [650, 1210, 666]
    """
    shape, n_classes = {"bars": ((12, 12, 1), 4), "signals": ((40, 1), 10), "digits": ((8, 8, 1), 10)}[data]
    hidden = COURSES[data].networks[contestant][0]
    return Architecture(
        int(np.prod(shape)),
        hidden,
        head("softmax"),
        loss("categorical_cross_entropy"),
        n_classes,
        initializer("glorot_uniform"),
        image=shape,
    )


@lru_cache(maxsize=8)
def samples(data: RaceData, n_train: int, shuffled: bool, seed: int, n_test: int | None = None) -> Samples:
    """Draw the samples of a race.

    Parameters
    ----------
    data : {'bars', 'signals', 'digits'}
    n_train : int
    shuffled : bool
        Whether the places are shuffled: by one permutation for all samples, those of the test too.
    seed : int
        Of samples, split and permutation.
    n_test : int, optional
        As many as the course says unless given; digits have at most 360.

    Examples
    --------
    >>> drawn = samples("bars", 100, True, 0)
    >>> drawn.X.shape, drawn.X_test.shape
    ((100, 144), (300, 144))
    >>> plain = samples("bars", 100, False, 0)
    >>> bool((drawn.X == plain.X[:, drawn.places]).all())
    True
    """
    n_test = COURSES[data].n_test if n_test is None else n_test
    if data == "digits":
        parts = split(dataset("digits"), 0.8, seed)
        train, test = parts.train.take(range(n_train)), parts.test.take(range(min(n_test, parts.test.n_samples)))
    else:
        noise = BARS_NOISE if data == "bars" else 0.0
        # As many as there may be at most are drawn, so that more samples to train on begin with the same ones.
        drawn = dataset(data, rng=seed, noise=noise, samples=MOST_SAMPLES[data] + 1000)
        train, test = drawn.take(range(1000, 1000 + n_train)), drawn.take(range(n_test))
    scale = scaling("unit" if data == "digits" else "none", train)
    permutation = np.random.default_rng((seed, _PLACES)).permutation(train.n_features)
    places = permutation if shuffled else np.arange(train.n_features)
    X, X_test = scale.apply(train.X), scale.apply(test.X)
    if shuffled:
        X, X_test = X[:, places], X_test[:, places]
    return Samples(train, X, train.Y, X_test, test.Y, places)


def shuffled_data(drawn: Samples) -> Dataset:
    """Return the samples to train on as data with their places shuffled, to be looked at."""
    return replace(drawn.data, X=drawn.data.X[:, drawn.places])


def class_pictures(drawn: Samples) -> Array:
    """Return one sample of each class as a picture, its places shuffled as the networks see them."""
    first = [int(np.argmax(drawn.data.labels == c)) for c in range(drawn.data.n_classes)]
    data = shuffled_data(drawn)
    found = pictures(data, data.X[first])
    assert found is not None
    return found


_PLACES = int.from_bytes(b"plac", "big")
