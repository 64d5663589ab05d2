"""What is copied out of the inspector comes back bit for bit, and no spreadsheet executes it."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnviz.experiments.inspection import csv_text, cut, numpy_text, plain_cell

ANY = st.floats(allow_nan=True, allow_infinity=True, width=64)


@given(arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4), elements=ANY))
def test_the_numpy_text_makes_the_same_array_bit_for_bit(values):
    again = eval(numpy_text(values), {"np": np})
    assert again.shape == values.shape and again.dtype == values.dtype
    assert np.array_equal(again, values, equal_nan=True)
    assert np.array_equal(np.signbit(again[~np.isnan(again)]), np.signbit(values[~np.isnan(values)]))


@pytest.mark.parametrize("values", [np.array([True, False]), np.array([[1, 2]]), np.array([0.1], np.float32)])
def test_other_kinds_of_numbers_keep_their_kind(values):
    again = eval(numpy_text(values), {"np": np})
    assert again.dtype == values.dtype and np.array_equal(again, values)


@given(arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=ANY))
def test_the_table_holds_every_number_exactly(values):
    rows = list(csv.reader(io.StringIO(csv_text(cut(values, ("sample", "unit"))))))
    assert rows[0] == ["sample", *(f"unit {j}" for j in range(values.shape[1]))]
    again = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
    assert np.array_equal(again, values, equal_nan=True)


def test_the_row_of_one_sample_keeps_its_number_and_names_stand_behind_numbers():
    text = csv_text(cut(np.eye(3), ("sample", "class"), sample=1), (), ("cat", "dog", "eel"))
    assert text == "sample,class 0 cat,class 1 dog,class 2 eel\n1,0.0,1.0,0.0\n"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@cmd", "\t=x", "\r=x", "\n=x", " =x"])
def test_no_heading_is_taken_for_a_formula(evil):
    assert plain_cell(evil) == f"'{evil.strip()}"
    rows = list(csv.reader(io.StringIO(csv_text(cut(np.ones((1, 1)), (evil, evil))))))
    assert len(rows) == 2 and all(cell.startswith("'") for cell in rows[0])


def test_a_heading_stays_on_its_line():
    assert plain_cell("a\r\n=1") == "a =1"
