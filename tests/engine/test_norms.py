"""Norms that neither overflow nor underflow, and the plain formula's very bits wherever that does not either."""

import numpy as np
import pytest

from nnviz.engine import clip_by_norm, norm


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e-160, 1.0, 1e160, 1e200, 1e300])
def test_a_norm_is_right_over_all_of_float64(size):
    assert norm(size * np.array([[3.0, 0.0], [0.0, 4.0]])) == pytest.approx(5.0 * size, rel=1e-14)


def test_the_norm_of_zero_is_zero_and_of_what_is_not_finite_is_not():
    V = np.array([np.zeros((2, 2)), np.full((2, 2), np.inf), np.full((2, 2), np.nan), np.full((2, 2), 1e200)])
    np.testing.assert_allclose(norm(V), [0.0, np.inf, np.nan, 2e200])


@pytest.mark.parametrize("size", [1e155, 1e160, 1e200, 1e308])
def test_a_huge_gradient_is_clipped_to_the_limit_and_not_to_zero(size):
    np.testing.assert_allclose(clip_by_norm(size * np.array([0.6, 0.8]), 1.0), [0.6, 0.8], rtol=1e-14)
    np.testing.assert_allclose(clip_by_norm(size * np.ones(100), 1e-5), np.full(100, 1e-6), rtol=1e-13)


def test_a_tiny_gradient_is_clipped_too():
    np.testing.assert_allclose(clip_by_norm(np.array([3e-190, 4e-190]), 5e-200), [3e-200, 4e-200], rtol=1e-14)


@pytest.mark.parametrize("limit", [0.0, -1.0, np.nan, np.inf, "1", True])
def test_a_limit_that_is_no_length_is_refused(limit):
    with pytest.raises(ValueError, match="expected a positive finite norm to clip at, or None, got"):
        clip_by_norm(np.ones(2), limit)


def test_in_the_ordinary_range_every_bit_is_that_of_the_plain_formula():
    rng = np.random.default_rng(0)
    for _ in range(2000):
        shape = tuple(rng.integers(1, 30, rng.integers(1, 4)))
        dtheta = rng.normal(size=shape) * 10.0 ** rng.uniform(-100, 100)
        limit = 10.0 ** rng.uniform(-3, 3) * float(np.abs(dtheta).max())
        plain = np.sqrt((dtheta * dtheta).sum(-1, keepdims=True))
        np.testing.assert_array_equal(clip_by_norm(dtheta, limit), dtheta * (limit / np.maximum(plain, limit)))
        if dtheta.ndim > 1:
            np.testing.assert_array_equal(norm(dtheta), np.sqrt((dtheta * dtheta).sum((-2, -1))))
