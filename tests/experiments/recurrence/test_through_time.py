"""Gradients through time, as a sum and step by step."""

import numpy as np
import pytest

from nnviz.engine import Dense, Network, RecurrentArchitecture, activation
from nnviz.experiments.recurrence.cliff import descend
from nnviz.experiments.recurrence.recipe import Recipe
from nnviz.experiments.recurrence.sum_over_time import sum_over_time
from nnviz.experiments.recurrence.through_time import recurrent_layer, scaled, through_time


def measured(**options):
    recipe = Recipe("first-symbol", 30, **{"cell": "elman", "seeds": 4, **options})
    return recipe, recipe.networks(), recipe.measured


@pytest.mark.parametrize("gain", [0.7, 0.9, 1.0, 1.3])
def test_a_gradient_stays_below_the_bound_at_every_step(gain):
    """Pascanu, Mikolov and Bengio 2013. An orthogonal start has its gain as radius and as largest singular value."""
    recipe, net, data = measured(gain=gain)
    found = through_time(net, recipe.loss, data.X, data.Y)
    np.testing.assert_allclose(found.radius, gain, rtol=1e-12)
    np.testing.assert_allclose(found.bound, gain, rtol=1e-12)
    assert (found.norms[:, :-1] <= found.norms[:, 1:] * found.bound[:, None] * (1 + 1e-12)).all()
    assert (found.survives <= gain**29 * (1 + 1e-10)).all()
    assert (found.factor <= gain * (1 + 1e-10)).all()


def test_scaling_the_recurrent_weights_moves_the_spectral_radius_and_nothing_else():
    recipe, net, data = measured()
    half = scaled(net, 0.5)
    found = through_time(half, recipe.loss, data.X, data.Y)
    np.testing.assert_allclose(found.radius, 0.5, rtol=1e-12)
    np.testing.assert_array_equal(half.layers[0].W_xh, net.layers[0].W_xh)
    np.testing.assert_array_equal(half.layers[-1].W, net.layers[-1].W)


def test_a_forget_bias_lets_the_gradient_through_twenty_steps():
    survives = {}
    for bias in (0.0, 1.0, 3.0):
        recipe, net, data = measured(cell="lstm", memory_bias=bias)
        found = through_time(net, recipe.loss, data.X, data.Y)
        assert found.cells is not None and found.radius is None
        survives[bias] = found.cells[:, -20] / found.cells[:, -1]
    assert (survives[0.0] < 5e-3).all() and (survives[3.0] > 0.1).all()
    assert (survives[0.0] < survives[1.0]).all() and (survives[1.0] < survives[3.0]).all()


def test_of_outputs_at_every_step_the_loss_of_the_last_is_taken():
    recipe = Recipe("parity", 12, "elman", units=6, seeds=1)
    data, net = recipe.measured, recipe.networks()
    found = through_time(net, recipe.loss, data.X, data.Y)
    trace = net.forward(data.X)
    P = 1.0 / (1.0 + np.exp(-trace.A[:, -1]))
    dH = (P - data.Y[:, -1]) / len(data.X) @ net.layers[-1].W.T
    np.testing.assert_allclose(found.norms[-1], np.sqrt((dH**2).sum(-1).mean()), rtol=1e-12)


def test_a_network_without_memory_is_refused():
    net = Network((Dense(np.ones((2, 1)), None, activation("tanh")),))
    with pytest.raises(ValueError, match="a recurrent layer, got none"):
        recurrent_layer(net)


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_truncation_leaves_out_the_early_steps_and_turns_the_gradient(cell):
    recipe = Recipe("first-symbol", 12, cell, units=6, memory_bias=3.0, seeds=1)
    data, net = recipe.measured, recipe.networks()
    angles = []
    for truncation in (1, 3, 6, 12):
        found = sum_over_time(net, recipe.loss, data.X, data.Y, truncation)
        kept = 12 - truncation
        np.testing.assert_allclose(found.missing[1:kept], 1.0)  # step 0 contributes nothing: its state is zero
        np.testing.assert_allclose(found.missing[kept:], 0.0, atol=1e-12)
        angles.append(found.angle)
    assert angles[-1] == pytest.approx(0.0, abs=1e-5)
    assert angles == sorted(angles, reverse=True) and angles[0] > 20.0


def test_the_sum_is_that_of_a_single_network():
    net = RecurrentArchitecture("gru", 5, 2, 3, 2).build(0, 1)
    recipe = Recipe("first-symbol", 5, "gru")
    with pytest.raises(ValueError, match="a single network"):
        sum_over_time(net, recipe.loss, np.ones((2, 5, 2)), np.eye(2), 2)


def test_clipping_bounds_every_step_and_leaves_short_gradients_alone():
    steep = Recipe("first-symbol", 20, "elman", gain=1.5, clip=1.0, seeds=4, steps=60)
    found = descend(steep)
    assert (found.clipped <= 1.0 + 1e-12).all() and found.norms.max() > 5.0
    short = found.norms <= 1.0
    np.testing.assert_array_equal(found.clipped[short], found.norms[short])
    np.testing.assert_allclose(found.clipped[~short], 1.0, rtol=1e-12)


@pytest.mark.long
def test_large_recurrent_weights_make_the_gradient_explode_now_and_then():
    """The cliff of Pascanu et al. 2013: at a radius of 1.5 the longest gradient is many times the median.

    More than ten times in 12 of these 20 networks, and more than three times in all of them.
    """
    found = descend(Recipe("first-symbol", 20, "elman", gain=1.5, clip=None, seeds=20, steps=150))
    leap = found.norms.max(0) / np.median(found.norms, 0)
    assert (leap > 10.0).mean() >= 0.5
    assert (leap > 2.0).all()
