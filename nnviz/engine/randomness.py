"""All random numbers come from the seed: the same seed, purpose and number always give the same draws."""

from collections.abc import Callable
from enum import IntEnum

import numpy as np

from nnviz.engine.arrays import Array

SEED_LIMIT = 2**31
"""Seeds are whole numbers from 0 up to, but not including, this."""


class Purpose(IntEnum):
    """What random numbers are drawn for. Each purpose has a stream of its own, independent of the others."""

    WEIGHTS = 0
    DATA = 1
    SPLIT = 2
    BATCHES = 3
    DROPOUT = 4


def generator(seed: int, purpose: Purpose, number: int = 0) -> np.random.Generator:
    """Return a generator for one purpose, and for one epoch, step or layer of it.

    Parameters
    ----------
    seed : int
        From 0 to 2^31 - 1.
    purpose : Purpose
    number : int
        Which of several streams: the layer for WEIGHTS, the epoch for BATCHES, the step for DROPOUT.

    Raises
    ------
    ValueError
        If the seed is out of range or no whole number, or purpose and number are none.
    """
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or not 0 <= seed < SEED_LIMIT:
        raise ValueError(f"expected a whole number from 0 to {SEED_LIMIT - 1} as seed, got {seed!r}")
    if not isinstance(purpose, int) or not isinstance(number, int | np.integer) or number < 0:
        raise ValueError(f"expected a Purpose and a whole number of at least 0, got {purpose!r} and {number!r}")
    return np.random.default_rng([int(seed), int(purpose), number])


def drawn_for(
    seeds: tuple[int, ...], number: int, draw: Callable[[np.random.Generator], tuple[Array, ...]]
) -> tuple[Array, ...]:
    """Draw weights from the stream of one seed, or of several, along a leading axis then.

    Parameters
    ----------
    seeds : tuple of int
    number : int
        Of the stream: which part of a network is drawn.
    draw : callable
        From a generator to some arrays.

    Raises
    ------
    ValueError
        As `generator`.
    """
    found = [draw(generator(seed, Purpose.WEIGHTS, number)) for seed in seeds]
    return found[0] if len(found) == 1 else tuple(np.stack(arrays) for arrays in zip(*found, strict=True))
