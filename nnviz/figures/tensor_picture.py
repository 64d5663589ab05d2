"""What a tensor's heatmap shows: which entries are drawn, how they are named, where its colours end."""

from dataclasses import dataclass

from nnviz.engine import Array

NUMBERS = 12
"""Up to so many rows and columns the numbers are shown in the cells."""

CLICKED = 1024
"""Up to so many cells, each can be clicked."""


@dataclass(frozen=True, eq=False)
class TensorPicture:
    """What the figure shows.

    Attributes
    ----------
    values : ndarray, shape (rows, columns)
        What is drawn; NaN and infinities as they are.
    row_axis, column_axis : str
        Empty where there is no such axis.
    row_numbers, column_numbers : tuple of int
        The positions of the drawn rows and columns in the tensor.
    row_names, column_names : tuple of str
        What the ticks say: the number, or a name.
    limit : float
        The largest finite size: there the colours end, on both sides.
    every : tuple of int
        The strides of the drawn rows and columns; (1, 1) draws all of them.
    chosen : tuple of int or None
        The row and column, among the drawn, that has a frame around it.
    """

    values: Array
    row_axis: str
    column_axis: str
    row_numbers: tuple[int, ...]
    column_numbers: tuple[int, ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    limit: float
    every: tuple[int, int]
    chosen: tuple[int, int] | None

    @property
    def with_numbers(self) -> bool:
        """Whether the numbers are shown in the cells."""
        return len(self.row_numbers) <= NUMBERS and len(self.column_numbers) <= NUMBERS

    @property
    def thinned(self) -> str:
        """Which entries are drawn, in words; empty if all are."""
        sides = zip(self.every, (self.row_axis, self.column_axis), strict=True)
        return " and ".join(f"every {_ordinal(n)} {axis or 'entry'}" for n, axis in sides if n > 1)

    @property
    def clickable(self) -> bool:
        """Whether each cell can be clicked."""
        return 0 < self.values.size <= CLICKED


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
