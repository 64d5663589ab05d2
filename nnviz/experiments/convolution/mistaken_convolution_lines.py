"""The lines of a convolution's backward pass as a textbook has them, and each with one mistake."""

import numpy as np

from nnviz.engine import Array


def kernel_gradient(patches: Array, dZ: Array) -> Array:
    """Sum over samples n and places i, j."""
    dK: Array = np.einsum("nijuv,nijf->uvf", patches, dZ)
    return dK


def bias_gradient(dZ: Array) -> Array:
    """Sum over samples and places."""
    db: Array = dZ.sum(axis=(0, 1, 2))
    return db


def image_gradient(windows: Array, K: Array) -> Array:
    """Slide the flipped kernel over dZ with zeros around it."""
    dX: Array = np.einsum("npqfuv,uvf->npq", windows, K[::-1, ::-1])
    return dX


def image_gradient_not_flipped(windows: Array, K: Array) -> Array:
    """Forget the flip."""
    dX: Array = np.einsum("npqfuv,uvf->npq", windows, K)
    return dX


def kernel_gradient_of_last_place(patches: Array, dZ: Array) -> Array:
    """Write ``=`` where a loop over places needs ``+=``: only the last place is left."""
    dK: Array = np.einsum("nuv,nf->uvf", patches[:, -1, -1], dZ[:, -1, -1])
    return dK


def bias_gradient_of_last_place(dZ: Array) -> Array:
    """Forget the sum over places here, too."""
    db: Array = dZ[:, -1, -1].sum(axis=0)
    return db


def mean_over_places(patches: Array, dZ: Array) -> Array:
    """Take the mean over the places instead of the sum."""
    dK: Array = np.einsum("nijuv,nijf->uvf", patches, dZ) / dZ[0, ..., 0].size
    return dK


def bias_mean_over_places(dZ: Array) -> Array:
    """Take the mean over the places here, too."""
    db: Array = dZ.mean(axis=(1, 2)).sum(axis=0)
    return db


def crop(padded_dX: Array, top: int, left: int, H: int, W: int) -> Array:
    """Leave out the gradient of the zeros around the image."""
    dX: Array = padded_dX[:, top : top + H, left : left + W]
    return dX


def crop_forgotten(padded_dX: Array, H: int, W: int) -> Array:
    """Take the first H rows and W columns, as if there were no padding."""
    dX: Array = padded_dX[:, :H, :W]
    return dX
