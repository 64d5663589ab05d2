"""The toy sets follow TensorFlow Playground's rules: where points lie, what their labels are, and what noise does."""

import numpy as np
import pytest

from nnviz.datasets import dataset
from nnviz.datasets.toy.tensorflow_playground import (
    HILL_SIGNS,
    HILLS,
    circle,
    circle_label,
    gauss,
    hills_height,
    plane_height,
    reg_gauss,
    reg_plane,
    spiral,
    xor,
    xor_label,
)

BINARY = ("circle", "xor", "gauss", "spiral", "moons")
SEEDS = range(5)


def radius(X):
    return np.sqrt((X**2).sum(axis=1))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clean_circle_is_a_disc_of_ones_in_a_ring_of_zeros(seed):
    data = dataset("circle", rng=seed)
    inside = data.labels == 1
    assert radius(data.X[inside]).max() < 2.5
    assert radius(data.X[~inside]).min() >= 3.5
    assert radius(data.X[~inside]).max() <= 5.0


def test_the_radius_of_the_disc_is_uniform_not_the_area():
    X, labels = circle(np.random.default_rng(0), 20_000, 0.0)
    assert radius(X[labels == 1]).mean() == pytest.approx(1.25, abs=0.03)
    assert radius(X[labels == 0]).mean() == pytest.approx(4.25, abs=0.02)


def test_disc_and_ring_go_all_the_way_round():
    X, _ = circle(np.random.default_rng(0), 20_000, 0.0)
    share = np.bincount(2 * (X[:, 0] > 0) + (X[:, 1] > 0)) / len(X)
    np.testing.assert_allclose(share, 0.25, atol=0.015)


def test_noise_on_the_circle_moves_labels_and_leaves_every_point_in_its_place():
    clean, noisy = dataset("circle", rng=3), dataset("circle", rng=3, noise=50)
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert 20 < (clean.labels != noisy.labels).sum() < 250


@pytest.mark.parametrize("seed", SEEDS)
def test_clean_xor_is_one_where_the_signs_agree_and_keeps_off_the_axes(seed):
    data = dataset("xor", rng=seed)
    np.testing.assert_array_equal(data.labels, (data.X[:, 0] > 0) == (data.X[:, 1] > 0))
    assert np.abs(data.X).min() >= 0.3
    assert np.abs(data.X).max() <= 5.3


def test_noise_on_xor_moves_labels_only_near_the_axes():
    clean, noisy = dataset("xor", rng=3, samples=5000), dataset("xor", rng=3, samples=5000, noise=20)
    np.testing.assert_array_equal(clean.X, noisy.X)
    changed = np.abs(clean.X[clean.labels != noisy.labels])
    assert len(changed) > 100
    assert changed.min(axis=1).max() <= 5.0 * 0.2


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (20, 1.9), (50, 4.0)])
def test_the_clouds_have_playgrounds_centres_and_variance(noise, variance):
    X, labels = gauss(np.random.default_rng(1), 20_000, noise)
    for label, centre in ((1, 2.0), (0, -2.0)):
        cloud = X[labels == label]
        assert len(cloud) == 10_000
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.1)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.06)


def test_the_clean_spiral_has_its_250_points_an_arm_where_playground_has_them():
    X, labels = spiral(np.random.default_rng(0), 500, 0.0)
    for label, turned in ((1, 0.0), (0, np.pi)):
        expected = [
            (
                5 * i / 250 * np.sin(1.75 * i / 250 * 2 * np.pi + turned),
                5 * i / 250 * np.cos(1.75 * i / 250 * 2 * np.pi + turned),
            )
            for i in range(250)
        ]
        np.testing.assert_allclose(X[labels == label], expected, atol=1e-12)


def test_noise_on_the_spiral_moves_points_by_at_most_its_share():
    clean, _ = spiral(np.random.default_rng(0), 500, 0.0)
    noisy, _ = spiral(np.random.default_rng(0), 500, 30.0)
    assert 0.25 < np.abs(noisy - clean).max() <= 0.3


def test_the_clean_plane_is_a_tenth_of_the_sum():
    data = dataset("reg-plane", rng=4)
    np.testing.assert_allclose(data.Y[:, 0], data.X.sum(axis=1) / 10, rtol=0, atol=1e-15)


def test_noise_on_the_plane_moves_targets_by_at_most_its_share_of_both_axes():
    clean, noisy = dataset("reg-plane", rng=4), dataset("reg-plane", rng=4, noise=10)
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert 0.06 < np.abs(clean.Y - noisy.Y).max() <= 2 * 0.6 / 10


def test_hills_are_the_bump_of_largest_size_as_playground_picks_it():
    X, targets = reg_gauss(np.random.default_rng(5), 400, 0.0)
    for point, target in zip(X, targets, strict=True):
        best = 0.0
        for centre, sign in zip(HILLS, HILL_SIGNS, strict=True):
            height = sign * min(max(1 - np.hypot(*(point - centre)) / 2, 0), 1)
            if abs(height) > abs(best):
                best = height
        assert target == pytest.approx(best, abs=1e-14)


def test_hills_have_their_tops_at_the_published_centres():
    centres = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    np.testing.assert_array_equal(hills_height(centres), [1, -1, 1, -1, 1, -1])
    assert hills_height(np.array([[0.0, 0.0]]))[0] == 0.0


@pytest.mark.parametrize("make", [reg_plane, reg_gauss])
def test_regression_points_fill_the_plane_shown(make):
    X, _ = make(np.random.default_rng(0), 5000, 0.0)
    assert np.abs(X).max() <= 6.0
    assert X.min() < -5.9
    assert X.max() > 5.9


@pytest.mark.parametrize("name", BINARY)
def test_binary_sets_have_500_points_and_regression_sets_1200(name):
    assert dataset(name).X.shape == (500, 2)
    assert dataset("reg-plane").X.shape == dataset("reg-gauss").X.shape == (1200, 2)


@pytest.mark.parametrize("name", [name for name in BINARY if name != "xor"])
def test_clean_binary_sets_are_balanced(name):
    assert dataset(name).labels.sum() == 250
    assert dataset(name, samples=501).labels.sum() == 251


def test_xor_has_about_as_many_of_both():
    assert 200 < xor(np.random.default_rng(0), 500, 0.0)[1].sum() < 300


def test_the_labels_turn_exactly_at_the_radius_and_on_the_axes():
    np.testing.assert_array_equal(
        circle_label(np.array([[2.499, 0.0], [2.5, 0.0], [0.0, -2.501], [1.8, 1.8]])), [1, 0, 0, 0]
    )
    np.testing.assert_array_equal(xor_label(np.array([[0.0, 3.0], [-1e-9, 3.0], [-1.0, -1.0]])), [1, 0, 1])


@pytest.mark.parametrize(
    ("make", "rule", "half_width"),
    [(circle, circle_label, 5), (xor, xor_label, 5), (reg_plane, plane_height, 6), (reg_gauss, hills_height, 6)],
)
@pytest.mark.parametrize("noise", [10, 50])
def test_targets_are_read_off_as_if_each_point_were_shifted_by_its_share_of_the_plane(make, rule, half_width, noise):
    X, targets = make(np.random.default_rng(0), 200_000, noise)
    shifted = X + np.random.default_rng(1).uniform(-half_width, half_width, X.shape) * noise / 100
    ours, expected = ((values - rule(X)) ** 2 for values in (targets, rule(shifted)))
    standard_error = np.sqrt((ours.var() + expected.var()) / len(X))
    assert abs(ours.mean() - expected.mean()) < 4 * standard_error


def test_noise_of_ten_per_cent_flips_the_computed_share_of_xor_labels():
    X, labels = xor(np.random.default_rng(0), 200_000, 10.0)
    one_axis = (0.5 - 0.3) ** 2 / 2 / 5  # |x| ~ U(0.3, 5.3) is passed by e ~ U(-0.5, 0.5)
    either = 2 * one_axis * (1 - one_axis)
    assert np.mean(labels != xor_label(X)) == pytest.approx(either, abs=4 * np.sqrt(either / len(X)))
