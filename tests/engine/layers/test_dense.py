"""A dense layer without biases: b is None, and nothing of it is computed, listed or trained."""

import numpy as np
import pytest

from nnviz.engine import (
    OPTIMIZERS,
    Architecture,
    Batch,
    Dense,
    Hidden,
    Network,
    Penalty,
    Rules,
    TrainState,
    activation,
    gradient_check,
    head,
    loss,
    optimizer,
    train_step,
    walk,
)
from tests.engine.specimens import inputs, targets

MSE = loss("mean_squared_error")
TANH = activation("tanh")


def two_layers(biases, leading=()):
    """The same weights with zeros for biases, or without biases in the first layer."""
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(size=(*leading, 3, 4)), rng.normal(size=(*leading, 4, 2))
    b1, b2 = (np.zeros((*leading, 4)) if biases else None), np.zeros((*leading, 2))
    return Network((Dense(W1, b1, TANH), Dense(W2, b2, activation("identity"))))


def one_step(net, rule="sgd", penalty="none"):
    rules = Rules(MSE, optimizer(rule), 0.1, penalty=Penalty(penalty, 0.2))
    return train_step(TrainState.start(net, rules), Batch(inputs(5, 3), targets("mean_squared_error", 5, 2)))


def test_without_biases_the_output_is_that_of_biases_of_zero():
    X = inputs(5, 3)
    np.testing.assert_array_equal(two_layers(False).forward(X).A, two_layers(True).forward(X).A)
    assert two_layers(False).layers[0].biases.tolist() == [0.0] * 4


def test_theta_holds_no_place_for_biases_that_are_switched_off():
    net = two_layers(False)
    assert net.n_parameters == 3 * 4 + 4 * 2 + 2
    assert net.layers[0].parameter_names == ("W",)
    with pytest.raises(ValueError, match="expected one of W of layer 0, W of layer 1, b of layer 1"):
        net.layout.position(0, "b", (0,))


@pytest.mark.parametrize("rule", OPTIMIZERS)
@pytest.mark.parametrize("penalty", ["none", "l1", "l2"])
def test_a_step_moves_the_weights_as_with_biases_and_gives_no_bias(rule, penalty):
    with_b, without = one_step(two_layers(True), rule, penalty), one_step(two_layers(False), rule, penalty)
    after = without.after.network.layers
    assert after[0].b is None and without.gradients.layers[0].db is None
    np.testing.assert_array_equal(after[0].W, with_b.after.network.layers[0].W)
    np.testing.assert_array_equal(after[1].b, with_b.after.network.layers[1].b)


def test_an_ensemble_without_biases_trains_in_lockstep():
    together = one_step(two_layers(False, (3,)), "adam").after.network
    for r in range(3):
        alone = two_layers(False, (3,)).with_theta(two_layers(False, (3,)).theta[r].copy())
        np.testing.assert_allclose(together.theta[r], one_step(alone, "adam").after.network.theta, rtol=1e-12)


def test_every_gradient_agrees_with_central_differences():
    net = two_layers(False)
    check = gradient_check(net, MSE, inputs(5, 3), targets("mean_squared_error", 5, 2))
    assert [part.path for part in check.tensors] == ["layers[0].W", "layers[1].W", "layers[1].b", "X"]
    assert check.passed()


def test_formulas_and_lines_are_those_of_the_layer():
    views = {view.path: view for view in walk(one_step(two_layers(False)))}
    assert not {"layers[0].b", "layers[0].db", "after.network.layers[0].b"} & views.keys()
    assert (views["layers[0].Z"].formula, views["layers[0].Z"].line) == ("Z = X W", "Z = X @ W")
    assert (views["layers[1].Z"].formula, views["layers[1].Z"].line) == ("Z = X W + b", "Z = X @ W + b[..., None, :]")
    assert views["layers[1].db"].line == "db = np.add.reduce(dZ, -2)"


def test_an_architecture_draws_the_same_weights_with_biases_and_without():
    for hidden, output in ((False, True), (True, False), (False, False)):
        layers = (Hidden(4, TANH, biases=hidden), Hidden(3, activation("prelu"), biases=hidden))
        off = Architecture(2, layers, head("sigmoid"), loss("binary_cross_entropy"), output_biases=output)
        on = Architecture(2, tuple(Hidden(part.units, part.activation) for part in layers), head("sigmoid"), off.loss)
        for seeds in ((0,), (0, 1)):
            for layer, usual in zip(off.build(*seeds).layers, on.build(*seeds).layers, strict=True):
                if isinstance(layer, Dense):
                    np.testing.assert_array_equal(layer.W, usual.W)
                    assert (layer.b is None) == (not (output if layer.n_out == 1 else hidden))
                else:
                    np.testing.assert_array_equal(layer.slope, usual.slope)


@pytest.mark.parametrize("given", [None, 1, "no"])
def test_biases_are_switched_by_true_and_false_alone(given):
    with pytest.raises(ValueError, match="expected biases to be True or False"):
        Hidden(4, biases=given)
    with pytest.raises(ValueError, match="expected output_biases to be True or False"):
        Architecture(2, (), head("sigmoid"), loss("binary_cross_entropy"), output_biases=given)
