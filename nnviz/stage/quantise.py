"""Maps travel to the browser as bytes: these functions turn numbers into them."""

from __future__ import annotations

from math import inf, isnan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

NOT_A_NUMBER = 0
CENTRE = 128


def centred_bytes(values: ArrayLike, scale: float = 1.0, centre: float = 0.0) -> NDArray[np.uint8]:
    """Bytes on a scale that is centred on one number, as every signed colour scale here is.

    Parameters
    ----------
    values : array (...)
        The numbers.
    scale : float
        How far from the centre the ends of the scale are; numbers beyond are shown at the end.
    centre : float
        The number in the middle: 0 for weights and activations, 0.5 for the probability of one of two classes.

    Returns
    -------
    array (...) of uint8
        128 is the centre, 1 is `centre - scale`, 255 is `centre + scale`, 0 is NaN.

    Raises
    ------
    ValueError
        If the scale is not a positive finite number.
    """
    if not 0 < scale < inf:
        raise ValueError(f"scale must be a positive finite number, the distance from centre to end; given {scale}.")
    steps: NDArray[Any] = np.array(np.maximum(values, centre - scale, dtype=np.float64))
    np.minimum(steps, centre + scale, out=steps)
    if centre:
        np.subtract(steps, centre, steps)
    np.multiply(steps, 127.0 / scale, steps)
    np.rint(steps, steps)
    np.add(steps, CENTRE, steps)
    if isnan(np.add.reduce(steps, None)):  # one of them is none, since all others lie between 1 and 255
        steps = np.where(np.isnan(steps), NOT_A_NUMBER, steps)
    return steps.astype(np.uint8)


def share_bytes(values: ArrayLike) -> NDArray[np.uint8]:
    """Bytes for shares from 0 to 1, such as how sure a classifier is.

    Parameters
    ----------
    values : array (...)
        Numbers from 0 to 1; others are shown at the nearer end, NaN as 0.

    Returns
    -------
    array (...) of uint8
        0 is 0, 255 is 1.
    """
    numbers: NDArray[Any] = np.asarray(values, dtype=np.float64)
    cells: NDArray[np.uint8] = np.rint(np.nan_to_num(np.clip(numbers, 0.0, 1.0)) * 255.0).astype(np.uint8)
    return cells
