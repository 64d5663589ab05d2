"""One neuron, forward and back, against the sum written out."""

import math

import numpy as np
import pytest

from nnviz.engine import activation
from nnviz.experiments.activation_functions.one_neuron import BACKWARD_LINES, FORWARD_LINES, neuron


def test_a_neuron_weighs_adds_and_bends():
    found = neuron((1.0, -0.5), (0.8, 1.2), 0.3, activation("sigmoid"))
    z = 1.0 * 0.8 - 0.5 * 1.2 + 0.3
    assert found.trace.Z[0, 0] == pytest.approx(z)
    assert found.trace.A[0, 0] == pytest.approx(1 / (1 + math.exp(-z)))
    assert found.products.tolist() == pytest.approx([0.8, -0.6])


def test_the_way_back_is_the_slope_times_the_input():
    found = neuron((2.0, -0.5), (0.8, 1.2), 0.3, activation("sigmoid"))
    a = found.trace.A[0, 0]
    slope = a * (1 - a)
    assert found.gradients.dZ[0, 0] == pytest.approx(slope)
    assert found.gradients.dW[:, 0].tolist() == pytest.approx([2.0 * slope, -0.5 * slope])
    assert found.gradients.db[0] == pytest.approx(slope)


def test_a_weight_of_an_input_that_is_zero_learns_nothing():
    assert neuron((0.0, 1.0), (0.8, 1.2), 0.3, activation("tanh")).gradients.dW[0, 0] == 0.0


def test_a_missing_weight_is_refused():
    with pytest.raises(ValueError, match="a weight for each of 2 inputs, got 1"):
        neuron((1.0, 2.0), (0.5,), 0.0, activation("relu"))


def test_the_textbook_lines_give_the_engines_numbers():
    g = activation("sigmoid")
    found = neuron((1.0, -0.5), (0.8, 1.2), 0.3, g)
    X, W, b = found.trace.X, found.trace.layer.W, found.trace.layer.b
    values = {"X": X, "W": W, "b": b, "g": g.f, "dg": lambda Z: g.df(Z, g.f(Z)), "dA": np.ones((1, 1))}
    exec(FORWARD_LINES + "\n" + BACKWARD_LINES, values)
    np.testing.assert_allclose(values["A"], found.trace.A)
    np.testing.assert_allclose(values["dW"], found.gradients.dW)
    np.testing.assert_allclose(values["db"], found.gradients.db)
