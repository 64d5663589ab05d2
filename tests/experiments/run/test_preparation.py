"""Before training: features, split, scaling from the training part, targets in the form of the head."""

import numpy as np
import pytest

from nnviz.datasets import DATASETS
from nnviz.experiments import RunSettings, prepare


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_is_ready_to_train_on(name):
    settings = RunSettings().changed(dataset=name)
    ready = prepare(settings)
    for part in (ready.train, ready.test):
        assert part.X.shape == (len(part.raw), settings.n_features)
        assert part.Y.shape == (len(part.raw), settings.n_out)
        assert len(part.labels) == (0 if settings.head_name == "regression" else len(part.raw))
    assert len(ready.feature_titles) == settings.n_features
    assert len(ready.train.X) + len(ready.test.X) == ready.data.n_samples


@pytest.mark.parametrize(("head", "values"), [("sigmoid", [0.0, 1.0]), ("tanh", [-1.0, 1.0]), ("softmax", [0.0, 1.0])])
def test_targets_take_the_form_of_the_head(head, values):
    part = prepare(RunSettings(head=head)).train
    assert np.unique(part.Y).tolist() == values
    if head == "softmax":
        np.testing.assert_array_equal(part.Y.argmax(-1), part.labels)
    else:
        np.testing.assert_array_equal(part.Y[:, 0] > 0.0, part.labels == 1)


def test_the_chosen_features_are_the_columns():
    ready = prepare(RunSettings(features=("xy", "x2")))
    x, y = ready.train.raw.T
    np.testing.assert_array_equal(ready.train.X, np.stack([x * y, x * x], -1))
    assert ready.feature_titles == ("xy", "x²")


def test_scaling_is_fitted_on_the_training_part_alone():
    ready = prepare(RunSettings(dataset="wine"))
    np.testing.assert_allclose(ready.train.X.mean(0), 0.0, atol=1e-12)
    np.testing.assert_allclose(ready.train.X.std(0), 1.0, rtol=1e-12)
    assert np.abs(ready.test.X.mean(0)).max() > 1e-3


def test_pixels_are_scaled_to_between_zero_and_one():
    X = prepare(RunSettings(dataset="digits")).train.X
    assert (X.min(), X.max()) == (0.0, 1.0)


def test_any_point_is_seen_as_the_training_points_are():
    ready = prepare(RunSettings(features=("x", "sin_y"), scaling="standardize"))
    np.testing.assert_allclose(ready.features(ready.test.raw), ready.test.X, rtol=1e-12)
    assert ready.features(np.zeros((3, 4, 2))).shape == (3, 4, 2)


def test_the_same_seed_gives_the_same_data_and_the_same_split():
    first, second = (prepare(RunSettings(noise=20.0, data_seed=4)) for _ in range(2))
    np.testing.assert_array_equal(first.train.X, second.train.X)
    np.testing.assert_array_equal(first.test.Y, second.test.Y)


def test_the_seed_of_the_weights_leaves_the_data_alone():
    np.testing.assert_array_equal(prepare(RunSettings(seed=1)).train.X, prepare(RunSettings(seed=2)).train.X)


def test_the_share_of_the_training_part_is_the_one_asked_for():
    ready = prepare(RunSettings(samples=200, train_share=0.7))
    assert (len(ready.train.X), len(ready.test.X)) == (140, 60)
