"""A convolution is a dense layer with tied weights: its matrix holds few different numbers, each in many places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Array, Convolution, Dense, KernelMatrix, Purpose, activation, generator, kernel_matrix
from nnviz.experiments.convolution.tied_settings import Padding, TiedFields

NONE = -1
"""Where a pixel and an output cell have no entry of the kernel in common."""


@dataclass(frozen=True, eq=False)
class TiedLayer:
    """One convolution with one channel and one filter, and the dense layer that computes the same.

    Attributes
    ----------
    convolution : Convolution
    matrix : KernelMatrix
    dense : Dense
        With W of shape (n_pixels, n_cells): its columns are the output's cells, row by row.
    """

    convolution: Convolution
    matrix: KernelMatrix
    dense: Dense

    @property
    def entries(self) -> NDArray[np.intp]:
        """Which entry of the kernel, counted row by row, stands at a place of W; -1 where W is zero."""
        return self.matrix.entries

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
    convolution = convolution_of(K, np.zeros(1), size, stride, padding)
    matrix = kernel_matrix(convolution)
    return TiedLayer(convolution, matrix, matrix.dense)


def convolution_of(K: Array, b: Array, size: int, stride: int, padding: Padding) -> Convolution:
    """Return a linear convolution of square images with one channel."""
    return Convolution(K, b, activation("identity"), (size, size), stride, padding)
