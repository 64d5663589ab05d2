"""The parameters of a data set (noise, samples, classes, seed), checked before anything is drawn."""

import math
import operator
from numbers import Real
from typing import SupportsIndex, cast

import numpy as np

NOISE_LIMITS = (0.0, 50.0)
SAMPLES_LIMITS = (10, 20_000)

# A second number beside the seed: the data, the split and the weights of one seed never share random numbers.
DATA_STREAM = int.from_bytes(b"data", "big")
SPLIT_STREAM = int.from_bytes(b"splt", "big")


def checked_noise(noise: object) -> float:
    """Return the noise in per cent as a float from 0 to 50, or raise ValueError."""
    low, high = NOISE_LIMITS
    number = as_number(noise)
    if not low <= number <= high:
        raise ValueError(
            f"noise must be a number from {low:g} to {high:g} (per cent), but {noise!r} was given; "
            "0 is clean data, 50 the most that TensorFlow Playground offers"
        )
    return number


def as_number(value: object) -> float:
    """Return a real number as a float; NaN, which no limit lets pass, for anything else (text, None, True, False)."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return math.nan
    return float(value)


def checked_count(name: str, value: object, limits: tuple[int, int]) -> int:
    """Return a whole number within its limits (both ends allowed), or raise ValueError.

    Parameters
    ----------
    name : str
        What is counted, for the message.
    value : object
        What was given; True and False are not counts.
    limits : tuple of int
        Smallest and largest allowed.
    """
    low, high = limits
    try:
        count = operator.index(cast(SupportsIndex, value))
    except TypeError:
        count = low - 1
    if isinstance(value, bool) or not low <= count <= high:
        raise ValueError(
            f"{name} must be a whole number from {low} to {high}, but {value!r} was given; choose one in that range"
        )
    return count


def as_generator(rng: np.random.Generator | int, stream: int) -> np.random.Generator:
    """Return a random generator for a seed, or the generator itself where one is given.

    Parameters
    ----------
    rng : numpy.random.Generator or int
        A whole number from 0 up is a seed: the same seed gives the same numbers.
    stream : int
        Which use of the seed this is (`DATA_STREAM`, `SPLIT_STREAM`), so that two uses are independent.

    Raises
    ------
    ValueError
        For anything else, such as a negative seed.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, bool) or not isinstance(rng, (int, np.integer)) or rng < 0:
        raise ValueError(
            f"rng must be a numpy Generator or a whole number from 0 up as a seed, but {rng!r} was given; try rng=0"
        )
    return np.random.default_rng((int(rng), stream))
