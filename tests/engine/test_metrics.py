"""Metrics against hand counts."""

import numpy as np
import pytest

from nnviz.engine import (
    Convolution,
    Dense,
    Network,
    PerStepLoss,
    PReLU,
    RecurrentArchitecture,
    TransformerArchitecture,
    accuracy,
    activation,
    confusion_matrix,
    flatten,
    layer_metrics,
    loss,
    norm,
    unit_slopes,
    update_to_weight_ratios,
    weight_norm,
)
from tests.engine.specimens import gradient, inputs, network, targets

MSE = "mean_squared_error"


def one_layer(W, b, name):
    return Network((Dense(np.array(W, np.float64), np.array(b, np.float64), activation(name)),))


def signs(net, X):
    trace, _, gradients = gradient(net, MSE, X, np.zeros((len(X), net.n_out)))
    return layer_metrics(trace, gradients, net)


def test_a_square_never_saturates_since_its_slope_has_no_largest_value():
    found = signs(one_layer([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0], "square"), np.array([[0.01, 1.0], [3.0, 1e3]]))
    assert found.saturated.tolist() == [0.0] and found.dead.tolist() == [0.0]
    assert activation("square").flat_below == 0.0 and activation("tanh").flat_below == 0.05


def test_accuracy_is_the_share_that_was_found():
    assert accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])) == 0.75


def test_accuracy_is_one_number_for_each_network_of_an_ensemble():
    assert accuracy(np.array([[0, 1], [1, 1]]), np.array([0, 1])).tolist() == [1.0, 0.5]


def test_the_confusion_matrix_has_true_classes_in_rows():
    decisions, labels = np.array([0, 1, 1, 2, 0]), np.array([0, 1, 2, 2, 2])
    assert confusion_matrix(decisions, labels, 3).tolist() == [[1, 0, 0], [0, 1, 0], [1, 1, 1]]


@pytest.mark.parametrize(("decisions", "labels"), [([0, 3], [0, 1]), ([0, 1], [-1, 1])])
def test_a_class_outside_the_confusion_matrix_is_refused(decisions, labels):
    with pytest.raises(ValueError, match="from 0 to 2, got values from"):
        confusion_matrix(np.array(decisions), np.array(labels), 3)


def test_decisions_and_labels_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"of one shape \(N,\), got \(3,\) and \(2,\)"):
        confusion_matrix(np.array([0, 1, 1]), np.array([0, 1]), 3)


def test_the_norms_are_frobenius_norms_of_each_dense_layer():
    net, X = network(2, 3, 1), inputs(5, 2)
    trace, _, gradients = gradient(net, MSE, X, targets(MSE, 5, 1))
    found = layer_metrics(trace, gradients, net)
    np.testing.assert_allclose(found.gradient_norm, [np.linalg.norm(part.dW) for part in gradients.layers])


def test_a_relu_unit_is_dead_when_no_sample_reaches_it():
    X = np.array([[1.0], [2.0], [3.0]])
    net = one_layer([[1.0, -1.0, 1.0, 1.0]], [0.0, 0.0, -5.0, -2.5], "relu")
    assert signs(net, X).dead.tolist() == [0.5]


def test_a_sigmoid_unit_is_saturated_where_its_slope_is_below_a_twentieth_of_the_largest():
    net = one_layer([[1.0]], [0.0], "sigmoid")
    z = np.log(79.0)  # about where s (1 - s) = 0.05 / 4
    X = np.array([[0.0], [z - 0.1], [z + 0.1], [-20.0]])
    assert signs(net, X).saturated.tolist() == [0.5]


def test_leaky_units_never_die():
    assert signs(one_layer([[1.0, -1.0]], [0.0, 0.0], "leaky_relu"), np.ones((3, 1))).dead.tolist() == [0.0]


def test_the_learned_slope_behind_a_dense_layer_is_its_slope():
    net = Network((*one_layer([[1.0, 1.0, -1.0]], [0.0] * 3, "identity").layers, PReLU(np.array([0.3, 0.0, 0.4]))))
    X = np.array([[-1.0], [-2.0]])
    trace = net.forward(X)
    assert unit_slopes(trace, net, 0).tolist() == [[0.3, 0.0, 1.0], [0.3, 0.0, 1.0]]
    assert signs(net, X).dead.tolist() == [1 / 3]


def test_signs_of_an_ensemble_are_those_of_its_members():
    net, X = network(2, 4, 1, hidden="relu", leading=(3,)), inputs(5, 2)
    together = signs(net, X)
    assert together.dead.shape == (3, 2)
    for r in range(3):
        alone = signs(network(2, 4, 1, hidden="relu").with_theta(net.theta[r].copy()), X)
        np.testing.assert_allclose(together.gradient_norm[r], alone.gradient_norm)
        np.testing.assert_allclose(together.saturated[r], alone.saturated)


def test_the_update_ratio_is_the_length_of_the_change_over_the_length_of_the_weights():
    before = one_layer([[3.0], [4.0]], [9.0], "identity")
    after = one_layer([[3.0], [4.5]], [0.0], "identity")
    assert update_to_weight_ratios(before, after).tolist() == [0.1]


def test_weights_of_zero_give_a_ratio_of_zero_or_infinity():
    zero, other = one_layer([[0.0]], [1.0], "identity"), one_layer([[2.0]], [1.0], "identity")
    assert update_to_weight_ratios(zero, zero).tolist() == [0.0]
    assert update_to_weight_ratios(zero, other).tolist() == [np.inf]


def test_a_network_that_has_blown_up_is_measured_without_a_warning():
    start = one_layer([[1.0], [1.0]], [1.0], "tanh")
    huge, broken = (start.with_theta(np.array([*W, 1.0])) for W in ([1e200, np.inf], [np.nan, -np.inf]))
    assert norm(huge.layers[0].W) == np.inf
    assert update_to_weight_ratios(huge, broken).shape == (1,)


def test_a_channel_is_dead_only_where_it_is_silent_at_every_place_of_every_sample():
    K, b = np.zeros((1, 1, 1, 3)), np.array([1.0, -1.0, -1.0])
    K[..., 2] = 2.0  # above zero at the one place of the one sample that is 1
    net = Network(
        (
            Convolution(K, b, activation("relu"), size=(2, 2)),
            flatten((2, 2, 3)),
            Dense(np.ones((12, 1)), None, activation("identity")),
        )
    )
    X = np.zeros((5, 2, 2, 1))
    X[3, 1, 0, 0] = 1.0
    found = signs(net, X)
    np.testing.assert_allclose(found.dead, [1 / 3, 0.0])
    np.testing.assert_allclose(found.saturated, [(20 + 19) / 60, 0.0])


def test_the_update_of_a_convolution_is_that_of_its_kernels():
    layer = Convolution(np.ones((3, 3, 2, 4)), np.zeros(4), activation("relu"), size=(5, 5))
    after = layer.with_parameters(layer.K * 1.1, layer.b)
    np.testing.assert_allclose(update_to_weight_ratios(Network((layer,)), Network((after,))), [0.1])


def measured(net, X, Y, measure):
    trace = net.forward(X)
    gradients = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))
    return layer_metrics(trace, gradients, net), trace, gradients


def recurrent(cell, each_step=False, seeds=(0,)):
    net = RecurrentArchitecture(cell, 5, 2, 4, 3, each_step=each_step).build(*seeds)
    X, Y = inputs(6 * 5, 2).reshape(6, 5, 2), np.eye(3)[np.arange(6) % 3]
    cross_entropy = loss("categorical_cross_entropy")
    if each_step:
        return net, *measured(net, X, np.repeat(Y[:, None], 5, 1), PerStepLoss(cross_entropy))
    return net, *measured(net, X, Y, cross_entropy)


@pytest.mark.parametrize("each_step", [False, True])
@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_the_gradient_norm_of_a_recurrent_layer_is_that_of_both_matrices(cell, each_step):
    _, found, _, gradients = recurrent(cell, each_step)
    first, last = gradients.layers[0], gradients.layers[-1]
    both = np.hypot(np.linalg.norm(first.dW_xh), np.linalg.norm(first.dW_hh))
    np.testing.assert_allclose(found.gradient_norm, [both, np.linalg.norm(last.dW)], rtol=1e-12)
    assert np.isfinite(found.dead[-1])


def test_a_unit_of_an_elman_layer_is_saturated_at_each_step_and_gates_never_are():
    net, found, trace, _ = recurrent("elman")
    assert found.saturated[0] == (1.0 - trace.layers[0].H ** 2 < 0.05).mean()
    large = net.with_theta(net.theta * 100.0)
    assert layer_metrics(large.forward(trace.layers[0].X), recurrent("elman")[3], large).saturated[0] > 0.5
    for cell in ("gru", "lstm"):
        assert np.isnan(recurrent(cell)[1].saturated[0]) and np.isnan(recurrent(cell)[1].dead[0])


def test_recurrent_networks_in_lockstep_are_measured_as_each_alone():
    together = recurrent("elman", seeds=(0, 1, 2))[1]
    for r in range(3):
        alone = recurrent("elman", seeds=(r,))[1]
        np.testing.assert_allclose(together.gradient_norm[r], alone.gradient_norm, rtol=1e-12)
        np.testing.assert_allclose(together.saturated[r], alone.saturated)


def test_embedding_attention_and_the_layers_inside_others_are_measured():
    net = TransformerArchitecture(symbols=5, steps=4, width=6, blocks=1, heads=2, hidden=8).build(0)
    X, Y = np.array([[0.0, 1, 2, 3], [4, 3, 2, 1]]), np.eye(5)[np.array([[1, 2, 3, 4], [0, 1, 2, 3]])]
    found, _, gradients = measured(net, X, Y, PerStepLoss(loss("categorical_cross_entropy")))
    shrunk = [layer for layer in net.layers if layer.penalised]
    assert found.gradient_norm.shape == (len(shrunk),) and (found.gradient_norm > 0).all()
    for layer, size in zip(shrunk, found.gradient_norm, strict=True):
        arrays = gradients.layers[net.layers.index(layer)]
        squares = sum(float((getattr(arrays, "d" + name) ** 2).sum()) for name in layer.penalised)
        np.testing.assert_allclose(size, np.sqrt(squares), rtol=1e-12)
    np.testing.assert_allclose(update_to_weight_ratios(net, net.with_theta(net.theta * 1.25)), 0.25)


def test_the_update_of_a_recurrent_layer_counts_both_matrices_and_no_bias():
    net = recurrent("lstm")[0]
    layer = net.layers[0]
    after = Network((layer.with_parameters(layer.W_xh, layer.W_hh * 1.5, layer.b + 9.0), *net.layers[1:]))
    expected = 0.5 * np.linalg.norm(layer.W_hh) / np.hypot(np.linalg.norm(layer.W_xh), np.linalg.norm(layer.W_hh))
    np.testing.assert_allclose(update_to_weight_ratios(net, after), [expected, 0.0])
    np.testing.assert_allclose(
        weight_norm(layer, layer), np.hypot(np.linalg.norm(layer.W_xh), np.linalg.norm(layer.W_hh))
    )


def test_slopes_of_a_layer_without_an_activation_are_refused():
    net, _, trace, _ = recurrent("lstm")
    with pytest.raises(ValueError, match="expected a layer with an activation, such as Dense or Elman, got LSTM"):
        unit_slopes(trace, net, 0)
