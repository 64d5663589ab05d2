"""Moons, blobs and arms: their shape without noise, their balance, and what noise does."""

import numpy as np
import pytest
from sklearn.datasets import make_moons

from nnviz.datasets import dataset
from nnviz.datasets.toy.shapes import arms, blobs, moons
from nnviz.datasets.toy.tensorflow_playground import spiral


def sorted_rows(X):
    return X[np.lexsort(np.round(X, 9).T)]


def test_clean_moons_are_three_times_those_of_scikit_learn_moved_to_the_middle():
    X, labels = moons(np.random.default_rng(0), 400, 0.0)
    theirs, their_labels = make_moons(400, shuffle=False)
    for ours, their_label in ((1, 0), (0, 1)):
        expected = 3 * (theirs[their_labels == their_label] - [0.5, 0.25])
        np.testing.assert_allclose(sorted_rows(X[labels == ours]), sorted_rows(expected), atol=1e-12)


def test_noise_on_moons_has_the_stated_standard_deviation():
    clean, _ = moons(np.random.default_rng(0), 20_000, 0.0)
    noisy, _ = moons(np.random.default_rng(0), 20_000, 10.0)
    np.testing.assert_allclose((noisy - clean).std(axis=0), 0.3, rtol=0.03)


@pytest.mark.parametrize("classes", range(2, 11))
def test_blobs_stand_evenly_on_their_circle(classes):
    X, labels = blobs(np.random.default_rng(0), 20_000, 0.0, classes)
    for label in range(classes):
        angle = 2 * np.pi * label / classes
        cloud = X[labels == label]
        np.testing.assert_allclose(cloud.mean(axis=0), [4 * np.sin(angle), 4 * np.cos(angle)], atol=0.06)
        np.testing.assert_allclose(cloud.var(axis=0), 0.25, rtol=0.12)


def test_noise_widens_blobs():
    X, labels = blobs(np.random.default_rng(0), 20_000, 50.0, 4)
    np.testing.assert_allclose(X[labels == 0].var(axis=0), 3.75, rtol=0.08)


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_every_arm_is_the_first_one_turned(classes):
    X, labels = arms(np.random.default_rng(0), 60 * classes, 0.0, classes)
    for label in range(classes):
        angle = -2 * np.pi * label / classes
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        np.testing.assert_allclose(X[labels == label], X[labels == 0] @ turn, atol=1e-12)


def test_two_arms_would_be_playgrounds_spiral():
    ours, labels = arms(np.random.default_rng(0), 500, 0.0, 2)
    theirs, their_labels = spiral(np.random.default_rng(0), 500, 0.0)
    np.testing.assert_allclose(ours[labels == 0], theirs[their_labels == 1], atol=1e-12)
    np.testing.assert_allclose(ours[labels == 1], theirs[their_labels == 0], atol=1e-12)


@pytest.mark.parametrize(("name", "classes"), [("blobs", 2), ("blobs", 10), ("arms", 3), ("arms", 4), ("arms", 5)])
def test_classes_differ_by_one_sample_at_most(name, classes):
    data = dataset(name, classes=classes, samples=501, noise=25)
    n_each = np.bincount(data.labels, minlength=classes)
    assert n_each.sum() == 501
    assert n_each.max() - n_each.min() <= 1
    assert data.n_classes == classes == data.Y.shape[1]
