"""Bars anywhere: the direction is the class, and a single pixel says little about it."""

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.datasets.toy.bars import BAR_LENGTH_LIMITS, BARS_CLASSES, IMAGE_SIZE_LIMITS, bars

STEPS = {"horizontal": (0, 1), "vertical": (1, 0), "falling": (1, 1), "rising": (-1, 1)}


@pytest.mark.parametrize("size", IMAGE_SIZE_LIMITS)
@pytest.mark.parametrize("length", BAR_LENGTH_LIMITS)
def test_every_bar_is_a_straight_line_of_its_length_in_the_direction_of_its_class(size, length):
    X, labels = bars(np.random.default_rng(0), 80, 0.0, size, length)
    for image, label in zip(X[..., 0], labels, strict=True):
        row, column = np.nonzero(image)
        order = np.lexsort((row, column))
        steps = set(zip(np.diff(row[order]), np.diff(column[order]), strict=True))
        assert len(row) == length
        assert steps == {STEPS[BARS_CLASSES[label]]}


def test_every_place_where_a_bar_fits_is_taken_equally_often():
    X, labels = bars(np.random.default_rng(0), 40_000, 0.0, 8, 3)
    for label, places in ((0, 8 * 6), (1, 8 * 6), (2, 6 * 6), (3, 6 * 6)):
        counts = np.unique(X[labels == label].reshape(-1, 64), axis=0, return_counts=True)[1]
        assert len(counts) == places
        expected = 10_000 / places
        chi_squared = ((counts - expected) ** 2 / expected).sum()
        assert chi_squared < places - 1 + 4 * np.sqrt(2 * (places - 1))


def test_noise_is_normal_on_every_pixel_with_the_standard_deviation_asked_for():
    clean, noisy = (bars(np.random.default_rng(3), 1000, noise, 12, 5)[0] for noise in (0.0, 15.0))
    assert (noisy - clean).std() == pytest.approx(0.15, rel=0.01)
    assert abs((noisy - clean).mean()) < 0.002


def test_size_and_length_change_the_shape_of_a_sample():
    data = dataset("bars", image_size=9, bar_length=4, samples=40)
    assert data.shape == (9, 9, 1)
    assert data.feature_names[10] == "pixel 1,1"
    np.testing.assert_array_equal(data.X.sum(axis=1), 4.0)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"image_size": 7}, "image_size must be a whole number from 8 to 16, but 7"),
        ({"image_size": 12.0}, "image_size must be a whole number from 8 to 16, but 12.0"),
        ({"bar_length": 9}, "bar_length must be a whole number from 3 to 8, but 9"),
    ],
)
def test_sizes_out_of_their_limits_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        dataset("bars", **settings)
    with pytest.raises(ValueError, match="'signals' takes noise, samples, but"):
        dataset("signals", **settings)
