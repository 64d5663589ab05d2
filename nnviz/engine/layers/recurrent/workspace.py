"""Memory for the tensors of one pass after another: on large ensembles taking new memory costs more than computing."""

import numpy as np

from nnviz.engine.arrays import Array


class Workspace:
    """Arrays that are handed out again, in the same order, at every pass.

    For passes whose records nobody keeps: the next pass writes over them.
    """

    def __init__(self) -> None:
        self._arrays: list[Array] = []
        self._next = 0

    def rewind(self) -> None:
        """Begin another pass over samples of the same shape."""
        self._next = 0

    def empty(self, shape: tuple[int, ...]) -> Array:
        """Return memory of this shape, whatever stands in it."""
        if self._next == len(self._arrays):
            self._arrays.append(np.empty(shape))
        self._next += 1
        return self._arrays[self._next - 1]
