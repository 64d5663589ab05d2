"""A sample with places is looked at as a picture: an image as it is, a signal as a curve."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.datasets.pictures import CURVE_ROWS, curves, pictures


def test_a_digit_is_its_pixels_from_paper_to_ink():
    digits = dataset("digits")
    drawn = pictures(digits, digits.X[:3])
    np.testing.assert_array_equal(drawn, digits.X[:3].reshape(3, 8, 8) / 16.0)


def test_noise_beyond_paper_and_ink_is_cut():
    bars = dataset("bars", noise=30)
    drawn = pictures(bars, bars.X[:50])
    assert drawn.shape == (50, 12, 12)
    assert (drawn.min(), drawn.max()) == (0.0, 1.0)
    inside = (bars.X[:50] > 0.0) & (bars.X[:50] < 1.0)
    np.testing.assert_array_equal(drawn.reshape(50, 144)[inside], bars.X[:50][inside])


def test_a_signal_is_a_connected_curve_through_its_numbers():
    signals = dataset("signals", samples=30)
    drawn = pictures(signals, signals.X)
    assert drawn.shape == (30, CURVE_ROWS, 40)
    low, high = signals.X.min(), signals.X.max()
    row = np.minimum((signals.X - low) / (high - low) * CURVE_ROWS, CURVE_ROWS - 1).astype(int)
    assert (np.take_along_axis(drawn, CURVE_ROWS - 1 - row[:, None, :], axis=1) == 1.0).all()
    neighbours = drawn[:, :, 1:] * drawn[:, :, :-1]
    assert (neighbours.sum(axis=1) >= 1.0).all()


def test_own_images_without_a_known_range_take_their_own():
    digits = dataset("digits")
    own = replace(digits, X=digits.X - 5.0, x_range=None)
    np.testing.assert_array_equal(pictures(own, own.X[:2]), pictures(digits, digits.X[:2]))


@pytest.mark.parametrize("name", ["iris", "circle"])
def test_samples_without_places_have_no_picture(name):
    data = dataset(name)
    assert pictures(data, data.X[:2]) is None


def test_constant_numbers_are_a_flat_line():
    assert curves(np.full((1, 5), 0.5))[0].sum(axis=0).tolist() == [1.0] * 5
