"""A network: parameters as one vector, passes that keep apart, ensembles, refusals."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import Dense, Dropout, Network, PReLU, Softmax, activation, loss, one_hot
from tests.engine.specimens import FROM_PROBABILITIES, dense, everything, gradient, inputs, network, targets

MSE = "mean_squared_error"


def arrays_of(trace, gradients):
    """Copies of every array of a pass."""
    parts = [vars(part) for part in (*trace.layers, *gradients.layers)]
    return [value.copy() for part in parts for value in part.values() if isinstance(value, np.ndarray)]


# --- one vector ---


def test_theta_holds_every_parameter_in_the_order_of_the_layers():
    net = network(2, 3, 1)
    parts = [array.ravel() for layer in net.layers for array in (layer.W, layer.b)]
    np.testing.assert_array_equal(net.theta, np.concatenate(parts))
    assert net.n_parameters == 2 * 3 + 3 + 3 + 1


def test_the_parameters_of_the_layers_are_views_of_theta():
    net = everything()
    assert all(np.shares_memory(array, net.theta) for layer in net.layers for array in layer.parameters)


def test_the_gradient_of_theta_stands_in_the_order_of_theta():
    net = everything()
    _, _, gradients = gradient(net, FROM_PROBABILITIES, inputs(4, 3), one_hot(np.arange(4) % 3, 3))
    parts = net.with_theta(gradients.theta.copy()).layers
    np.testing.assert_array_equal(parts[2].W, gradients.layers[2].dW)
    np.testing.assert_array_equal(parts[3].slope, gradients.layers[3].dslope)
    np.testing.assert_array_equal(parts[4].b, gradients.layers[4].db)


def test_other_parameters_make_another_network_and_leave_the_first():
    net = network(2, 3, 1)
    before = net.theta.copy()
    other = net.with_theta(2.0 * net.theta)
    np.testing.assert_array_equal(net.theta, before)
    np.testing.assert_array_equal(other.layers[0].W, 2.0 * net.layers[0].W)


def test_the_arrays_that_a_network_is_built_from_are_copied():
    W, b = np.ones((2, 1)), np.zeros(1)
    net = Network((Dense(W, b, activation("identity")),))
    W[0, 0] = 99.0
    assert net.layers[0].W[0, 0] == 1.0 and W.flags.writeable


def test_nobody_can_write_to_the_parameters_or_fields():
    net = network(2, 1)
    with pytest.raises(ValueError, match="read-only"):
        net.theta[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        net.layers[0].W[0, 0] = 1.0
    with pytest.raises(FrozenInstanceError):
        net.theta = np.zeros(3)
    with pytest.raises(FrozenInstanceError):
        net.layers[0].W = np.zeros((2, 1))


def test_a_part_of_a_larger_array_becomes_a_network_of_its_own():
    stack = np.ones((3, 3))
    net = network(2, 1).with_theta(stack[1])
    stack[1] = 99.0
    assert net.theta.tolist() == [1.0, 1.0, 1.0]


def test_parameters_in_another_precision_become_float64():
    net = network(2, 1).with_theta(np.array([1, 2, 3], np.float32))
    assert net.theta.dtype == np.float64 and net.layers[0].W.dtype == np.float64
    whole = Network((Dense(np.array([[1], [2]]), np.array([3]), activation("identity")),))
    assert whole.theta.dtype == np.float64


# --- passes keep apart ---


def test_a_pass_changes_nothing_that_it_was_given():
    net, X, Y = everything(), inputs(4, 3), one_hot(np.arange(4) % 3, 3)
    kept = X.copy(), Y.copy(), net.theta.copy()
    gradient(net, FROM_PROBABILITIES, X, Y)
    for now, then in zip((X, Y, net.theta), kept, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_second_forward_changes_neither_a_trace_nor_a_gradient_of_the_first():
    net, measure, Y = everything(), loss(FROM_PROBABILITIES), one_hot(np.arange(4) % 3, 3)
    trace = net.forward(inputs(4, 3), np.random.default_rng(0))
    dA = measure.backward(measure.forward(trace.A, Y))
    before = arrays_of(trace, net.backward(trace, dA))
    net.forward(inputs(9, 3, seed=8), np.random.default_rng(1))
    net.with_theta(3.0 * net.theta).forward(inputs(4, 3, seed=9))
    for now, then in zip(arrays_of(trace, net.backward(trace, dA)), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_two_traces_are_held_at_once_and_give_each_its_own_gradient():
    net, X, Y = network(3, 4, 2), [inputs(5, 3, seed=s) for s in (1, 2)], targets(MSE, 5, 2)
    alone = [gradient(net, MSE, x, Y)[2].theta for x in X]
    measure = loss(MSE)
    traces = [net.forward(x) for x in X]
    both = [net.backward(trace, measure.backward(measure.forward(trace.A, Y))).theta for trace in traces]
    np.testing.assert_array_equal(both, alone)


@given(st.integers(1, 6), st.integers(0, 100))
def test_a_batch_equals_its_samples_one_by_one(n, seed):
    net, X = network(3, 4, 2, hidden="gelu"), inputs(n, 3, seed=seed)
    alone = np.concatenate([net.forward(X[i : i + 1]).A for i in range(n)])
    np.testing.assert_allclose(net.forward(X).A, alone, rtol=1e-13, atol=1e-15)


def test_the_gradient_of_a_batch_is_the_mean_over_its_samples():
    net, X, Y = network(3, 4, 2), inputs(6, 3), targets(MSE, 6, 2)
    alone = [gradient(net, MSE, X[i : i + 1], Y[i : i + 1])[2].theta for i in range(6)]
    np.testing.assert_allclose(gradient(net, MSE, X, Y)[2].theta, np.mean(alone, axis=0), rtol=1e-12, atol=1e-15)


def test_the_gradient_of_the_input_is_spared_where_nobody_asks():
    net, X, Y = network(3, 4, 2), inputs(5, 3), targets(MSE, 5, 2)
    trace, losses, full = gradient(net, MSE, X, Y)
    spared = net.backward(trace, loss(MSE).backward(losses), need_dX=False)
    assert spared.dX is None and spared.layers[1].dX is not None
    assert full.dX.shape == X.shape
    np.testing.assert_array_equal(spared.theta, full.theta)


def test_without_a_generator_nothing_is_drawn():
    net, X = everything(), inputs(4, 3)
    assert net.random and not network(2, 1).random
    np.testing.assert_array_equal(net.forward(X).A, net.forward(X).A)


# --- ensembles ---


@pytest.mark.parametrize("leading", [(1,), (4,), (2, 3)])
def test_every_member_of_an_ensemble_equals_the_single_network(leading):
    net, X, Y = everything(leading), inputs(5, 3), one_hot(np.arange(5) % 3, 3)
    trace, losses, gradients = gradient(net, FROM_PROBABILITIES, X, Y)
    single = everything()
    for index in np.ndindex(*leading):
        member = single.with_theta(net.theta[index].copy())
        alone, its_losses, its_gradients = gradient(member, FROM_PROBABILITIES, X, Y)
        np.testing.assert_allclose(trace.A[index], alone.A, rtol=1e-12)
        np.testing.assert_allclose(losses.L[index], its_losses.L, rtol=1e-12)
        np.testing.assert_allclose(gradients.theta[index], its_gradients.theta, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(gradients.dX[index], its_gradients.dX, rtol=1e-12, atol=1e-15)


def test_members_may_see_different_inputs():
    net, X, Y = network(2, 3, 1, leading=(3,)), inputs(4, 2, leading=(3,)), targets(MSE, 4, 1)
    trace = net.forward(X)
    for r in range(3):
        member = network(2, 3, 1).with_theta(net.theta[r].copy())
        np.testing.assert_allclose(trace.A[r], member.forward(X[r]).A, rtol=1e-12)
        np.testing.assert_allclose(
            gradient(net, MSE, X, Y)[2].theta[r], gradient(member, MSE, X[r], Y)[2].theta, rtol=1e-12, atol=1e-15
        )


def test_a_single_network_becomes_an_ensemble_by_its_parameters_alone():
    single = network(2, 3, 1)
    many = single.with_theta(np.stack([single.theta, 2.0 * single.theta]))
    assert many.layers[0].W.shape == (2, 2, 3) and many.layers[0].ensemble == (2,)
    np.testing.assert_array_equal(many.forward(inputs(4, 2)).A[0], single.forward(inputs(4, 2)).A)


# --- refusals ---


@pytest.mark.parametrize("shape", [(5, 3), (2,), (), (2, 5, 1)])
def test_inputs_of_another_shape_are_refused_with_both_shapes(shape):
    with pytest.raises(ValueError, match=r"expected X of shape \(\.\.\., N, 2\), .*got \("):
        network(2, 1).forward(np.zeros(shape))


def test_a_gradient_of_another_shape_is_refused_with_both_shapes():
    net = network(2, 3, 1)
    with pytest.raises(ValueError, match=r"expected dA of the output's shape \(5, 1\), got \(5, 2\)"):
        net.backward(net.forward(inputs(5, 2)), np.zeros((5, 2)))


@pytest.mark.parametrize("shape", [(3,), (14,), ()])
def test_parameters_of_another_number_are_refused(shape):
    with pytest.raises(ValueError, match=r"expected theta of shape \(\.\.\., 13\), .*got \("):
        network(2, 3, 1).with_theta(np.zeros(shape))


def test_layers_that_do_not_fit_are_refused_with_their_place():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="expected layer 2 to take the 3 units of the layer before it, .* takes 4"):
        Network((dense(rng, 2, 3), Dropout(0.5), dense(rng, 4, 1)))
    with pytest.raises(ValueError, match="expected layer 1 to take the 3 units of the layer before it, .* takes 2"):
        Network((dense(rng, 2, 3), PReLU(np.ones(2))))


@pytest.mark.parametrize("layers", [(), (Softmax(),), (Dropout(0.1), Softmax())])
def test_a_network_without_a_layer_of_fixed_width_is_refused(layers):
    with pytest.raises(ValueError, match="expected at least one layer with a fixed number of units, such as Dense"):
        Network(layers)


def test_layers_with_different_leading_axes_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"expected the same leading axes on every layer, got \[\(\), \(3,\)\]"):
        Network((dense(rng, 2, 3), dense(rng, 3, 1, leading=(3,))))


@pytest.mark.parametrize(
    ("W", "b"), [((2, 3), (2,)), ((2, 3), ()), ((3,), ()), ((4, 2, 3), (3,)), ((2, 3), (1, 3)), ((4, 2, 3), (2, 3))]
)
def test_weights_and_biases_that_do_not_fit_are_refused_with_both_shapes(W, b):
    with pytest.raises(ValueError, match=r"expected W of shape \(\.\.\., n_in, n_out\) and b of shape .*got W \("):
        Dense(np.zeros(W), np.zeros(b), activation("tanh"))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_a_layer_without_features_or_units_is_refused(shape):
    with pytest.raises(ValueError, match="expected at least one feature and one unit"):
        Network((Dense(np.zeros(shape), np.zeros(shape[-1]), activation("tanh")),))
