"""The few numbers of a tensor and its histogram, also where it holds NaN, infinities, giants or nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnviz.experiments.inspection import histogram, statistics
from nnviz.experiments.inspection.statistics import BINS, COUNTED

ANY = arrays(np.float64, st.integers(0, 40), elements=st.floats(allow_nan=True, allow_infinity=True, width=64))


def test_the_numbers_of_a_small_tensor():
    found = statistics(np.array([[3.0, 0.0], [-4.0, 0.0]]))
    assert (found.size, found.minimum, found.mean, found.maximum) == (4, -4.0, -0.25, 3.0)
    assert (found.norm, found.zeros, found.nan, found.infinite) == (5.0, 2, 0, 0)


def test_what_is_not_finite_is_counted_and_left_out():
    found = statistics(np.array([np.nan, np.inf, -np.inf, 2.0]))
    assert (found.nan, found.infinite, found.minimum, found.maximum, found.norm) == (1, 2, 2.0, 2.0, 2.0)


@pytest.mark.parametrize("values", [np.zeros(0), np.full(3, np.nan)])
def test_without_a_finite_entry_there_is_no_mean(values):
    assert statistics(values).mean is None and histogram(values).counts == ()


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_the_norm_of_giants_and_dwarfs_neither_overflows_nor_vanishes(size):
    assert statistics(np.array([3.0, 4.0]) * size).norm == pytest.approx(5.0 * size, rel=1e-12)


@given(ANY)
def test_mean_lies_between_the_ends_and_the_histogram_counts_every_finite_entry(values):
    found, counted = statistics(values), histogram(values)
    finite = int(np.isfinite(values).sum())
    assert sum(counted.counts) == finite == found.size - found.nan - found.infinite
    assert len(counted.counts) <= BINS + 1
    if finite:
        assert found.minimum <= found.mean <= found.maximum


def test_one_bar_stands_on_zero():
    assert 0.0 in histogram(np.linspace(-1.0, 3.0, 100)).centres


def test_of_a_very_large_tensor_every_second_entry_is_counted_and_said():
    counted = histogram(np.ones(COUNTED + 1))
    assert counted.every == 2 and sum(counted.counts) == COUNTED // 2 + 1
