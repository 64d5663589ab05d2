"""Gates that multiply, trees of them, and towers over the plane."""

import numpy as np
import pytest

from nnviz.experiments.width_and_depth import flat_product, gate, product_errors, towers, tree_product
from nnviz.experiments.width_and_depth.products import CURVED, product_samples, taylor_factor, tree_units
from nnviz.experiments.width_and_depth.towers import SURFACES, square_grid


@pytest.mark.parametrize("kind", ["softplus", "silu"])
def test_the_error_of_a_gate_falls_with_the_square_of_the_scale(kind):
    """Lin, Tegmark and Rolnick 2017, eq. 11: relative error O(u^2 + v^2), a line of slope 2."""
    assert product_errors(2, kind).slope == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize("kind", ["softplus", "silu"])
def test_the_relative_error_is_that_of_the_taylor_series(kind):
    u, v, scale = 0.7, -0.4, 0.02
    m = float(gate(scale, kind).forward(np.array([[u, v]])).A[0, 0])
    assert (m / (u * v) - 1) / scale**2 == pytest.approx(taylor_factor(kind) * (u * u + v * v), rel=1e-3)


@pytest.mark.parametrize("n", [2, 4, 8])
def test_squares_multiply_exactly(n):
    X, Y = product_samples(n)
    np.testing.assert_allclose(tree_product(n, 0.5, "square").forward(X).A, Y, atol=1e-12)


@pytest.mark.parametrize("n", [2, 4, 8])
def test_a_tree_takes_four_units_a_gate_and_one_layer_two_to_the_n(n):
    tree, flat = tree_product(n), flat_product(n)
    assert sum(layer.n_out for layer in tree.layers[:-1]) == tree_units(n) == 4 * (n - 1)
    assert flat.layers[0].n_out == 2**n
    X, Y = product_samples(n)
    for network in (tree, flat_product(n, 0.1)):
        assert np.abs(network.forward(X).A - Y).max() < 0.1 * np.abs(Y).max()


@pytest.mark.parametrize("kind", CURVED)
def test_the_derivatives_at_zero_are_those_of_the_activation(kind):
    h = 0.05
    s = gate(1.0, kind).layers[0].activation.f
    steps = np.arange(-4, 5) * h
    fitted = np.polynomial.polynomial.polyfit(steps, s(steps), 8)[:5]
    factorials = np.array([1, 1, 2, 6, 24])
    np.testing.assert_allclose(fitted * factorials, CURVED[kind][:5], atol=1e-3)


def test_an_activation_that_lacks_the_derivative_is_refused():
    with pytest.raises(ValueError, match="tree"):
        flat_product(3, 0.1, "softplus")
    with pytest.raises(ValueError, match="power of two"):
        tree_product(6)
    with pytest.raises(ValueError, match="curved at zero"):
        gate(0.1, "relu")


@pytest.mark.parametrize("surface", SURFACES)
def test_a_tower_stands_on_each_square_with_the_height_of_its_middle(surface):
    built = towers(surface, 5)
    X = square_grid(5)
    np.testing.assert_allclose(built.network.forward(X).A[:, 0], SURFACES[surface][1](X[:, 0], X[:, 1]), atol=1e-12)
    inside = X + 0.099 * np.array([1.0, -1.0])
    np.testing.assert_allclose(built.network.forward(inside).A, built.network.forward(X).A)


def test_half_the_error_costs_about_four_times_the_units():
    small, large = towers("waves", 8), towers("waves", 16)
    assert 0.45 < large.largest_error / small.largest_error < 0.6
    assert 3.0 < large.units / small.units < 4.0
