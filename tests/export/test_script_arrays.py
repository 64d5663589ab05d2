"""Arrays as Python text come back bit for bit, small and large, and in short lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nnviz.export.script_arrays import LINE, UNPACK, WRITTEN_OUT, array_text, number_text, whole_text


def read(text: str) -> np.ndarray:
    names: dict = {}
    exec(f"import base64, zlib\nimport numpy as np\n{UNPACK}\nfound = {text}", names)
    return names["found"]


@given(arrays.arrays(np.float64, arrays.array_shapes(max_dims=2, max_side=12)))
def test_an_array_comes_back_bit_for_bit(values):
    found = read(array_text(values))
    assert found.shape == values.shape and found.dtype == np.float64
    same_bits = found.view(np.int64) == values.view(np.int64)
    assert (same_bits | np.isnan(values)).all()


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_large_array_is_packed_in_short_lines(order):
    values = np.asarray(np.random.default_rng(0).normal(size=(300, 70)), order=order)
    text = array_text(values)
    assert max(map(len, text.splitlines())) <= LINE and text.startswith("numbers(")
    assert np.array_equal(read(text), values)


def test_a_small_array_can_be_read_by_eye():
    assert array_text(np.array([[0.5, -1.0]])) == "np.array([[0.5, -1.0]])"
    assert array_text(np.arange(float(WRITTEN_OUT))).startswith("np.array([")


@given(st.lists(st.integers(0, 500), min_size=1, max_size=120))
def test_classes_come_back_as_whole_numbers(labels):
    found = read(whole_text(np.array(labels)))
    assert found.tolist() == labels and found.dtype.kind == "i"


@given(st.floats())
def test_a_number_is_read_as_it_was(value):
    found = eval(number_text(value))
    assert found == value or (found != found and value != value)
