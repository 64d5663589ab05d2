"""Slices of a network's loss against single forward passes, one network at a time."""

import numpy as np
import pytest

from nnviz.engine import central_differences
from nnviz.experiments.gradient_descent.loss_slice import (
    SLICE_EPOCHS,
    gradient_of,
    gradient_slice,
    slice_settings,
    trained_path,
    weights_slice,
)
from nnviz.experiments.run.run import advance, start


@pytest.fixture(scope="module", params=["circle", "iris"])
def path(request):
    return trained_path(request.param, epochs=12)


def loss_at(path, theta):
    network = path.network.with_theta(np.array(theta))
    return float(path.loss.forward(network.forward(path.X).A, path.Y).L)


def test_the_path_is_the_training(path):
    run = start(slice_settings("circle" if path.X.shape[1] == 2 else "iris"))
    run = advance(run, 12 * run.batches.per_epoch)
    assert (path.thetas[-1] == run.state.network.theta).all()
    assert path.losses[-1] == pytest.approx(loss_at(path, path.thetas[-1]), rel=1e-12)
    assert len(path.thetas) == len(path.losses) == 13 < SLICE_EPOCHS


@pytest.mark.parametrize("cut", [gradient_slice, lambda path, at: weights_slice(path, at, 1, 5)])
def test_each_point_of_a_slice_is_a_network_of_its_own(path, cut):
    found = cut(path, 7)
    np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(2), atol=1e-12)
    for i, j in ((0, 0), (13, 13), (3, 25)):
        theta = path.thetas[7] + found.offsets[j] * found.directions[0] + found.offsets[i] * found.directions[1]
        assert found.losses[i, j] == pytest.approx(loss_at(path, theta), rel=1e-10)
    assert found.losses[13, 13] == pytest.approx(path.losses[7], rel=1e-10)


def test_the_first_direction_is_the_gradient(path):
    g = gradient_of(path, 7)
    numeric = central_differences(lambda theta: loss_at(path, theta), path.thetas[7])
    np.testing.assert_allclose(g, numeric, atol=1e-7)
    np.testing.assert_allclose(gradient_slice(path, 7).directions[0], g / np.linalg.norm(g), rtol=1e-12)


def test_place_on_the_plane_and_distance_from_it_make_up_the_whole_way(path):
    found = gradient_slice(path, 4)
    whole = ((path.thetas - path.thetas[4]) ** 2).sum(1)
    np.testing.assert_allclose((found.projected_path**2).sum(1) + found.distances**2, whole, rtol=1e-9, atol=1e-18)
    assert np.abs(found.projected_path).max() <= found.offsets[-1]


def test_a_slice_along_two_weights_moves_these_alone(path):
    found = weights_slice(path, 4, 0, 3)
    np.testing.assert_allclose(found.projected_path, path.thetas[:, [0, 3]] - path.thetas[4, [0, 3]], atol=1e-15)
    assert found.titles[0] == "change of layer 1: W[0, 0]"


def test_the_same_weight_twice_is_refused(path):
    with pytest.raises(ValueError, match="two different"):
        weights_slice(path, 4, 3, 3)
    with pytest.raises(ValueError, match="from circle"):
        trained_path("cats")
