"""A convolution is a dense layer with tied weights: its matrix holds few different numbers, each in many places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Convolution, Dense, Purpose, activation, generator
from nnviz.experiments.convolution.tied_settings import Padding, TiedFields

NONE = -1
"""Where a pixel and an output cell have no entry of the kernel in common."""


@dataclass(frozen=True, eq=False)
class TiedLayer:
    """One convolution with one channel and one filter, and the dense layer that computes the same.

    Attributes
    ----------
    convolution : Convolution
    dense : Dense
        With W of shape (n_pixels, n_cells): its columns are the output's cells, row by row.
    entries : ndarray of int, shape (n_pixels, n_cells)
        Which entry of the kernel, counted row by row, stands at this place of W; -1 where W is zero.
    """

    convolution: Convolution
    dense: Dense
    entries: NDArray[np.intp]

    @property
    def n_entries(self) -> int:
        """How many entries the kernel has."""
        return int(self.convolution.K.size)

    @property
    def out_size(self) -> tuple[int, int]:
        """Rows and columns of the output."""
        rows, columns, _ = self.convolution.out_shape
        return rows, columns

    def places(self, entry: int) -> NDArray[np.intp]:
        """Return where an entry of the kernel stands in W, a row (pixel, cell) for each place, by output cells."""
        cells, pixels = np.nonzero(self.entries.T == entry)
        return np.stack([pixels, cells], axis=1)

    @property
    def parameters(self) -> dict[str, int]:
        """How many numbers each layer of these sizes learns, biases included."""
        pixels, cells = self.entries.shape
        return {
            "tied": self.n_entries + 1,
            "local": int((self.entries != NONE).sum()) + cells,
            "dense": pixels * cells + cells,
        }


def tied_layer(settings: TiedFields) -> TiedLayer:
    """Return the layer of the settings, its kernel drawn from their seed.

    Raises
    ------
    ValueError
        If the kernel does not fit into the image.

    Examples
    --------
    >>> layer = tied_layer(TiedFields())
    >>> layer.dense.W.T.shape, layer.n_entries, layer.parameters
    ((36, 64), 9, {'tied': 10, 'local': 360, 'dense': 2340})
    """
    size, kernel, stride, padding = settings.tied_shape
    K = generator(settings.tied_seed, Purpose.WEIGHTS).normal(0.0, 1.0 / kernel, (kernel, kernel, 1, 1))
    return tie(convolution_of(K, np.zeros(1), size, stride, padding))


def convolution_of(K: Array, b: Array, size: int, stride: int, padding: Padding) -> Convolution:
    """Return a linear convolution of square images with one channel."""
    return Convolution(K, b, activation("identity"), (size, size), stride, padding)


def tie(convolution: Convolution) -> TiedLayer:
    """Write a convolution with one channel, one filter and the identity as a dense layer."""
    entries = kernel_entries(convolution)
    W = np.where(entries == NONE, 0.0, convolution.K.ravel()[entries])
    b = np.repeat(convolution.biases, entries.shape[1])
    return TiedLayer(convolution, Dense(W, b, convolution.activation), entries)


def kernel_entries(convolution: Convolution) -> NDArray[np.intp]:
    """Return which entry of the kernel connects a pixel with an output cell.

    Parameters
    ----------
    convolution : Convolution
        Of two axes, with one channel and one filter.

    Returns
    -------
    ndarray of int, shape (n_pixels, n_cells)
        -1 where none does.
    """
    rows, columns = convolution.windows
    entries: NDArray[np.intp] = np.full((rows.size, columns.size, rows.out, columns.out), NONE, np.intp)
    for (i, u), row in np.ndenumerate(rows.indices - rows.before):
        for (j, v), column in np.ndenumerate(columns.indices - columns.before):
            if 0 <= row < rows.size and 0 <= column < columns.size:
                entries[row, column, i, j] = u * columns.kernel + v
    return entries.reshape(rows.size * columns.size, rows.out * columns.out)


def sum_over_ties(dW: Array, entries: NDArray[np.intp], n_entries: int) -> Array:
    """Add up the gradient of a dense layer over the places of each entry of the kernel.

    Parameters
    ----------
    dW : ndarray, shape (n_pixels, n_cells)
    entries : ndarray of int, of the same shape
        As `kernel_entries` returns them.
    n_entries : int

    Returns
    -------
    ndarray, shape (n_entries,)
    """
    summed = np.array([dW[entries == entry].sum() for entry in range(n_entries)])
    return summed
