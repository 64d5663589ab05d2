"""Patches: what windows cut out of an input, as rows of a matrix, and maps spread out for the backward pass."""

import threading
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from nnviz.engine.arrays import Array
from nnviz.engine.layers.windows import Window


def padded(X: Array, windows: tuple[Window, ...]) -> Array:
    """Put zeros around images, shape (..., *size, C); X itself where there are none to put."""
    if not any(w.before or w.after for w in windows):
        return X
    into = np.zeros((*X.shape[: -len(windows) - 1], *(w.padded for w in windows), X.shape[-1]))
    into[inside(windows)] = X
    return into


def patches_of(X: Array, windows: tuple[Window, ...]) -> Array:
    """Return what every window looks at, as a read-only view: no entry is copied.

    Parameters
    ----------
    X : ndarray, shape (..., *size, C)
        Images, or signals; leading axes are free.
    windows : tuple of Window
        One for each spatial axis.

    Returns
    -------
    ndarray, shape (..., *out, *kernel, C)
    """
    image, n = padded(X, windows), len(windows)
    leading, spatial, channel = image.strides[: -n - 1], image.strides[-n - 1 : -1], image.strides[-1:]
    out = tuple(step * w.stride for step, w in zip(spatial, windows, strict=True))
    kernel = tuple(step * w.dilation for step, w in zip(spatial, windows, strict=True))
    shape = (*image.shape[: -n - 1], *(w.out for w in windows), *(w.kernel for w in windows), image.shape[-1])
    return as_strided(image, shape, (*leading, *out, *kernel, *channel), writeable=False)


def spread(maps: Array, windows: tuple[Window, ...]) -> Array:
    """Put the outputs ``stride`` places apart, with zeros between and around them.

    A kernel that slides over the result place after place, flipped, meets at each place of the image exactly the
    outputs that this place went into, each with the entry of the kernel that it was multiplied with.

    Parameters
    ----------
    maps : ndarray, shape (..., *out, F)
    windows : tuple of Window

    Returns
    -------
    ndarray, shape (..., *(size + reach - 1), F)
    """
    image = np.zeros((*maps.shape[: -len(windows) - 1], *(w.backward.size for w in windows), maps.shape[-1]))
    outputs, landed = landing(windows)
    image[landed] = maps[outputs]
    return image


def backward_rows(maps: Array, windows: tuple[Window, ...]) -> Array:
    """Return what a kernel meets in the backward pass, one place of the image a row.

    Parameters
    ----------
    maps : ndarray, shape (..., N, *out, F)
    windows : tuple of Window

    Returns
    -------
    ndarray, shape (..., N places, kernel entries x F)
    """
    backward = tuple(w.backward for w in windows)
    return patch_rows(patches_of(spread(maps, windows), backward), backward)


def landing(windows: tuple[Window, ...]) -> tuple[Any, Any]:
    """Return the index of the outputs that lead back to the image, and of where `spread` puts them."""
    outputs, landed = zip(*(w.landing for w in windows), strict=True)
    return (..., *outputs, slice(None)), (..., *landed, slice(None))


def looked_at(windows: tuple[Window, ...], entry: tuple[int, ...]) -> Any:
    """Return the index of where one entry of the kernel looks from all windows, in padded images."""
    starts = [(w, w.dilation * u) for w, u in zip(windows, entry, strict=True)]
    stops = [start + w.stride * (w.out - 1) + 1 for w, start in starts]
    slices = [slice(start, stop, w.stride) for (w, start), stop in zip(starts, stops, strict=True)]
    return (..., *slices, slice(None))


def inside(windows: tuple[Window, ...]) -> Any:
    """Return the index of the image within its zeros."""
    return (..., *(slice(w.before, w.before + w.size) for w in windows), slice(None))


def patch_rows(patches: Array, windows: tuple[Window, ...]) -> Array:
    """Return a copy of patches as a matrix, one patch a row, its entries in the order of a kernel.

    It stands in memory of the thread's own, until the next call: a product reads it at once, and large memory that the
    system hands out anew costs more than the product.

    Parameters
    ----------
    patches : ndarray, shape (..., N, *out, *kernel, C)
    windows : tuple of Window

    Returns
    -------
    ndarray, shape (..., N places, kernel entries x C)
    """
    n, size = len(windows), patches.size
    memory: Array | None = getattr(_kept, "memory", None)
    if memory is None or memory.size < size:
        memory = np.empty(size)
        if size <= MOST_KEPT:
            _kept.memory = memory
    rows = memory[:size].reshape(patches.shape)
    np.copyto(rows, patches)
    return as_rows(rows, -2 * n - 2, -n - 1)


MOST_KEPT = 1_000_000
"""Entries that a thread keeps memory for: 8 MB."""

_kept = threading.local()


def as_rows(maps: Array, first: int, last: int) -> Array:
    """Return a matrix with one row a place: the axes from ``first`` to before ``last`` joined, those behind, too.

    Parameters
    ----------
    maps : ndarray, shape (..., N, *places, *entries)
    first, last : int
        Where samples and places begin and end, counted from the end (negative).

    Returns
    -------
    ndarray, shape (..., N places, entries)
    """
    shape = maps.shape
    return maps.reshape(*shape[:first], prod(shape[first:last]), prod(shape[last:]))
