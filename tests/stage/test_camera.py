"""What a camera sees is what the engine computes: what a unit sums up, which curve bends it."""

import numpy as np
import pytest

from nnviz.engine import activation
from nnviz.experiments import HiddenSettings, Settings, advance, start
from nnviz.stage.camera import camera


@pytest.fixture(scope="module")
def moment():
    """A run with dropout and two activations, after a few steps, and its frame."""
    hidden = (
        HiddenSettings(units=4, activation="relu", dropout=0.2),
        HiddenSettings(units=3, activation="tanh"),
    )
    run = advance(start(Settings(hidden=hidden)), 5)
    seen = camera(run, 1)
    return run, seen.scene, seen.frame(run)


def test_a_unit_sums_up_its_inputs_and_the_bias_and_the_activation_bends_that(moment):
    _, _, frame = moment
    for layer, (Z, A, g) in enumerate(
        zip(frame.pre_activations, frame.activations[1:], ("relu", "tanh", "linear"), strict=True)
    ):
        np.testing.assert_allclose(Z, frame.activations[layer] @ frame.weights[layer] + frame.biases[layer])
        if layer < 2:
            np.testing.assert_allclose(A, activation(g).f(Z))


def test_a_column_names_its_dense_layer_in_the_network(moment):
    run, scene, _ = moment
    assert scene.columns[0].layer == -1
    for column, width in zip(scene.columns[1:], (4, 3, 1), strict=True):
        layer = run.state.network.layers[column.layer]
        assert layer.W.shape[1] == width


def test_a_column_carries_the_curve_of_its_activation(moment):
    _, scene, _ = moment
    assert scene.columns[0].curve == ()
    curve = np.array(scene.columns[1].curve)
    assert curve == pytest.approx(np.maximum(0.0, np.linspace(-3.0, 3.0, len(curve))), abs=1e-3)


def test_softmax_has_no_curve_since_its_units_are_not_bent_one_by_one():
    run = start(Settings(dataset="digits"))
    assert camera(run, 1).scene.columns[-1].curve == ()
