"""Numbers as bytes on a scale with its centre in the middle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.stage import centred_bytes, share_bytes


def test_zero_is_the_middle_and_the_ends_are_the_ends():
    assert list(centred_bytes([-1.0, 0.0, 1.0])) == [1, 128, 255]


def test_a_probability_of_one_half_is_the_middle():
    assert list(centred_bytes([0.0, 0.5, 1.0], scale=0.5, centre=0.5)) == [1, 128, 255]


def test_what_is_beyond_the_scale_is_shown_at_its_end():
    assert list(centred_bytes([-np.inf, -7.0, 7.0, np.inf, 1e308])) == [1, 1, 255, 255, 255]


def test_nan_has_a_byte_of_its_own():
    assert list(centred_bytes([np.nan, 0.0])) == [0, 128]


@given(st.floats(-1, 1))
def test_a_byte_is_within_half_a_step_of_its_number(value):
    byte = float(centred_bytes(value))
    assert abs((byte - 128) / 127 - value) <= 0.5 / 127 + 1e-9


@given(st.floats(-1e300, 1e300))
def test_opposite_numbers_lie_opposite(value):
    assert int(centred_bytes(value)) + int(centred_bytes(-value)) == 256


@pytest.mark.parametrize("scale", [0.0, -1.0, np.nan, np.inf])
def test_a_scale_must_be_positive(scale):
    with pytest.raises(ValueError, match="positive finite number"):
        centred_bytes([0.0], scale=scale)


def test_shares_fill_the_bytes():
    assert list(share_bytes([0.0, 0.5, 1.0, 2.0, -1.0, np.nan])) == [0, 128, 255, 255, 0, 0]
