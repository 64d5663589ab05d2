"""Descending a bowl: its numbers against closed forms and against the network's own gradient; limits of the rate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine import Dense, Network, activation, loss
from nnviz.experiments.gradient_descent.descent import (
    STEPS,
    TunedOptimizer,
    contraction_factor,
    convergence,
    descend,
    stability_limit,
    sweep,
)
from nnviz.experiments.gradient_descent.quadratic import iris_quadratic, iris_samples, own_quadratic

START = np.array([-2.4, 1.6])


def test_the_gradient_is_the_slope_of_the_loss():
    bowl, theta, h = own_quadratic(1.0, 10.0, 30.0), np.array([0.7, -1.1]), 1e-6
    slopes = [(bowl.excess(theta + d) - bowl.excess(theta - d)) / (2 * h) for d in h * np.eye(2)]
    np.testing.assert_allclose(bowl.gradient(theta), slopes, rtol=1e-8)


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(-90, 90))
@settings(max_examples=40, deadline=None)
def test_turning_a_bowl_keeps_its_curvatures(a, b, tilt):
    np.testing.assert_allclose(own_quadratic(a, b, tilt).curvatures, sorted((a, b)), rtol=1e-9)


@pytest.mark.parametrize("standardized", [True, False])
def test_the_bowl_of_the_irises_is_the_loss_of_a_linear_neuron(standardized):
    bowl, (X, Y) = iris_quadratic(standardized), iris_samples(standardized)
    theta = np.array([0.3, -0.8])
    network = Network((Dense(theta[:, None], np.zeros(1), activation("identity")),))
    half = loss("half_squared_error")
    outcome = half.forward((trace := network.forward(X)).A, Y)
    dW = network.backward(trace, half.backward(outcome)).layers[0].dW
    assert bowl.floor + bowl.excess(theta) == pytest.approx(float(outcome.L), rel=1e-12)
    np.testing.assert_allclose(bowl.gradient(theta), dW[:, 0], rtol=1e-10)


def test_standardizing_the_inputs_makes_the_bowl_rounder():
    assert iris_quadratic(True).condition < iris_quadratic(False).condition / 5


def test_plain_descent_multiplies_each_distance_by_one_minus_rate_times_curvature():
    path = descend(own_quadratic(1.0, 10.0), TunedOptimizer("sgd", 0.05), START)
    t = np.arange(STEPS + 1)[:, None]
    np.testing.assert_allclose(path.theta, START * (1 - 0.05 * np.array([1.0, 10.0])) ** t, rtol=1e-10)
    np.testing.assert_allclose(path.excess, 0.5 * (path.theta**2 * [1.0, 10.0]).sum(-1), rtol=1e-12)
    np.testing.assert_allclose(path.theta[1:] - path.theta[:-1], path.move[:-1], atol=1e-15)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_it_diverges_exactly_past_the_limit(name):
    bowl = own_quadratic(1.0, 10.0, 20.0)
    edge = stability_limit(name, 10.0)
    for share, grows in ((0.999, False), (1.001, True)):
        path = descend(bowl, TunedOptimizer(name, share * edge), START, 20_000 if not grows else 4000)
        assert (path.excess[-1] > path.excess[0]) == grows, share
    assert convergence(bowl, descend(bowl, TunedOptimizer(name, 1.001 * edge), START)) == "diverges"
    assert max(contraction_factor(TunedOptimizer(name, edge), c) for c in (1.0, 10.0)) == pytest.approx(1.0, abs=1e-9)


def test_known_limits():
    # Goh, "Why Momentum Really Works", Distill 2017: 0 < step * lambda < 2 for gradient descent, < 2 + 2 beta for
    # momentum.
    assert stability_limit("sgd", 10.0) == pytest.approx(0.2)
    assert stability_limit("momentum", 10.0) == pytest.approx((2 + 2 * 0.9) / 10)
    assert stability_limit("adam", 10.0) is None


def test_the_best_rate_of_goh_2017_gives_his_rate_of_convergence():
    # "Why Momentum Really Works": optimal alpha = 2 / (l1 + ln), factor (kappa - 1) / (kappa + 1).
    found = [contraction_factor(TunedOptimizer("sgd", 2 / 11), c) for c in (1.0, 10.0)]
    assert found == pytest.approx([9 / 11, 9 / 11])


def test_momentum_keeps_the_velocity_of_polyak():
    path = descend(own_quadratic(1.0, 10.0), TunedOptimizer("momentum", 0.05), START)
    v = np.zeros(2)
    for t in range(5):
        v = 0.9 * v + path.g[t]
        np.testing.assert_allclose(path.memory["v"][t], v, rtol=1e-12)
        np.testing.assert_allclose(path.move[t], -0.05 * v, rtol=1e-9)


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradient():
    for a in (0.1, 100.0):
        path = descend(own_quadratic(a, 3 * a), TunedOptimizer("adam", 0.3), START)
        np.testing.assert_allclose(np.abs(path.move[0]), 0.3, rtol=1e-6)


def test_only_adam_cares_about_how_a_bowl_is_turned():
    for name, same in (("sgd", True), ("momentum", True), ("adam", False)):
        straight, turned = (
            descend(own_quadratic(1.0, 10.0, tilt), TunedOptimizer(name, 0.05), start)
            for tilt, start in ((0.0, START), (90.0, np.array([-START[1], START[0]])))
        )
        np.testing.assert_allclose(straight.excess, turned.excess, rtol=1e-9)  # a quarter turn swaps the axes
        c = np.sqrt(0.5)
        oblique = descend(
            own_quadratic(1.0, 10.0, 45.0), TunedOptimizer(name, 0.05), np.array([[c, -c], [c, c]]) @ START
        )
        assert np.allclose(straight.excess, oblique.excess, rtol=1e-6) == same, name


def test_a_sweep_is_as_many_walks():
    bowl, rates = own_quadratic(1.0, 10.0), np.array([0.01, 0.1, 0.25])
    for name in ("sgd", "momentum", "adam"):
        walks = [descend(bowl, TunedOptimizer(name, rate), START).excess[-1] for rate in rates]
        np.testing.assert_allclose(sweep(bowl, name, START, rates).excess, walks, rtol=1e-10)


def test_words_for_walks():
    bowl = own_quadratic(1.0, 10.0)
    said = {
        rate: convergence(bowl, descend(bowl, TunedOptimizer("sgd", rate), START))
        for rate in (0.01, 0.1, 0.19, 0.2, 0.21)
    }
    assert said == {
        0.01: "slow",
        0.1: "converges",
        0.19: "damped oscillation",
        0.2: "never converges",
        0.21: "diverges",
    }


def test_a_bowl_must_open_upwards():
    with pytest.raises(ValueError, match="positive curvatures"):
        own_quadratic(1.0, -2.0)


def test_a_ring_is_a_line_of_equal_loss_and_the_last_goes_through_the_farthest_corner():
    bowl = own_quadratic(1.0, 6.0, 30.0)
    turn = np.linspace(0.0, 2.0 * np.pi, 40)
    rings = bowl.rings(3.0, 8)
    for half_axes in rings:
        around = bowl.minimum + (np.stack([np.cos(turn), np.sin(turn)], axis=1) * half_axes) @ bowl.directions.T
        losses = bowl.excess(around)
        np.testing.assert_allclose(losses, losses[0])
    corners = bowl.minimum + 3.0 * np.array([[1.0, 1.0], [1.0, -1.0]])
    assert losses[0] == pytest.approx(bowl.excess(corners).max())
    np.testing.assert_allclose(rings, np.arange(1, 9)[:, None] / 8 * rings[-1])


def test_the_angle_is_that_of_the_flattest_direction():
    bowl = own_quadratic(1.0, 6.0, 30.0)
    along = np.array([np.cos(np.radians(bowl.angle)), np.sin(np.radians(bowl.angle))])
    assert bowl.excess((bowl.minimum + along)[None]) == pytest.approx(0.5 * bowl.curvatures[0])
