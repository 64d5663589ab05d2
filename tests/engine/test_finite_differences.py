"""Central differences over every parameter and every input: each layer, activation, loss and head."""

from math import prod

import numpy as np
import pytest

from nnviz.engine import (
    ACTIVATIONS,
    HEADS,
    LOSSES,
    Architecture,
    Dense,
    Dropout,
    Hidden,
    Network,
    PReLU,
    Softmax,
    activation,
    central_differences,
    gradient_check,
    head,
    initializer,
    loss,
    one_hot,
)
from tests.engine.specimens import FROM_PROBABILITIES, dense, everything, inputs, network, targets

MSE = loss("mean_squared_error")
HEADS_AND_LOSSES = [(name, measure) for name, kind in HEADS.items() for measure in kind.losses]


def off_kinks(g, Z):
    """Whether no entry is so near to a kink that a nudge could cross it."""
    return all(np.abs(Z - kink).min() > 1e-3 for kink in g.kinks)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_in_a_network(name):
    g = activation(name)
    for seed in range(20):
        net, X = network(3, 4, 2, hidden=name, last=name, seed=seed), inputs(5, 3, seed=seed)
        if all(off_kinks(g, part.Z) for part in net.forward(X).layers):
            break
    else:
        pytest.fail("no seed keeps off the kinks")
    assert gradient_check(net, MSE, X, targets("mean_squared_error", 5, 2)).passed(1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_behind_a_network(name):
    net = network(3, 4, 3)
    if LOSSES[name].expects == "probabilities":
        net = Network((*net.layers, Softmax()))
    assert gradient_check(net, loss(name), inputs(5, 3), targets(name, 5, 3)).passed(1e-6)


@pytest.mark.parametrize(("name", "measure"), HEADS_AND_LOSSES)
def test_every_head_with_every_loss_that_fits_it(name, measure):
    plan = Architecture(2, (Hidden(4, activation("tanh")),), head(name), loss(measure), 3, initializer("glorot_normal"))
    Y = {
        "indicators": one_hot(np.arange(6) % 3, 3) if name == "softmax" else np.array([[0.0], [1.0]] * 3),
        "signs": np.array([[-1.0], [1.0]] * 3),
        "values": inputs(6, 1, seed=5),
    }[head(name).targets]
    assert gradient_check(plan.build(0), loss(measure), inputs(6, 2), Y).passed(1e-6)


@pytest.mark.parametrize("seed", [None, 0, 1])
def test_a_network_of_all_layers_evaluated_and_with_fixed_masks(seed):
    Y = one_hot(np.arange(4) % 3, 3)
    check = gradient_check(everything(), loss(FROM_PROBABILITIES), inputs(4, 3), Y, dropout_seed=seed)
    assert check.passed(1e-6)


def test_the_learned_slope_of_a_prelu():
    rng = np.random.default_rng(0)
    net = Network((dense(rng, 2, 4, "identity"), PReLU(np.array([0.25, 0.0, -0.3, 1.7])), dense(rng, 4, 1, "identity")))
    X, Y = inputs(8, 2), targets("mean_squared_error", 8, 1)
    assert off_kinks(activation("prelu"), net.forward(X).layers[0].A)
    assert gradient_check(net, MSE, X, Y).passed(1e-6)


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_a_deep_network(name):
    net = network(2, *[4] * 8, 1, hidden=name)
    assert gradient_check(net, MSE, inputs(3, 2), targets("mean_squared_error", 3, 1)).passed(1e-5)


@pytest.mark.parametrize("leading", [(3,), (2, 3)])
def test_every_network_of_an_ensemble_is_differentiated_on_its_own(leading):
    """The sum of the members' losses moves with an entry of member r exactly as the loss of member r alone does."""
    net, X = everything(leading), inputs(4, 3)
    measure, Y = loss(FROM_PROBABILITIES), one_hot(np.arange(4) % 3, 3)
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))

    def total(theta):
        return float(measure.forward(net.with_theta(theta.copy()).forward(X).A, Y).L.sum())

    assert gradients.theta.shape == (*leading, net.n_parameters)
    np.testing.assert_allclose(gradients.theta, central_differences(total, net.theta), rtol=1e-5, atol=1e-8)


def test_inputs_may_carry_leading_axes_where_the_parameters_have_none():
    """Several batches through one network: a gradient for each."""
    net, X, Y = network(2, 3, 1), inputs(4, 2, leading=(2, 3)), targets("mean_squared_error", 4, 1)
    trace = net.forward(X)
    losses = MSE.forward(trace.A, Y)
    theta = net.backward(trace, MSE.backward(losses)).theta
    assert losses.L.shape == (2, 3) and theta.shape == (2, 3, net.n_parameters)
    for index in np.ndindex(2, 3):
        numeric = central_differences(
            lambda nudged, i=index: float(MSE.forward(net.with_theta(nudged).forward(X[i]).A, Y).L), net.theta
        )
        np.testing.assert_allclose(theta[index], numeric, rtol=1e-5, atol=1e-9)


def test_dropout_and_softmax_pass_the_gradient_of_a_single_layer():
    dA = inputs(4, 3, seed=9)
    for layer in (Dropout(0.5), Softmax(), PReLU(np.array([0.1, 0.2, 0.3])), dense(np.random.default_rng(0), 3, 3)):
        X = inputs(4, 3)
        trace = layer.forward(X, np.random.default_rng(7))
        numeric = central_differences(
            lambda nudged, g=layer: float((dA * g.forward(nudged, np.random.default_rng(7)).A).sum()), X
        )
        np.testing.assert_allclose(layer.backward(trace, dA).dX, numeric, rtol=1e-6, atol=1e-9)


def test_the_check_covers_every_parameter():
    net = everything()
    check = gradient_check(net, loss(FROM_PROBABILITIES), inputs(4, 3), one_hot(np.arange(4) % 3, 3))
    assert sum(prod(part.error.shape) for part in check.tensors[:-1]) == net.n_parameters
    assert isinstance(net.layers[0], Dense)
