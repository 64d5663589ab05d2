"""Any tensor becomes a matrix, and each cell knows which entry it is."""

import numpy as np
import pytest

from nnviz.experiments.inspection import cut, leading_axes

BOX = np.arange(24.0).reshape(2, 3, 4)


def test_a_number_is_one_cell():
    shown = cut(np.float64(2.5), ())
    assert shown.values.tolist() == [[2.5]] and shown.index(0, 0) == () and shown.array.shape == ()


def test_a_vector_is_a_row_and_along_the_samples_a_column():
    row, column = cut(np.arange(3.0), ("unit",)), cut(np.arange(3.0), ("sample",))
    assert row.values.shape == (1, 3) and row.index(0, 2) == (2,) and (row.row_axis, row.column_axis) == ("", "unit")
    assert column.values.shape == (3, 1) and column.index(2, 0) == (2,) and column.row_axis == "sample"
    assert row.array.shape == column.array.shape == (3,)


@pytest.mark.parametrize("axes", [("sample", "unit"), ("feature", "sample")])
def test_one_sample_is_cut_out_of_any_axis_of_a_matrix(axes):
    matrix = np.arange(12.0).reshape(3, 4)
    shown = cut(matrix, axes, sample=2)
    assert np.array_equal(shown.values, matrix.take([2], axis=axes.index("sample")))


def test_the_row_of_a_traced_sample_keeps_its_number():
    shown = cut(np.arange(12.0).reshape(3, 4), ("sample", "unit"), sample=2)
    assert shown.first_row == 2 and shown.index(0, 3) == (2, 3)


def test_a_sample_beyond_the_end_is_the_last():
    assert cut(np.arange(3.0), ("sample",), sample=99).values.tolist() == [[2.0]]


def test_a_tensor_without_samples_stays_whole():
    assert cut(np.ones((2, 3)), ("feature", "unit"), sample=1).values.shape == (2, 3)


@pytest.mark.parametrize("cell", [(0, 0), (2, 3)])
@pytest.mark.parametrize("place", [0, 1])
def test_of_three_axes_the_first_is_cut_where_it_is_asked(place, cell):
    shown = cut(BOX, ("time", "sample", "unit"), ahead=(place,))
    assert shown.values[cell] == BOX[shown.index(*cell)]
    assert shown.index(*cell) == (place, *cell)


def test_a_sample_axis_ahead_of_two_others_is_cut_at_the_sample():
    shown = cut(BOX, ("sample", "row", "column"), sample=1)
    assert np.array_equal(shown.values, BOX[1])


@pytest.mark.parametrize("member", [(), (0,), (1,), (9,)])
def test_one_network_of_an_ensemble_is_shown(member):
    assert leading_axes(BOX, ("sample", "unit")) == (2,)
    assert np.array_equal(cut(BOX, ("sample", "unit"), member).values, BOX[min(member[0], 1) if member else 0])


@pytest.mark.parametrize("shape", [(0, 4), (4, 0), (0, 3, 2)])
def test_a_tensor_without_entries_is_a_matrix_without_cells(shape):
    axes = ("time", "sample", "unit")[-len(shape) :]
    assert cut(np.zeros(shape), axes, sample=1).values.shape == (0, 0)
