"""A tensor is cut to a matrix: one network of an ensemble, all samples or one, at most two axes.

Of images, maps and kernels that is one channel's grid: its rows and columns.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.engine import Array

GRIDS = (("kernel row", "kernel column"), ("row", "column"), ("kernel position", "filter"))
"""Axes that are shown as a matrix wherever a tensor has both; else the last two are."""


@dataclass(frozen=True, eq=False)
class Cut:
    """What is shown of a tensor, as a matrix.

    Attributes
    ----------
    values : ndarray, shape (rows, columns)
        A number is one cell. A vector is a row; along the samples it is a column.
    row_axis, column_axis : str
        Their names; empty where the tensor has no such axis.
    first_row : int
        Which row of the tensor the first row is: the sample's number where one is chosen.
    ahead : tuple of int
        The position of the cut along the named axes that are not shown, in their order.
    ndim : int
        How many named axes the tensor has.
    order : tuple of int
        The named axes: first those of ``ahead``, then rows and columns; empty where they stand in this order.
    largest : float
        The largest absolute entry of all that could be shown of this sample; 0 if nothing else could. All channels of
        a layer have one colour scale by it.
    """

    values: Array
    row_axis: str
    column_axis: str
    first_row: int
    ahead: tuple[int, ...]
    ndim: int
    order: tuple[int, ...] = ()
    largest: float = 0.0

    @property
    def array(self) -> Array:
        """The values with as many axes as the tensor has: a number is a number again, a vector a vector."""
        if self.ndim < 2:
            return self.values.reshape(()) if self.ndim == 0 and self.values.size else self.values.ravel()
        return self.values

    def index(self, row: int, column: int) -> tuple[int, ...]:
        """Return where a cell stands in the tensor, along its named axes."""
        if self.ndim == 0:
            return ()
        if self.ndim == 1:
            return (self.first_row + row,) if self.row_axis else (column,)
        place = (*self.ahead, self.first_row + row, column)
        return tuple(place[self.order.index(axis)] for axis in range(self.ndim)) if self.order else place


def shown_last(axes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the positions of the named axes: first those that are cut at one place, then the rows and columns shown.

    Examples
    --------
    >>> shown_last(("sample", "row", "column", "channel"))
    (0, 3, 1, 2)
    """
    grid = next((pair for pair in GRIDS if set(pair) <= set(axes)), axes[-2:])
    shown = tuple(axes.index(name) for name in grid)
    return (*(i for i in range(len(axes)) if i not in shown), *shown)


def leading_axes(value: Array, axes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the sizes of the axes that are not named: how many networks the ensemble has."""
    return value.shape[: max(np.ndim(value) - len(axes), 0)]


def one_member(value: Array, axes: tuple[str, ...], member: tuple[int, ...]) -> Array:
    """Return the tensor of one network.

    Parameters
    ----------
    value : ndarray, shape (..., and the named axes)
    axes : tuple of str
        The named ones, which are the last.
    member : tuple of int
        Which network. A tensor with fewer leading axes is shared by several of them, as in broadcasting.
    """
    leading = leading_axes(value, axes)
    wanted = (0,) * len(leading) + tuple(member)
    index = tuple(min(i, size - 1) for i, size in zip(wanted[len(wanted) - len(leading) :], leading, strict=True))
    member_alone: Array = value[index]
    return member_alone


def cut(
    value: Array,
    axes: tuple[str, ...],
    member: tuple[int, ...] = (),
    sample: int | None = None,
    ahead: tuple[int, ...] = (),
) -> Cut:
    """Cut a tensor to a matrix.

    Parameters
    ----------
    value : ndarray, shape (..., and the named axes)
    axes : tuple of str
        The names of the last axes.
    member : tuple of int
        Which network of an ensemble; the first where nothing is said.
    sample : int or None
        Which sample; None shows all of them. A tensor without samples stays whole.
    ahead : tuple of int
        Where to cut the named axes that are not shown (`shown_last`), but for that of a chosen sample; at 0 where
        nothing is said.

    Returns
    -------
    Cut
        Numbers beyond an axis's end mean its last entry.
    """
    array = one_member(np.asarray(value), axes, member)
    names = axes[len(axes) - array.ndim :]
    if array.size == 0:
        row_axis, column_axis = names[-2:] if len(names) > 1 else ("", "")
        return Cut(np.zeros((0, 0)), row_axis, column_axis, 0, (), array.ndim)
    order = shown_last(names) if array.ndim > 2 else ()
    if order:
        array, names = array.transpose(order), tuple(names[axis] for axis in order)
    places = _places(array, names, sample, ahead)
    matrix = array[places]
    all_of_sample = array[places[0]] if places and names[0] == "sample" else array
    names = names[len(places) :]
    first_row = 0
    if sample is not None and "sample" in names and len(array):
        at = names.index("sample")
        first_row = min(sample, matrix.shape[at] - 1)
        matrix = matrix.take([first_row], axis=at)
    if matrix.ndim == 1:
        upright = names == ("sample",)
        matrix = matrix[:, None] if upright else matrix[None, :]
        names = (names[0], "") if upright else ("", names[0])
    return Cut(
        matrix.reshape(1, 1) if matrix.ndim == 0 else matrix,
        *(names if len(names) == 2 else ("", "")),
        first_row=first_row if names and names[0] == "sample" else 0,
        ahead=places,
        ndim=array.ndim,
        order=order if order != tuple(range(array.ndim)) else (),
        largest=_largest(all_of_sample) if places else 0.0,
    )


def _largest(array: Array) -> float:
    """Return the largest absolute entry that is a number."""
    return float(np.abs(np.where(np.isfinite(array), array, 0.0)).max())


def _places(array: Array, names: tuple[str, ...], sample: int | None, ahead: tuple[int, ...]) -> tuple[int, ...]:
    """Return where the named axes before the last two are cut."""
    found = []
    given = [*ahead]
    for name, size in zip(names[:-2], array.shape[:-2], strict=True):
        wanted = sample if name == "sample" and sample is not None else (given.pop(0) if given else 0)
        found.append(min(wanted, size - 1))
    return tuple(found)
