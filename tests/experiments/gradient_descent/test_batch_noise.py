"""Mini-batch noise against closed forms: per-sample gradients, the spread of batches, schedules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import schedule
from nnviz.experiments.gradient_descent import batch_noise as noise

W = np.array([-1.5, 1.5])


def by_hand(w, X, Y):
    """The gradient of the logistic loss as a textbook writes it."""
    P = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ (P - Y[:, 0]) / len(X)


def test_the_full_gradient_is_that_of_logistic_regression():
    X, Y = noise.sepal_samples()
    assert X.shape == (100, 2) and Y.sum() == 50
    np.testing.assert_allclose(noise.batch_gradients(W, 4).full, by_hand(W, X, Y), rtol=1e-12)


@given(st.integers(1, 100), st.floats(-3, 3), st.floats(-3, 3))
@settings(max_examples=25, deadline=None)
def test_batches_scatter_around_the_full_gradient_as_expected(size, a, b):
    found = noise.batch_gradients(np.array([a, b]), size, count=400)
    np.testing.assert_allclose(found.batches.mean(0), found.full, atol=4.5 * found.expected / np.sqrt(400) + 1e-12)
    assert found.spread == pytest.approx(found.expected, rel=0.25, abs=1e-12)


def test_all_samples_as_one_batch_have_no_noise():
    found = noise.batch_gradients(W, 100)
    assert found.spread < 1e-14 and found.expected == 0.0 and found.uphill == 0


def test_the_expected_spread_is_the_one_over_every_pair():
    X, Y = noise.sepal_samples()
    full = by_hand(W, X, Y)
    pairs = [(i, j) for i in range(100) for j in range(i)]
    squares = [((by_hand(W, X[[i, j]], Y[[i, j]]) - full) ** 2).sum() for i, j in pairs]
    assert noise.expected_spread(W, 2) == pytest.approx(np.sqrt(np.mean(squares)), rel=1e-9)


def test_the_lowest_point_has_no_gradient():
    w, L = noise.minimum()
    X, Y = noise.sepal_samples()
    np.testing.assert_allclose(by_hand(w, X, Y), 0, atol=1e-9)
    assert (noise.losses_at(w + 0.1 * np.random.default_rng(0).normal(size=(50, 2))) > L).all()


def test_a_walk_on_all_samples_is_plain_descent():
    X, Y = noise.sepal_samples()
    w = W
    for step in noise.minibatch_path(W, 100, 1.0, steps=5):
        np.testing.assert_allclose(step, w, rtol=1e-12)
        w = w - by_hand(w, X, Y)


def test_decays_use_the_schedules_and_calm_the_noise():
    found = noise.compare_schedules(1.0, 4)
    for k, name in enumerate(found.names):
        rule = schedule(name, **noise.SCHEDULE_PARAMETERS[name])
        np.testing.assert_allclose(found.rates[k], [rule.factor(t) for t in range(noise.STEPS)])
    ends = dict(zip(found.names, found.excess[:, -30:].mean(1), strict=True))
    assert ends["constant"] > 3 * max(ends[name] for name in found.names if name != "constant")


def test_with_a_small_rate_decay_comes_too_early():
    found = noise.compare_schedules(0.3, 4)
    ends = dict(zip(found.names, found.excess[:, -1], strict=True))
    assert ends["inverse_time"] > 3 * ends["constant"]


def test_more_samples_than_there_are_are_refused():
    with pytest.raises(ValueError, match="1 to 100"):
        noise.batch_gradients(W, 101)
