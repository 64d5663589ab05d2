"""Dropout: the mask, what it keeps on average, and that evaluation knows nothing of it."""

import numpy as np
import pytest

from nnviz.engine import Dropout
from tests.engine.specimens import inputs


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_mask_is_zero_or_one_over_the_share_that_is_kept():
    trace = Dropout(0.2).forward(np.ones((50, 40)), rng())
    assert np.unique(trace.M).tolist() == [0.0, 1.0 / 0.8]
    np.testing.assert_array_equal(trace.A, trace.M)


def test_the_share_that_is_dropped_is_the_rate():
    M = Dropout(0.3).forward(np.ones((1000, 100)), rng()).M
    assert (M == 0.0).mean() == pytest.approx(0.3, abs=0.005)
    assert M.mean() == pytest.approx(1.0, abs=0.01)


def test_evaluation_passes_its_input_on():
    X = inputs(4, 3)
    trace = Dropout(0.5).forward(X)
    assert trace.A is X and trace.M is None


def test_what_was_silenced_gets_no_gradient():
    X, dA = inputs(6, 5), inputs(6, 5, seed=3)
    trace = Dropout(0.5).forward(X, rng())
    dX = Dropout(0.5).backward(trace, dA).dX
    np.testing.assert_array_equal(dX == 0.0, trace.M == 0.0)
    np.testing.assert_array_equal(dX[trace.M > 0], 2.0 * dA[trace.M > 0])


def test_the_same_generator_draws_the_same_mask():
    X = inputs(6, 5)
    layer = Dropout(0.5)
    np.testing.assert_array_equal(layer.forward(X, rng(7)).M, layer.forward(X, rng(7)).M)
    assert not np.array_equal(layer.forward(X, rng(7)).M, layer.forward(X, rng(8)).M)


def test_every_network_of_an_ensemble_has_a_mask_of_its_own():
    M = Dropout(0.5).forward(np.ones((3, 8, 8)), rng()).M
    assert not np.array_equal(M[0], M[1])


def test_a_rate_of_zero_keeps_everything():
    X = inputs(4, 3)
    np.testing.assert_array_equal(Dropout(0.0).forward(X, rng()).A, X)


@pytest.mark.parametrize("rate", [1.0, 1.5, -0.1, np.nan, np.inf])
def test_a_rate_outside_its_range_is_refused(rate):
    with pytest.raises(ValueError, match=r"expected a dropout rate in \[0, 1\), got .*; at 1 no unit would be kept"):
        Dropout(rate)
