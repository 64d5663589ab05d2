"""The theory of wide layers: known critical scales, its maps against real wide layers, and what it refuses."""

from math import sqrt

import numpy as np
import pytest

from nnviz.engine import ACTIVATIONS, Dense, activation
from nnviz.experiments.where_networks_learn import critical_gain, mean_field
from nnviz.experiments.where_networks_learn.mean_field import is_predicted


def test_tanh_is_critical_at_1_and_relu_at_the_square_root_of_2():
    assert critical_gain("tanh") == pytest.approx(1.0, abs=1e-6)  # Poole et al. 2016, figure 1, no biases
    assert critical_gain("relu") == pytest.approx(sqrt(2), rel=1e-4)  # He et al. 2015, eq. 10
    assert critical_gain("leaky_relu(slope=0.2)") == pytest.approx(sqrt(2 / 1.04), rel=1e-4)  # the same, eq. 14


def test_a_sigmoid_is_critical_where_its_tanh_with_biases_is():
    # sigmoid(z) = (1 + tanh(z / 2)) / 2: a network of tanh at a quarter of the scale whose biases vary as much.
    gain = critical_gain("sigmoid") / 4
    z = np.random.default_rng(0).standard_normal(100_000)
    q = 1.0
    for _ in range(60):
        q = gain**2 * (1 + (np.tanh(sqrt(q) * z) ** 2).mean())
    assert gain**2 * ((1 - np.tanh(sqrt(q) * z) ** 2) ** 2).mean() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("name", "gain"), [("tanh", 2.0), ("sigmoid", 12.0)])
def test_wide_layers_do_what_the_maps_say(name, gain):
    rng, width, g = np.random.default_rng(1), 600, activation(name)
    told = mean_field(name, gain)
    A = rng.standard_normal((2, width))
    A[1] = A[0] + 0.3 * rng.standard_normal(width)
    for _ in range(30):
        Z = Dense(rng.standard_normal((width, width)) * gain / sqrt(width), np.zeros(width), g).forward(A).Z
        A = g.f(Z)
    size = float((Z**2).mean())
    assert size == pytest.approx(told.size, rel=0.1)
    assert float((Z[0] * Z[1]).mean()) / size == pytest.approx(told.correlation, abs=0.2)
    assert gain**2 * float((g.df(Z, A) ** 2).mean()) == pytest.approx(told.stretch, rel=0.1)


def test_below_the_critical_scale_the_depth_scale_is_that_of_gradients():
    told = mean_field("tanh", 0.5)
    assert (told.phase, told.size, told.correlation) == ("ordered", 0.0, 1.0)
    assert told.stretch == pytest.approx(0.25) and told.depth_scale == pytest.approx(1 / np.log(4))
    assert told.survives == told.deepest


def test_far_above_it_a_tanh_layer_forgets_by_2_over_pi():
    told = mean_field("tanh", 30.0)
    assert told.phase == "chaotic" and told.correlation == 0.0
    assert told.depth_scale == pytest.approx(1 / np.log(np.pi / 2), rel=0.1)  # the sign function's


def test_at_the_critical_scale_a_signal_gets_through_any_depth():
    assert mean_field("tanh", 1.0).deepest == np.inf and mean_field("tanh", 1.0).phase == "critical"


def test_what_theory_cannot_say_is_refused():
    assert not is_predicted("silu") and is_predicted("hard_tanh") and is_predicted("relu")
    with pytest.raises(ValueError, match="bounded or stretches"):
        mean_field("silu", 1.0)
    with pytest.raises(ValueError, match="above 0"):
        mean_field("tanh", 0.0)


def test_a_step_passes_no_gradient_on():
    assert mean_field("step", 1.0).survives == 0.0


@pytest.mark.parametrize("name", ["step"])
def test_an_activation_without_a_critical_scale_has_none(name):
    assert critical_gain(name) is None


@pytest.mark.parametrize("gain", [0.3, 0.99, 1.0, 1.3])
def test_below_its_critical_scale_relu6_is_relu(gain):
    """Signals die away, so none of them reaches 6."""
    of_six, of_relu = mean_field("relu6", gain), mean_field("relu", gain)
    assert of_six.size == 0.0
    assert of_six.stretch == pytest.approx(gain**2 / 2) == of_relu.stretch
    assert of_six.deepest == pytest.approx(of_relu.deepest)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if is_predicted(name)])
def test_every_activation_is_critical_where_the_slope_of_real_signals_says(name):
    gain = critical_gain(name)
    if gain is None:
        assert not activation(name).df(np.linspace(-3.0, 3.0, 60), np.zeros(60)).any()
        return
    phi, z = activation(name), np.random.default_rng(0).standard_normal(100_001)
    for scale, smaller in ((0.97, True), (1.05, False)):
        q = 1.0
        for _ in range(3000):
            q = float(np.clip((scale * gain) ** 2 * (phi.f(np.sqrt(q) * z[:20_000]) ** 2).mean(), 1e-30, 1e30))
        Z = np.sqrt(q) * z
        stretch = (scale * gain) ** 2 * (phi.df(Z, phi.f(Z)) ** 2).mean()
        assert bool(stretch < 1) is smaller, (name, scale, q, stretch)
