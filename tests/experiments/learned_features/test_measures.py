"""Probes, CKA, PCA, Procrustes and binned information, each against a computation of another kind."""

from collections import Counter
from math import log2

import numpy as np
import pytest

from nnviz.experiments.learned_features.binned_information import Binning, entropy, information
from nnviz.experiments.learned_features.linear_probe import fit_linear_probe, probe_accuracy
from nnviz.experiments.learned_features.projection import principal_components, procrustes, unit_spread
from nnviz.experiments.learned_features.similarity import cka_matrix, linear_cka


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_a_probe_is_least_squares_with_rows_that_pull_the_weights_to_zero(rng):
    A, Y = rng.standard_normal((50, 4)), rng.standard_normal((50, 3))
    W, b = fit_linear_probe(A, Y, ridge=0.1)
    c = 0.1 * 50 * np.square(A - A.mean(0)).mean()
    rows = np.block([[A - A.mean(0), np.ones((50, 1))], [np.sqrt(c) * np.eye(4), np.zeros((4, 1))]])
    expected = np.linalg.lstsq(rows, np.vstack([Y, np.zeros((4, 3))]), rcond=None)[0]
    np.testing.assert_allclose(W, expected[:4], rtol=1e-10)
    np.testing.assert_allclose(b, expected[4] - A.mean(0) @ W, rtol=1e-10)


def test_a_probe_tells_apart_what_a_line_parts_and_nothing_of_a_constant_layer(rng):
    labels = np.repeat([0, 1], 40)
    A = rng.standard_normal((80, 2)) + 10.0 * labels[:, None]
    assert probe_accuracy(A, np.eye(2)[labels], A, labels) == 1.0
    assert probe_accuracy(np.ones((80, 2)), np.eye(2)[labels], np.ones((80, 2)), labels) == 0.5


def test_a_probe_refuses_rows_that_do_not_belong_together():
    with pytest.raises(ValueError, match="one row of A"):
        fit_linear_probe(np.ones((3, 2)), np.ones((4, 2)))


def hsic(K, L):
    """As the paper states it, with N x N kernels (Gretton et al. 2005; Kornblith et al. 2019, eq. 3)."""
    n = len(K)
    H = np.eye(n) - np.ones((n, n)) / n
    return np.trace(K @ H @ L @ H) / (n - 1) ** 2


def test_cka_is_that_of_the_kernels(rng):
    A, B = rng.standard_normal((30, 5)), rng.standard_normal((30, 8))
    K, L = A @ A.T, B @ B.T
    assert linear_cka(A, B) == pytest.approx(hsic(K, L) / np.sqrt(hsic(K, K) * hsic(L, L)), rel=1e-10)


def test_cka_ignores_rotation_scale_shift_and_constant_units(rng):
    A = rng.standard_normal((30, 5))
    Q = np.linalg.qr(rng.standard_normal((5, 5)))[0]
    assert linear_cka(A, 3.0 * A @ Q + 7.0) == pytest.approx(1.0, abs=1e-12)
    assert linear_cka(A, np.full((30, 2), 0.1)) == 0.0


def test_cka_of_unrelated_numbers_grows_as_samples_fall_below_units(rng):
    A, B = rng.standard_normal((1000, 32)), rng.standard_normal((1000, 32))
    assert linear_cka(A, B) < 0.06
    assert linear_cka(A[:8], B[:8]) > 0.6


def test_cka_needs_the_same_samples(rng):
    with pytest.raises(ValueError, match="same samples"):
        cka_matrix([np.ones((3, 2))], [np.ones((4, 2))])


def test_principal_components_are_eigenvectors_of_the_covariance(rng):
    A = rng.standard_normal((60, 5)) * [5, 3, 1, 0.5, 0.1]
    scores, shares = principal_components(A)
    values, vectors = np.linalg.eigh(np.cov(A.T))
    np.testing.assert_allclose(shares, values[::-1][:2] / values.sum(), rtol=1e-10)
    expected = (A - A.mean(0)) @ vectors[:, ::-1][:, :2]
    np.testing.assert_allclose(np.abs(scores), np.abs(expected), rtol=1e-8)


def test_fewer_dimensions_than_components_leave_zeros():
    scores, shares = principal_components(np.arange(4.0)[:, None])
    assert (scores[:, 1] == 0).all()
    np.testing.assert_allclose(shares, [1, 0])


def test_procrustes_finds_the_angle_that_a_search_finds(rng):
    A, onto = rng.standard_normal((2, 20, 2))
    turned = procrustes(A, onto)

    def distance(angle, mirror):
        c, s = np.cos(angle), np.sin(angle)
        return np.square(A * [1, mirror] @ np.array([[c, s], [-s, c]]) - onto).sum()

    best = min(distance(angle, mirror) for angle in np.linspace(0, 2 * np.pi, 20_001) for mirror in (1, -1))
    assert np.square(turned - onto).sum() == pytest.approx(best, abs=1e-5)
    np.testing.assert_allclose(turned @ turned.T, A @ A.T, atol=1e-12)


def test_a_flipped_axis_is_flipped_back(rng):
    A = rng.standard_normal((20, 2))
    np.testing.assert_allclose(procrustes(A * [-1, 1], A), A, atol=1e-12)


def test_unit_spread_leaves_shapes_alone(rng):
    A = rng.standard_normal((20, 2))
    assert np.square(unit_spread(A)).sum(-1).mean() == pytest.approx(1.0)
    assert (unit_spread(np.zeros((3, 2))) == 0).all()


def counted(rows):
    counts = Counter(map(tuple, rows.tolist()))
    return -sum(n / len(rows) * log2(n / len(rows)) for n in counts.values())


@pytest.mark.parametrize("binning", [Binning(), Binning("fixed", 0.1), Binning("range", count=7)])
def test_information_is_that_of_counted_rows(rng, binning):
    A, labels = rng.standard_normal((400, 6)), rng.integers(0, 3, 400)
    T = binning.bins(A)
    whole, shared = information(T, labels)
    assert whole == pytest.approx(counted(T))
    parts = [(labels == y).mean() * counted(T[labels == y]) for y in range(3)]
    assert shared == pytest.approx(counted(T) - sum(parts))


def test_many_bins_of_many_units_stay_apart(rng):
    rows = rng.integers(0, 2**15, (500, 20))
    rows[1] = rows[0]
    assert entropy(rows) == pytest.approx(counted(rows))


def test_fixed_bins_have_one_width_and_bins_over_the_range_one_number():
    A = np.array([[-0.1], [0.0], [0.49], [0.5], [10.0]])
    assert Binning("fixed", 0.5).bins(A)[:, 0].tolist() == [-1, 0, 0, 1, 20]
    assert Binning("range", count=2).bins(A)[:, 0].tolist() == [0, 0, 0, 0, 1]
    assert (Binning("range").bins(np.ones((3, 2))) == 0).all()


def test_what_is_not_finite_has_a_bin_too():
    assert Binning().bins(np.array([[np.nan, np.inf, -np.inf]])).shape == (1, 3)


@pytest.mark.parametrize(("given", "why"), [({"kind": "wide"}, "kind"), ({"width": 0}, "width"), ({"count": 0}, "one")])
def test_bins_that_make_no_sense_are_refused(given, why):
    with pytest.raises(ValueError, match=why):
        Binning(**given)
