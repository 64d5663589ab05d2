"""Curves and chains of bends: what is drawn is what the engine computes."""

import numpy as np
import pytest

from nnviz.engine import ACTIVATIONS, Dense, Network, activation
from nnviz.experiments.activation_functions.curve import activation_title, chain, curve


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_of_a_curve_is_its_central_difference(name):
    c = curve(activation(name))
    h = 1e-6
    numeric = (c.activation.f(c.z + h) - c.activation.f(c.z - h)) / (2 * h)
    smooth = np.all([np.abs(c.z - kink) > 2 * h for kink in c.activation.kinks] or [np.ones_like(c.z)], axis=0)
    np.testing.assert_allclose(c.slope[smooth.astype(bool)], numeric[smooth.astype(bool)], rtol=1e-6, atol=1e-8)


def test_a_curve_goes_through_zero_and_has_two_decimals():
    c = curve(activation("tanh"))
    assert c.z[600] == 0.0
    assert c.z[750] == 1.5
    assert (c.z[0], c.z[-1], len(c.z)) == (-6.0, 6.0, 1201)


def test_a_sigmoid_is_faint_where_its_slope_is_under_a_twentieth_of_a_quarter():
    left, right = curve(activation("sigmoid")).flat_ranges
    edge = 4.35  # sigmoid'(4.35) = 0.01258, sigmoid'(4.36) = 0.01246, and 0.05 / 4 = 0.0125
    assert left == (-6.0, pytest.approx(-edge - 0.01))
    assert right == (pytest.approx(edge + 0.01), 6.0)


def test_relu_is_faint_up_to_its_corner_and_leaky_relu_nowhere():
    assert curve(activation("relu")).flat_ranges == ((-6.0, 0.0),)
    assert curve(activation("leaky_relu", slope=0.1)).flat_ranges == ()


def test_a_step_is_faint_everywhere_though_its_largest_slope_is_zero():
    assert curve(activation("step")).nearly_flat.all()


def test_a_square_is_faint_at_its_lowest_point_alone():
    found = curve(activation("square"))
    assert found.z[found.nearly_flat].tolist() == [0.0]


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "gelu", "leaky_relu"])
@pytest.mark.parametrize("layers", [1, 5, 20])
def test_the_product_of_slopes_is_the_networks_gradient(name, layers):
    g = activation(name)
    network = Network((Dense(np.ones((1, 1)), np.zeros(1), g),) * layers)
    trace = network.forward(np.array([[0.7]]))
    gradients = network.backward(trace, np.ones((1, 1)))
    assert chain(g, 0.7, 20).products[layers - 1] == pytest.approx(gradients.dX[0, 0], rel=1e-12)


def test_no_product_of_slopes_is_above_its_bound():
    for name in ACTIVATIONS:
        for z in (-3.0, -0.5, 0.0, 0.5, 3.0):
            found = chain(activation(name), z)
            assert np.all(np.abs(found.products) <= found.bounds * (1 + 1e-12))


def test_ten_sigmoids_pass_at_most_a_millionth():
    assert chain(activation("sigmoid"), 0.0).bounds[9] == 0.25**10


def test_a_title_names_only_an_unusual_parameter():
    assert activation_title(activation("leaky_relu")) == "leaky ReLU"
    assert activation_title(activation("leaky_relu", slope=0.3)) == "leaky ReLU (0.3)"
